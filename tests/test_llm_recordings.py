"""Replies that are kept: whole or not at all, found again, never trusted blindly."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from llm_questions import GOOD, asking, question
from llm_servers import PATH, completion, scripted
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.errors import ExtractorError
from extractor.llm.ask import ask_all
from extractor.llm.content import OffSchemaError
from extractor.llm.cost import dry_run
from extractor.llm.failure import explain, reasons, refuse_missing
from extractor.llm.progress import AskBar, Progress
from extractor.llm.recordings import place_of, write_recording
from extractor.llm.reply import Failed, Reply, Tokens
from extractor.llm.usage import usage_of

__all__ = ["scripted"]

NOWHERE = "http://127.0.0.1:9/v1"  # the port of the discard service; nothing listens there
OTHER_ANSWER = '{"sure": "no", "parts": []}'


def test_a_second_run_asks_nothing(scripted: HTTPServer, tmp_path: Path) -> None:
    scripted.expect_oneshot_request(PATH).respond_with_json(completion(GOOD))
    settings = asking(scripted.url_for("/v1"), tmp_path)
    requests = [question("Aged 18 years or older.", settings)]
    (first,) = ask_all(requests, settings=settings)
    (second,) = ask_all(requests, settings=settings)
    assert isinstance(first, Reply)
    assert isinstance(second, Reply)
    assert (first.origin, second.origin) == ("server", "cache")
    assert (second.raw, second.tokens, second.finish_reason) == (first.raw, first.tokens, first.finish_reason)
    usage = usage_of(requests, [second], settings=settings)
    assert (usage.from_cache, usage.from_server, usage.input_tokens, usage.attempts) == (1, 0, 0, 0)


def test_equal_questions_are_asked_once_and_all_answered(scripted: HTTPServer, tmp_path: Path) -> None:
    scripted.expect_oneshot_request(PATH).respond_with_json(completion(GOOD))
    settings = asking(scripted.url_for("/v1"), tmp_path)
    requests = [question("Aged 18 years or older.", settings, document=f"page-{number}") for number in range(5)]
    outcomes = ask_all(requests, settings=settings)
    assert [outcome.key for outcome in outcomes] == [requests[0].key] * 5
    assert usage_of(requests, outcomes, settings=settings).input_tokens == 11


def test_a_failure_is_not_kept_as_an_answer_but_can_be_looked_at(scripted: HTTPServer, tmp_path: Path) -> None:
    scripted.expect_ordered_request(PATH).respond_with_json(completion("Well, 18."))
    scripted.expect_ordered_request(PATH).respond_with_json(completion(GOOD))
    settings = asking(scripted.url_for("/v1"), tmp_path)
    requests = [question("Aged 18 years or older.", settings)]
    (first,) = ask_all(requests, settings=settings)
    assert isinstance(first, Failed)
    assert (first.reason, first.raw, first.tokens) == ("off_schema", "Well, 18.", Tokens(input=11, output=7))
    (kept,) = (tmp_path / "cache" / "refused").rglob("*.json")
    assert json.loads(kept.read_text(encoding="utf-8"))["raw"] == "Well, 18."
    (second,) = ask_all(requests, settings=settings)
    assert isinstance(second, Reply)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("18 years", "18 years\\u0022"),
        lambda text: text.replace('"key": "', '"key": "0'),
        lambda text: text.replace("yes", "perhaps"),
        lambda text: "[]",
        lambda text: text.replace('"raw"', '"roar"'),
        lambda text: "x" * 5_000_000,
    ],
)
def test_a_damaged_file_is_told_and_asked_for_again(damage: object, scripted: HTTPServer, tmp_path: Path) -> None:
    assert callable(damage)
    scripted.expect_request(PATH).respond_with_json(completion(GOOD))
    settings = asking(scripted.url_for("/v1"), tmp_path)
    requests = [question("Aged 18 years or older.", settings)]
    ask_all(requests, settings=settings)
    path = place_of(tmp_path / "cache", requests[0].key)
    whole = path.read_text(encoding="utf-8")
    path.write_text(damage(whole), encoding="utf-8")
    lines: list[str] = []
    (outcome,) = ask_all(requests, settings=settings, notify=lines.append)
    assert isinstance(outcome, Reply)
    assert outcome.origin == "server"
    assert len(lines) == 1
    assert path.name in lines[0]
    assert path.read_text(encoding="utf-8") == whole


def test_a_cache_that_cannot_be_written_is_told_once(scripted: HTTPServer, tmp_path: Path) -> None:
    scripted.expect_request(PATH).respond_with_json(completion(GOOD))
    (tmp_path / "cache").write_text("a file is in the way", encoding="utf-8")
    settings = asking(scripted.url_for("/v1"), tmp_path)
    lines: list[str] = []
    requests = [question(f"criterion {number}", settings) for number in range(6)]
    outcomes = ask_all(requests, settings=settings, notify=lines.append)
    assert all(isinstance(outcome, Reply) for outcome in outcomes)
    assert len(lines) == 1


def test_a_recording_by_hand_answers_whatever_model_is_named(tmp_path: Path) -> None:
    settings = asking(NOWHERE, replay=tmp_path)
    path = write_recording(tmp_path, question("Aged 18 years or older.", settings), GOOD)
    assert path.parent.name == path.name[:2]
    for model, url in (("m", NOWHERE), ("any", "https://example.org/v1")):
        named = settings.model_copy(update={"model": model, "base_url": url})
        (outcome,) = ask_all([question("Aged 18 years or older.", named)], settings=named)
        assert isinstance(outcome, Reply)
        assert (outcome.raw, outcome.by_hand, outcome.origin) == (GOOD, True, "recording")
        assert outcome.key == path.stem


def test_a_model_s_own_recording_goes_before_one_by_hand(tmp_path: Path) -> None:
    settings = asking(NOWHERE, replay=tmp_path)
    request = question("Aged 18 years or older.", settings)
    write_recording(tmp_path, request, GOOD)
    write_recording(tmp_path, request, OTHER_ANSWER, by_hand=False)
    (outcome,) = ask_all([request], settings=settings)
    assert isinstance(outcome, Reply)
    assert (outcome.raw, outcome.by_hand, outcome.key) == (OTHER_ANSWER, False, request.key)


def test_a_cache_can_be_replayed(scripted: HTTPServer, tmp_path: Path) -> None:
    scripted.expect_oneshot_request(PATH).respond_with_json(completion(GOOD))
    settings = asking(scripted.url_for("/v1"), tmp_path)
    request = question("Aged 18 years or older.", settings)
    ask_all([request], settings=settings)
    (outcome,) = ask_all([request], settings=settings.model_copy(update={"replay": tmp_path / "cache"}))
    assert isinstance(outcome, Reply)
    assert (outcome.origin, outcome.by_hand) == ("recording", False)


def test_a_missing_recording_is_loud(scripted: HTTPServer, tmp_path: Path) -> None:
    scripted.expect_request(PATH).respond_with_json(completion(GOOD))
    scripted.clear_log()
    settings = asking(scripted.url_for("/v1"), replay=tmp_path)
    there, missing = (question(text, settings) for text in ("Aged 18 years or older.", "Platelets above 100."))
    write_recording(tmp_path, there, GOOD)
    outcomes = ask_all([there, missing], settings=settings)
    assert isinstance(outcomes[1], Failed)
    assert outcomes[1].reason == "missing_recording"
    assert scripted.log == []
    with pytest.raises(ExtractorError, match=f"1 of 2 requests .*Platelets above 100.*{missing.key}"):
        refuse_missing([there, missing], outcomes, settings=settings)
    refuse_missing([there], outcomes[:1], settings=settings)


def test_a_damaged_recording_is_loud(tmp_path: Path) -> None:
    settings = asking(NOWHERE, replay=tmp_path)
    request = question("Aged 18 years or older.", settings)
    write_recording(tmp_path, request, GOOD).write_text("{}", encoding="utf-8")
    outcomes = ask_all([request], settings=settings)
    assert isinstance(outcomes[0], Failed)
    assert outcomes[0].reason == "bad_recording"
    with pytest.raises(ExtractorError, match="no usable recording"):
        refuse_missing([request], outcomes, settings=settings)


def test_a_recording_must_follow_the_schema(tmp_path: Path) -> None:
    settings = asking(NOWHERE)
    with pytest.raises(OffSchemaError):
        write_recording(tmp_path, question("Aged 18 years or older.", settings), '{"sure": "perhaps"}')
    assert list(tmp_path.iterdir()) == []


def test_recordings_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    request = question("Aged 18 years or older.", asking(NOWHERE))
    first = write_recording(tmp_path / "a", request, GOOD).read_bytes()
    assert write_recording(tmp_path / "b", request, GOOD).read_bytes() == first
    assert b'"by_hand": true' in first


def test_a_dry_run_sends_and_writes_nothing(scripted: HTTPServer, tmp_path: Path) -> None:
    scripted.expect_request(PATH).respond_with_json(completion(GOOD))
    settings = asking(scripted.url_for("/v1"), tmp_path, key="sk-for-a-dry-run")
    requests = [question(f"criterion {number}", settings) for number in range(3)]
    ask_all(requests[:1], settings=settings)
    before = sorted(tmp_path.rglob("*"))
    scripted.clear_log()
    estimate = dry_run([*requests, requests[1]], settings=settings)
    assert (estimate.requests, estimate.answered_already, estimate.to_send) == (4, 1, 2)
    assert estimate.output_tokens_at_most == 2 * settings.sampling.max_tokens
    assert estimate.input_tokens > 50
    assert estimate.cost_at_most is None
    assert scripted.log == []
    assert sorted(tmp_path.rglob("*")) == before


def test_the_cost_of_a_known_model_is_told(tmp_path: Path) -> None:
    settings = asking("https://api.openai.com/v1", tmp_path).model_copy(update={"model": "gpt-4.1-2025-04-14"})
    requests = [question("Aged 18 years or older.", settings)]
    estimate = dry_run(requests, settings=settings)
    expected = (estimate.input_tokens * Decimal("2") + 900 * Decimal("8")) / 1_000_000
    assert estimate.cost_at_most == expected
    assert estimate.prices_as_of
    spent = Reply(
        key=requests[0].key, raw=GOOD, finish_reason="stop", tokens=Tokens(input=1000, output=100), origin="server"
    )
    assert usage_of(requests, [spent], settings=settings).cost == Decimal("0.0028")


def test_a_model_is_not_taken_for_one_with_a_similar_name(tmp_path: Path) -> None:
    for model in ("gpt-4.1-nano-special", "gpt-4", "llama"):
        settings = asking("https://api.openai.com/v1", tmp_path).model_copy(update={"model": model})
        assert dry_run([question("x", settings)], settings=settings).cost_at_most is None
    elsewhere = asking("https://example.org/v1", tmp_path).model_copy(update={"model": "gpt-4.1"})
    assert dry_run([question("x", elsewhere)], settings=elsewhere).cost_at_most is None


def test_prices_of_one_s_own_go_first(tmp_path: Path) -> None:
    settings = asking("http://localhost:1/v1", tmp_path)
    (tmp_path / "config").mkdir()
    table = tmp_path / "config" / "llm_prices.toml"
    table.write_text('[[price]]\nhost = "localhost:1"\nmodel = "m"\ninput = 0\noutput = 1.5\nas_of = "2026-11"\n')
    assert dry_run([question("x", settings)], settings=settings).cost_at_most == Decimal("0.00135")
    table.write_text("price = 3")
    with pytest.raises(ExtractorError, match=r"llm_prices\.toml: is no table of prices"):
        dry_run([question("x", settings)], settings=settings)


def test_progress_counts_up_to_the_whole(scripted: HTTPServer, tmp_path: Path) -> None:
    def handle(request: Request) -> Response:
        bad = "criterion 3" in request.get_data(as_text=True)
        return Response(json.dumps(completion("no" if bad else GOOD)), content_type="application/json")

    scripted.expect_request(PATH).respond_with_handler(handle)
    settings = asking(scripted.url_for("/v1"), tmp_path)
    requests = [question(f"criterion {number}", settings) for number in range(6)]
    ask_all(requests[:2], settings=settings)
    seen: list[Progress] = []
    outcomes = ask_all(requests, settings=settings, progress=seen.append)
    last = seen[-1]
    assert [progress.done for progress in seen] == [1, 2, 3, 4, 5, 6]
    assert (last.total, last.cached, last.failed) == (6, 2, 1)
    assert (last.input_tokens, last.output_tokens, last.cost, last.seconds_left) == (44, 28, None, 0.0)
    assert "6 of 6 answers, 2 from cache, 1 failed, 44 + 28 tokens, cost unknown" in last.line()
    usage = usage_of(requests, outcomes, settings=settings)
    assert usage.failed == {"off_schema": 1}
    assert (usage.from_server, usage.from_cache, usage.input_tokens, usage.prompts) == (3, 2, 44, (requests[0].prompt,))
    assert explain(outcomes)[0].startswith("1 of 6 requests: the answer does not follow the schema")


class Terminal(io.StringIO):
    """Standard error as a person watches it."""

    def isatty(self) -> bool:
        return True


def test_a_person_who_watches_sees_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    now = Progress(
        done=3, total=8, failed=1, cached=2, input_tokens=90, output_tokens=7, cost=Decimal("0.25"), seconds_left=75
    )
    for stream, seen in (
        (Terminal(), "3 of 8 answers, 2 from cache, 1 failed, 90 + 7 tokens, $0.2500, 1:15 left"),
        (io.StringIO(), ""),
    ):
        monkeypatch.setattr(sys, "stderr", stream)
        with AskBar() as bar:
            bar.update(now)
        assert seen in stream.getvalue()
        assert bool(stream.getvalue()) == bool(seen)


def test_replay_loads_no_client(tmp_path: Path) -> None:
    settings = asking(NOWHERE, replay=tmp_path)
    write_recording(tmp_path, question("Aged 18 years or older.", settings), GOOD)
    program = (
        "import sys; from pathlib import Path\n"
        "from llm_questions import asking, question; from extractor.llm import ask_all\n"
        f"settings = asking({NOWHERE!r}, replay=Path(sys.argv[1]))\n"
        "print(ask_all([question('Aged 18 years or older.', settings)], settings=settings)[0].origin)\n"
        "print(sorted({'openai', 'httpx2', 'rich'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    result = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["recording", "[]"]


def test_every_reason_says_what_to_do() -> None:
    assert all(reason.problem and reason.remedy for reason in reasons().values())


INTERRUPTED = """
import sys
from pathlib import Path
from llm_questions import asking, question
from extractor.llm.ask import ask_all

