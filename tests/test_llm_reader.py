"""The whole second reader: against a real server that talks nonsense, against failures, and from the command line."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from llm_checks import assert_page_speaks, from_model, taken
from llm_pages import draft
from llm_servers import PATH, completion, llama_server, scripted
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor import pipeline
from extractor.cli.second_reader import llm_settings
from extractor.llm.draft import CriterionDraft
from extractor.llm.plan import Plan, plan
from extractor.llm.reply import Failed, Outcome, Reply
from extractor.llm.request import Sampling
from extractor.llm.second_reader import SecondReading, take
from extractor.llm.settings import LlmSettings
from extractor.model.run import Run, Settings

__all__ = ["llama_server", "scripted"]

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "golden"
ANY = LlmSettings(model="any")


def run_rules(*cases: str) -> Run:
    pages = [str(path) for case in cases for path in sorted((GOLDEN / case).iterdir()) if path.name != "expected.json"]
    return pipeline.run(pages, settings=Settings(model="none", llm="any", llm_scope="all"))


def plan_all(run: Run) -> Plan:
    return plan(run.documents, run.records, run.discrepancies, settings=ANY, scope="all")


def after(run: Run, reading: SecondReading) -> Run:
    found = {"records": reading.records, "ambiguities": reading.ambiguities, "discrepancies": reading.discrepancies}
    return run.model_copy(update=found)


def answered(run: Run, asked: Plan, outcomes: list[Outcome]) -> Run:
    return after(run, take(asked, outcomes, run.ambiguities, run.discrepancies, settings=ANY, scope="all"))


def reply(key: str, content: object) -> Reply:
    return Reply(key=key, raw=json.dumps(content), finish_reason="stop", tokens=None, origin="server")


def test_nonsense_of_a_real_server_puts_nothing_on_the_page(llama_server: str) -> None:
    page = GOLDEN / "injected-instruction" / "navigator.html"
    rules = pipeline.run([str(page)], settings=Settings(model="none", llm="any", llm_scope="all"))
    settings = LlmSettings(model="random", base_url=llama_server, sampling=Sampling(max_tokens=400), concurrency=2)
    run, reading = pipeline.second_read(rules, llm=settings)
    assert reading.answered >= 4, reading.trouble
    assert_page_speaks(rules, run)


def test_random_words_of_the_page_are_taken_only_as_the_page_says_them() -> None:
    """Quotes that do stand there, with labels drawn by lot: no number, negation or time that the words do not bear out."""
    rules = run_rules("whose-value", "nested-lists", "mangled-numbers", "second-reader-1")
    asked = plan_all(rules)
    draw = random.Random(11)
    outcomes: list[Outcome] = []
    texts = {each.request.key: each.item.text for each in asked.criteria if each.request}
    for request in asked.requests:
        words = texts.get(request.key, "").split()
        outcomes.append(
            reply(request.key, {"characteristics": [nonsense(draw, words) for _ in range(16)]})
            if words
            else failed(request.key)
        )
    run = answered(rules, asked, outcomes)
    assert_page_speaks(rules, run)
    assert len(from_model(run)) >= 8


def nonsense(draw: random.Random, words: list[str]) -> dict[str, Any]:
    def some(part: list[str]) -> str:
        start = draw.randrange(len(part))
        return " ".join(part[start : start + draw.randint(1, 6)])

    def maybe() -> str | None:
        return some(words) if draw.random() < 0.1 else None

    statement = some(words)
    labels = {"topic": draw.choice(("age", "drug", "condition")), "bound": draw.choice(("none", "at-least", "less-than"))}
    quotes = {"comparison": maybe(), "timing": maybe(), "exception": maybe()}
    return draft(statement, some(statement.split()), exclude=draw.random() < 0.2, **labels, **quotes).model_dump()


def failed(key: str) -> Failed:
    return Failed(key=key, reason="refusal")


def test_failures_lose_nothing_and_are_one_flag_a_document() -> None:
    rules = run_rules("sister-trials", "second-reader-1")
    asked = plan_all(rules)
    run = answered(rules, asked, [failed(request.key) for request in asked.requests])
    assert (run.records, run.discrepancies) == (rules.records, rules.discrepancies)
    added = [each for each in run.ambiguities if each not in set(rules.ambiguities)]
    assert [each.document for each in added] == [document.id for document in rules.documents]
    assert {(each.kind, each.severity) for each in added} == {("other", "low")}
    assert all("did not read" in each.message and "refusal" in each.message for each in added)


def test_one_failed_criterion_falls_back_to_the_rules() -> None:
    rules = run_rules("second-reader-1")
    asked = plan_all(rules)
    outcomes: list[Outcome] = [reply(each.key, {"characteristics": []}) for each in asked.requests]
    outcomes[0] = failed(asked.requests[0].key)
    asked = asked._replace(pages=(), pairs=())
    run = answered(rules, asked, outcomes[: len(asked.requests)])
    assert run.records == rules.records
    (flag,) = [each for each in run.ambiguities if each not in set(rules.ambiguities)]
    assert "1 of the 7 criteria" in flag.message and asked.sheets[0].record.criteria[0].id in flag.message


def test_a_flood_of_drafts_is_no_reading() -> None:
    rules = run_rules("second-reader-1")
    asked = plan_all(rules)._replace(pages=(), pairs=())
    outcomes: list[Outcome] = []
    for each in asked.criteria:
        assert each.request
        one = draft(each.item.text, each.item.text.split()[0]).model_dump()
        outcomes.append(reply(each.request.key, {"characteristics": [one] * 41}))
    run = answered(rules, asked, outcomes)
    assert run.records == rules.records and taken(run) == 0


def test_a_rule_only_run_knows_nothing_of_a_model() -> None:
    run = run_rules("second-reader-1")
    assert "request" not in "".join(record.model_dump_json() for record in run.records)


def test_the_same_answers_give_the_same_bytes() -> None:
    rules = run_rules("second-reader-2")
    asked = plan_all(rules)
    content = CriterionDraft(characteristics=(draft("Toxic dilatation of the bowel", "Toxic dilatation"),)).model_dump(
        mode="json"
    )
    criteria = {each.request.key for each in asked.criteria if each.request}
    outcomes: list[Outcome] = [
        reply(each.key, content) if each.key in criteria else failed(each.key) for each in asked.requests
    ]
    first, second = answered(rules, asked, outcomes), answered(rules, asked, outcomes)
    assert [each.model_dump_json() for each in first.records] == [each.model_dump_json() for each in second.records]
    assert first.ambiguities == second.ambiguities


# The command line


def extractor(*arguments: str, folder: Path, **environ: str) -> "subprocess.CompletedProcess[str]":
    home = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder / "config")}
    return subprocess.run(
        [sys.executable, "-m", "extractor", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **home, **environ},
    )


PAGES = [str(GOLDEN / "second-reader-1" / name) for name in ("navigator.txt", "registry.txt")]


def test_without_a_key_one_line_says_what_to_set(tmp_path: Path) -> None:
    result = extractor("run", *PAGES, "--out", "out", "--llm", "gpt-4o-mini", folder=tmp_path)
    assert result.returncode == 2 and len(result.stderr.splitlines()) == 1
    assert all(word in result.stderr for word in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "--replay"))
    assert not (tmp_path / "out").exists()


def test_options_of_a_model_need_one(tmp_path: Path) -> None:
    result = extractor("run", *PAGES, "--out", "out", "--replay", folder=tmp_path)
    assert (result.returncode, "--llm MODEL" in result.stderr) == (2, True)


def test_a_dry_run_shows_every_question_and_writes_nothing(tmp_path: Path) -> None:
    result = extractor("run", *PAGES, "--out", "out", "--llm", "gpt-4o-mini", "--dry-run", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "read_criterion.v1" in result.stdout and "No shrinkage of the lesion" in result.stdout
    assert "api.openai.com" in result.stdout and "USD" in result.stdout
    assert not (tmp_path / "out").exists()


def test_a_missing_recording_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    arguments = ("run", *PAGES, "--out", "out", "--llm", "any", "--replay", "--recordings", "recordings")
    result = extractor(*arguments, folder=tmp_path)
    assert result.returncode == 2 and len(result.stderr.splitlines()) == 1
    assert all(word in result.stderr for word in ("navigator-", "inc-1", "A scan in the past 8 weeks", "key "))
    assert not (tmp_path / "out").exists()


def test_a_server_is_asked_and_the_run_says_what_it_took(tmp_path: Path, scripted: HTTPServer) -> None:
    asked: list[str] = []

    def handle(request: Request) -> Response:
        asked.append(request.headers["Authorization"])
        given = json.loads(json.loads(request.get_data())["messages"][-1]["content"])
        empty = {"characteristics": []} if "criterion" in given else {"facts": []}
        judged = {"verdict": "cannot-tell", "first": "", "second": ""}
        content = judged if "first" in given else empty
        return Response(json.dumps(completion(json.dumps(content))), content_type="application/json")

    scripted.expect_request(PATH).respond_with_handler(handle)
    environ = {"OPENAI_BASE_URL": scripted.url_for("/v1"), "OPENAI_API_KEY": "sk-only-a-test"}
    first = extractor("run", *PAGES, "--out", "out", "--llm", "some-model", folder=tmp_path, **environ)
    assert first.returncode == 0, first.stderr
    count = len(asked)
    assert count > 5 and set(asked) == {"Bearer sk-only-a-test"}
    summary = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert summary["second_reader"]["usage"]["from_server"] == count
    assert {prompt["name"] for prompt in summary["prompts"]} == {"read_criterion", "read_page", "compare_criteria"}
    assert summary["tokens"] == {"input": 11 * count, "output": 7 * count}
    written = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert not any("sk-only-a-test" in text for text in written)


def test_a_server_that_cannot_be_reached_leaves_the_rules_reading() -> None:
    rules = run_rules("second-reader-1")
    run, reading = pipeline.second_read(rules, llm=LlmSettings(model="m", base_url="http://127.0.0.1:9/v1", attempts=1))
    assert (reading.answered, taken(run), run.records) == (0, 0, rules.records)
    assert any("cannot be reached" in line for line in reading.trouble)
    assert len(run.ambiguities) == len(rules.ambiguities) + len(rules.documents)


def test_hidden_text_is_never_sent() -> None:
    rules = run_rules("injected-instruction")
    sent = " ".join(message.content for request in plan_all(rules).requests for message in request.messages)
    assert "told before" not in sent and "maximum age" not in sent and "minimum age 5" not in sent
    assert "UACR" in sent


def test_recordings_named_without_replay_are_where_replies_are_kept(tmp_path: Path) -> None:
    settings = llm_settings("m", replay=False, recordings=tmp_path, dry_run=True)
    assert settings and (settings.cache, settings.replay) == (tmp_path, None)
    assert llm_settings(None, replay=False, recordings=None, dry_run=False) is None


def test_equal_criteria_are_asked_once() -> None:
    rules = run_rules("second-reader-1", "second-reader-1")
    asked = plan_all(rules)
    assert len({request.key for request in asked.requests}) < len(asked.requests)
