"""`extractor check --live`: real servers are asked over the wire, and what wavers between the askings is told."""

import hashlib
import json
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from llm_servers import PATH, completion, llama_server, scripted
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner, Result
from werkzeug import Request, Response

from extractor.check.live import ask_live
from extractor.cli import app
from extractor.llm.address import host_of
from extractor.llm.cost import USER_FILE
from extractor.llm.recordings import place_of
from extractor.llm.request import BY_HAND_MODEL, BY_HAND_URL, Sampling
from extractor.llm.settings import FOLDER

__all__ = ["llama_server", "scripted"]

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
CASE = "second-reader-2"
EMPTY = {"CriterionDraft": '{"characteristics": []}'}


def recorded(body: dict[str, Any]) -> str:
    """The answer that golden/recordings hold to the question in `body`, found as anyone would find it: by its hash."""
    content = {
        "messages": body["messages"],
        "schema": body["response_format"]["json_schema"],
        "model": BY_HAND_MODEL,
        "sampling": Sampling().model_dump(),
        "base_url": BY_HAND_URL,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    place = place_of(GOLDEN / "recordings", hashlib.sha256(text.encode()).hexdigest())
    raw: str = json.loads(place.read_bytes())["raw"]
    return raw


def serve_recordings(server: HTTPServer, *, forgets: int | None = None) -> Counter[str]:
    """Let `server` answer from the recordings, but with no finding the `forgets`-th time that it is asked a question.

    Returns the counter of how often each question came.
    """
    asked: Counter[str] = Counter()

    def handle(request: Request) -> Response:
        body = request.get_json()
        question = body["messages"][-1]["content"]
        asked[question] += 1
        raw = recorded(body)
        if asked[question] == forgets:
            raw = EMPTY.get(body["response_format"]["json_schema"]["name"], raw)
        return Response(json.dumps(completion(raw)), content_type="application/json")

    server.expect_request(PATH, method="POST").respond_with_handler(handle)
    return asked


@pytest.fixture
def golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One case that a model reads, without its recordings: whatever is read was asked for."""
    shutil.copytree(GOLDEN / CASE, tmp_path / CASE)
    (tmp_path / "recordings").mkdir()
    monkeypatch.setenv("OPENAI_API_KEY", "")
    return tmp_path


def check_live(golden: Path, url: str, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    return CliRunner().invoke(app, ["check", str(golden), "--live", "2", *options])


def test_a_model_that_says_the_same_is_stable(golden: Path, scripted: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = serve_recordings(scripted)
    monkeypatch.setenv("OPENAI_BASE_URL", scripted.url_for("/v1"))
    told: list[tuple[int, int]] = []
    (row,) = ask_live(golden, 3, progress=lambda done, total: told.append((done, total)))
    assert (row.case, row.times, row.troubles, row.wavering) == (CASE, 3, (), ())
    assert row.expected >= row.in_any == row.in_all > 20
    assert set(asked.values()) == {3}  # nothing comes from a cache
    assert (row.input_tokens, row.output_tokens) == (11 * 3 * len(asked), 7 * 3 * len(asked))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_is_read_in_some_askings_only_wavers(
    golden: Path, scripted: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_recordings(scripted, forgets=2)
    result = check_live(golden, scripted.url_for("/v1"), monkeypatch)
    assert result.exit_code == 0, result.output
    wavers = [line for line in result.output.splitlines() if line.startswith("wavers")]
    (line,) = [line for line in result.output.splitlines() if line.startswith(CASE)]
    _, expected, in_all, in_any, times, *_ = line.split()
    assert int(times) == 2
    assert int(expected) >= int(in_any) == int(in_all) + len(wavers)
    assert wavers


def test_the_cost_is_told_where_the_price_is_known(
    golden: Path, scripted: HTTPServer, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asked = serve_recordings(scripted)
    url = scripted.url_for("/v1")
    assert "unknown" in check_live(golden, url, monkeypatch).output
    config = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    prices = config / FOLDER / USER_FILE
    prices.parent.mkdir()
    row = {"host": host_of(url), "model": "any", "input": 1000, "output": 3000, "as_of": "2026-11"}
    prices.write_text("[[price]]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in row.items()))
    (stability,) = ask_live(golden, 2)
    assert stability.cost == len(asked) * 2 * Decimal(11 * 1000 + 7 * 3000) / 1_000_000


def test_a_server_that_is_not_there_is_trouble(golden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = check_live(golden, "http://127.0.0.1:9/v1", monkeypatch, "--llm", "llama")
    assert result.exit_code == 2
    assert f"trouble  {CASE}:" in result.output


def test_a_real_server_is_asked(golden: Path, llama_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random weights: what they say means nothing, so that only what the rules read is met, and that in every asking."""
    monkeypatch.setenv("OPENAI_BASE_URL", llama_server)
    monkeypatch.setattr("extractor.llm.settings.sampling_for", lambda model, url: Sampling(max_tokens=200))
    (row,) = ask_live(golden, 2, llm="random")
    assert row.times == 2
    assert 0 < row.in_all <= row.in_any <= row.expected
    assert row.input_tokens > 1000 and row.output_tokens > 100
