"""What is put on the wire, how much of it at once, and in which order the outcomes come back."""

import json
import threading
import time
from pathlib import Path

import pytest
from llm_questions import GOOD, Answer, asking, question
from llm_servers import PATH, completion, scripted
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.errors import ExtractorError
from extractor.llm.ask import ask_all
from extractor.llm.client import sampling_fields
from extractor.llm.reply import Reply, Tokens
from extractor.llm.request import Sampling
from extractor.llm.schema import strict_schema
from extractor.llm.settings import OFFICIAL_URL, load_settings, sampling_for

__all__ = ["scripted"]


def test_a_request_asks_for_a_strict_schema_and_nothing_else(scripted: HTTPServer) -> None:
    scripted.clear_log()
    scripted.expect_request(PATH, method="POST").respond_with_json(completion(GOOD))
    settings = asking(scripted.url_for("/v1"), key="sk-of-this-test")
    (reply,) = ask_all([question("Aged 18 years or older.", settings)], settings=settings)
    assert isinstance(reply, Reply)
    assert (reply.raw, reply.finish_reason, reply.tokens) == (GOOD, "stop", Tokens(input=11, output=7))
    ((sent, _),) = scripted.log
    assert sent.get_json() == {
        "model": "m",
        "messages": [
            {"role": "system", "content": "Read the criterion."},
            {"role": "user", "content": "Aged 18 years or older."},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "Answer", "schema": strict_schema(Answer), "strict": True},
        },
        "temperature": 0,
        "seed": 1,
        "max_tokens": 900,
    }
    assert sent.headers["Authorization"] == "Bearer sk-of-this-test"
    assert sent.headers["Accept-Encoding"] == "identity"


def test_the_raw_reply_is_kept_as_it_came(scripted: HTTPServer) -> None:
    raw = f"\n```json\n{GOOD}\n```  "
    scripted.expect_request(PATH).respond_with_json(completion(raw))
    settings = asking(scripted.url_for("/v1"))
    (reply,) = ask_all([question("Aged 18 years or older.", settings)], settings=settings)
    assert isinstance(reply, Reply)
    assert reply.raw == raw


def test_so_many_at_once_and_no_more(scripted: HTTPServer) -> None:
    lock, now, most = threading.Lock(), 0, 0

    def handle(request: Request) -> Response:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.1)
        with lock:
            now -= 1
        return Response(json.dumps(completion(GOOD)), content_type="application/json")

    scripted.expect_request(PATH).respond_with_handler(handle)
    settings = asking(scripted.url_for("/v1"), concurrency=3)
    ask_all([question(f"criterion {number}", settings) for number in range(12)], settings=settings)
    assert most == 3


def test_outcomes_come_in_the_order_of_the_requests(scripted: HTTPServer) -> None:
    def handle(request: Request) -> Response:
        number = int(request.get_json()["messages"][-1]["content"].split()[-1])
        time.sleep(0.05 * (3 - number % 4))
        return Response(json.dumps(completion(GOOD.replace("18", str(number)))), content_type="application/json")

    scripted.expect_request(PATH).respond_with_handler(handle)
    settings = asking(scripted.url_for("/v1"), concurrency=4)
    outcomes = ask_all([question(f"criterion {number}", settings) for number in range(12)], settings=settings)
    assert [outcome.raw for outcome in outcomes if isinstance(outcome, Reply)] == [
        GOOD.replace("18", str(number)) for number in range(12)
    ]


def test_a_question_for_another_server_is_not_sent_to_this_one() -> None:
    settings = asking("http://localhost:1/v1")
    with pytest.raises(ValueError, match="different servers"):
        ask_all([question("x", asking("http://localhost:2/v1"))], settings=settings)


@pytest.mark.parametrize("name", ["", "  ", "m\nx", "m" * 201])
def test_a_model_without_a_usable_name_is_told(name: str) -> None:
    with pytest.raises(ExtractorError, match="no usable name"):
        load_settings(name, environ={"OPENAI_API_KEY": "sk-of-this-test"})


def test_nothing_to_ask_asks_nothing(tmp_path: Path) -> None:
    assert ask_all([], settings=asking("http://127.0.0.1:9/v1", tmp_path)) == ()


def test_a_reply_without_usage_is_counted_as_such(scripted: HTTPServer) -> None:
    for usage in (None, {}, {"prompt_tokens": -1, "completion_tokens": 2}, {"prompt_tokens": "9", "completion_tokens": 2}):
        scripted.clear()
        scripted.expect_request(PATH).respond_with_json(completion(GOOD) | {"usage": usage})
        settings = asking(scripted.url_for("/v1"))
        (reply,) = ask_all([question("Aged 18 years or older.", settings)], settings=settings)
        assert isinstance(reply, Reply)
        assert reply.tokens is None


@pytest.mark.parametrize(
    ("model", "url", "fields"),
    [
        ("gpt-4.1", OFFICIAL_URL, {"temperature": 0, "seed": 1, "max_completion_tokens": 2000}),
        ("gpt-5-mini", OFFICIAL_URL, {"max_completion_tokens": 8000}),
        ("o4-mini", OFFICIAL_URL, {"max_completion_tokens": 8000}),
        ("gpt-5-mini", "http://localhost:1/v1", {"temperature": 0, "seed": 1, "max_tokens": 2000}),
        ("qwen3:8b", "http://localhost:1/v1", {"temperature": 0, "seed": 1, "max_tokens": 2000}),
    ],
)
def test_sampling_is_told_as_the_server_knows_it(model: str, url: str, fields: dict[str, int]) -> None:
    settings = asking(url, sampling=sampling_for(model, url))
    assert sampling_fields(question("x", settings)) == fields


def test_a_server_on_this_computer_gets_more_time(tmp_path: Path) -> None:
    local = load_settings("m", environ={"OPENAI_BASE_URL": "http://localhost:11434/v1"}, folder=tmp_path)
    remote = load_settings("m", environ={"OPENAI_API_KEY": "sk-of-this-test"}, folder=tmp_path)
    assert local.deadline > remote.deadline
    assert local.attempt_time > remote.attempt_time
    assert local.sampling == remote.sampling == Sampling()