settings = asking(sys.argv[1], Path(sys.argv[2]), concurrency=2)
requests = [question(f"criterion {number}", settings) for number in range(40)]
ask_all(requests, settings=settings, progress=lambda progress: print(progress.done, flush=True))
"""


def test_an_interrupt_leaves_the_cache_whole_and_the_next_run_goes_on(scripted: HTTPServer, tmp_path: Path) -> None:
    asked: list[str] = []
    slow = True

    def handle(request: Request) -> Response:
        asked.append(request.get_json()["messages"][-1]["content"])
        time.sleep(0.2 if slow else 0)
        return Response(json.dumps(completion(GOOD)), content_type="application/json")

    scripted.expect_request(PATH).respond_with_handler(handle)
    url = scripted.url_for("/v1")
    command = [sys.executable, "-c", INTERRUPTED, url, str(tmp_path)]
    tests = str(Path(__file__).parent)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": tests}, text=True
    ) as process:
        assert process.stdout
        for _ in range(5):
            assert process.stdout.readline().strip()
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=60)
    assert process.returncode != 0
    assert complaint.rstrip().endswith("KeyboardInterrupt")
    kept = len(list((tmp_path / "cache").rglob("*.json")))
    assert 5 <= kept < 40
    assert [path for path in (tmp_path / "cache").rglob("*") if path.suffix == ".tmp"] == []
    slow = False
    asked.clear()
    settings = asking(url, tmp_path, concurrency=2)
    outcomes = ask_all([question(f"criterion {number}", settings) for number in range(40)], settings=settings)
    assert all(isinstance(outcome, Reply) for outcome in outcomes)
    assert len(asked) == 40 - kept
