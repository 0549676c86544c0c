"""What servers do wrong, one after the other: every request has one outcome with the right reason, within its time."""

import json
import socket
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from llm_questions import GOOD, asking, question
from llm_servers import PATH, completion, raw_reply, scripted
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.llm.ask import ask_all
from extractor.llm.reply import Failed, Reply
from extractor.llm.retry import delay, wanted_delay

__all__ = ["scripted"]

Handler = Callable[[Request], Response]
MARGIN = 20.0  # seconds that a loaded machine may take on top


class Fault(NamedTuple):
    """What a server does, what has to become of the request, and how often it is sent, where twice is the most."""

    handler: Handler
    reason: str
    attempts: int = 1


def says(body: object, status: int = 200, **headers: str) -> Handler:
    """A handler that answers with `body` as JSON."""
    text = body if isinstance(body, bytes | str) else json.dumps(body)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: Response(text, status=status, headers=given, content_type="application/json")


def error(status: int, code: str = "", **headers: str) -> Handler:
    """A handler that answers with an error in the official form."""
    return says({"error": {"message": "it did not work", "type": "x", "code": code}}, status, **headers)


def reset(wire: socket.socket) -> None:
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.close()


def head(*lines: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: application/json", *lines, "", ""]).encode()


def drip(wire: socket.socket) -> None:
    wire.sendall(head("Content-Length: 4000"))
    for _ in range(600):
        wire.sendall(b" ")
        time.sleep(0.05)


def flood(wire: socket.socket) -> None:
    wire.sendall(head("Content-Length: 1000000000"))
    for _ in range(1_000_000_000 // 2**20):
        wire.sendall(b" " * 2**20)


def flood_error(wire: socket.socket) -> None:
    wire.sendall(head("Content-Length: 1000000000").replace(b"200 OK", b"400 Bad Request"))
    for _ in range(1_000_000_000 // 2**20):
        wire.sendall(b" " * 2**20)


def headers_without_end(wire: socket.socket) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(100_000):
        wire.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")


def continue_without_end(wire: socket.socket) -> None:
    for _ in range(10_000_000):
        wire.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def wrong_chunks(wire: socket.socket) -> None:
    wire.sendall(head("Transfer-Encoding: chunked") + b'5\r\n{"cho\r\nzz\r\ngarbage\r\n')


def broken_off(wire: socket.socket) -> None:
    body = json.dumps(completion(GOOD)).encode()
    wire.sendall(head(f"Content-Length: {len(body)}") + body[: len(body) // 2])


WHOLE = json.dumps(completion(GOOD))
TWICE = GOOD.replace('"sure": "yes"', '"sure": "no", "sure": "yes"')
FAULTS = {
    "429 without retry-after": Fault(error(429), "http_429", 2),
    "429 with retry-after": Fault(error(429, retry_after="1"), "http_429", 2),
    "429 with a long retry-after": Fault(error(429, retry_after="86400"), "deadline"),
    "429 as the credit is used up": Fault(error(429, "insufficient_quota"), "quota"),
    "500": Fault(error(500), "http_500", 2),
    "503": Fault(error(503), "http_503", 2),
    "529 in HTML": Fault(lambda request: Response("<p>busy", status=529), "http_529", 2),
    "408": Fault(error(408), "http_408", 2),
    "409": Fault(error(409), "http_409", 2),
    "400": Fault(error(400), "http_400"),
    "401": Fault(error(401), "http_401"),
    "404": Fault(error(404, "model_not_found"), "http_404"),
    "connection reset": Fault(raw_reply(reset), "connection", 2),
    "nothing at all": Fault(raw_reply(lambda wire: None), "connection", 2),
    "no HTTP": Fault(raw_reply(lambda wire: wire.sendall(b"220 mail ready\r\n")), "connection", 2),
    "broken off in the middle": Fault(raw_reply(broken_off), "connection", 2),
    "wrong chunks": Fault(raw_reply(wrong_chunks), "connection", 2),
    "slow bytes": Fault(raw_reply(drip), "deadline"),
    "a huge reply": Fault(raw_reply(flood), "too_large"),
    "headers without end": Fault(raw_reply(headers_without_end), "connection", 2),
    "continue without end": Fault(raw_reply(continue_without_end), "deadline"),
    "a huge error": Fault(raw_reply(flood_error), "too_large"),
    "compressed unasked": Fault(says("x", content_encoding="gzip"), "bad_reply"),
    "truncated JSON": Fault(says(WHOLE[:-40]), "bad_reply"),
    "bad UTF-8": Fault(says(WHOLE.replace("18 years", "18 y\udcff").encode("utf-8", "surrogateescape")), "bad_reply"),
    "nested without end": Fault(says("[" * 200_000), "bad_reply"),
    "another shape": Fault(says({"choices": "none"}), "bad_reply"),
    "wrong content type": Fault(lambda request: Response("<html>sign in", content_type="text/html"), "content_type"),
    "empty choices": Fault(says(completion(GOOD) | {"choices": []}), "empty"),
    "no content": Fault(says(completion(None)), "empty"),
    "refusal": Fault(says(completion(None, refusal="I will not")), "refusal"),
    "finish_reason length": Fault(says(completion(GOOD, finish_reason="length")), "length"),
    "content filter": Fault(says(completion(GOOD, finish_reason="content_filter")), "content_filter"),
    "tool calls": Fault(says(completion(GOOD, finish_reason="tool_calls")), "unfinished"),
    "no finish_reason": Fault(says(completion(GOOD, finish_reason=None)), "unfinished"),
    "prose": Fault(says(completion("Yes, of course: the age is 18.")), "off_schema"),
    "prose around a fence": Fault(says(completion(f"Here it is:\n```json\n{GOOD}\n```")), "off_schema"),
    "another schema": Fault(says(completion('{"sure": "maybe", "parts": []}')), "off_schema"),
    "a field more": Fault(says(completion('{"sure": "yes", "parts": [], "note": "x"}')), "off_schema"),
    "truncated content": Fault(says(completion(GOOD[:-2])), "off_schema"),
    "NaN": Fault(says(completion(GOOD.replace("0.5", "NaN"))), "off_schema"),
    "infinity": Fault(says(completion(GOOD.replace("0.5", "-Infinity"))), "off_schema"),
    "a number without bound": Fault(says(completion(GOOD.replace("0.5", "1e999"))), "off_schema"),
    "a key twice": Fault(says(completion(TWICE)), "off_schema"),
    "content nested without end": Fault(says(completion('{"sure":' + "[" * 100_000)), "off_schema"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_its_reason_and_keeps_to_the_deadline(name: str, scripted: HTTPServer) -> None:
    fault = FAULTS[name]
    scripted.expect_request(PATH).respond_with_handler(fault.handler)
    settings = asking(scripted.url_for("/v1"), deadline=2.0 if fault.reason == "deadline" else 60.0)
    started = time.monotonic()
    (outcome,) = ask_all([question("Aged 18 years or older.", settings)], settings=settings)
    assert time.monotonic() - started < settings.deadline + MARGIN
    assert isinstance(outcome, Failed)
    assert (outcome.reason, outcome.attempts) == (fault.reason, fault.attempts)


def test_all_faults_at_once_and_nothing_is_lost(scripted: HTTPServer) -> None:
    def handle(request: Request) -> Response:
        text = request.get_json()["messages"][-1]["content"]
        return FAULTS[text].handler(request) if text in FAULTS else says(completion(GOOD))(request)

    scripted.expect_request(PATH).respond_with_handler(handle)
    settings = asking(scripted.url_for("/v1"), deadline=6.0, concurrency=8)
    good = [f"good {number}" for number in range(8)]
    mixed = [text for name in FAULTS for text in (name, f"good with {name}")]
    requests = [question(text, settings, document=text) for text in good + mixed]
    outcomes = ask_all(requests, settings=settings)
    assert len(outcomes) == len(requests)
    for request, outcome in zip(requests, outcomes, strict=True):
        assert outcome.key == request.key
        assert isinstance(outcome, Failed) == (request.subject in {name[:30] for name in FAULTS})


def test_a_redirect_takes_neither_key_nor_text_elsewhere(scripted: HTTPServer) -> None:
    with HTTPServer(threaded=True) as other:
        other.expect_request(PATH).respond_with_json(completion(GOOD))
        scripted.expect_request(PATH).respond_with_response(Response(status=307, headers={"Location": other.url_for(PATH)}))
        settings = asking(scripted.url_for("/v1"), key="sk-canary-of-the-redirect")
        (outcome,) = ask_all([question("Aged 18 years or older.", settings)], settings=settings)
        assert isinstance(outcome, Failed)
        assert outcome.reason == "http_307"
        assert other.log == []


def test_a_server_that_is_not_there_is_not_asked_again_and_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    settings = asking(url, concurrency=2)
    outcomes = ask_all([question(f"criterion {number}", settings) for number in range(30)], settings=settings)
    reasons = [outcome.reason for outcome in outcomes if isinstance(outcome, Failed)]
    assert len(reasons) == 30
    assert set(reasons[:2]) == {"connection"}
    assert set(reasons[3:]) == {"not_asked"}


def test_a_refused_key_ends_the_asking(scripted: HTTPServer) -> None:
    asked = []

    def refuse(request: Request) -> Response:
        asked.append(request)
        return error(401)(request)

    scripted.expect_request(PATH).respond_with_handler(refuse)
    settings = asking(scripted.url_for("/v1"), concurrency=2)
    outcomes = ask_all([question(f"criterion {number}", settings) for number in range(30)], settings=settings)
    assert len(outcomes) == 30
    assert len(asked) <= 3
    assert all(isinstance(outcome, Failed) and outcome.reason in ("http_401", "not_asked") for outcome in outcomes)


def test_the_deadline_is_that_of_a_document(scripted: HTTPServer) -> None:
    def handle(request: Request) -> Response:
        if "slow" in request.get_data(as_text=True):
            time.sleep(1.0)
        return says(completion(GOOD))(request)

    scripted.expect_request(PATH).respond_with_handler(handle)
    settings = asking(scripted.url_for("/v1"), deadline=2.5, concurrency=1)
    slow = [question(f"slow {number}", settings, document="slow") for number in range(6)]
    quick = [question(f"quick {number}", settings, document="quick") for number in range(3)]
    outcomes = ask_all([*slow, *quick], settings=settings)
    reasons = [outcome.reason if isinstance(outcome, Failed) else "answered" for outcome in outcomes]
    assert reasons[0] == "answered"
    assert reasons[3:6] == ["deadline"] * 3
    assert reasons[6:] == ["answered"] * 3


def test_waits_double_within_bounds_and_are_the_same_every_time() -> None:
    for key in ("0" * 64, "ab" * 32, "5f" * 32):
        waits = [delay(key, attempt, first=0.5) for attempt in range(1, 10)]
        assert waits == [delay(key, attempt, first=0.5) for attempt in range(1, 10)]
        for wait, step in zip(waits, (0.5, 1, 2, 4, 8, 16, 20, 20, 20), strict=True):
            assert step / 2 <= wait <= step
    assert delay("0" * 64, 1, first=0.5) != delay("ab" * 32, 1, first=0.5)
    assert delay("0" * 64, 1, first=0.5, wanted=90) == 90


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": " 0.5 "}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "Mon, 02 Mar 2026 10:00:30 GMT"}, 30),
        ({"retry-after": "Mon, 02 Mar 2026 09:00:00 GMT"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "NaN"}, None),
        ({"retry-after": "1e9"}, None),
        ({"retry-after": "9" * 5000}, None),
        ({"retry-after": "Mon, 02 Mar 99999 10:00:30 GMT"}, None),
    ],
)
def test_what_the_server_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert wanted_delay(headers, now=datetime(2026, 3, 2, 10, tzinfo=UTC)) == seconds


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503])
def test_trouble_that_passes_is_tried_again(status: int, scripted: HTTPServer) -> None:
    scripted.expect_ordered_request(PATH).respond_with_handler(error(status, retry_after="0"))
    scripted.expect_ordered_request(PATH).respond_with_json(completion(GOOD))
    settings = asking(scripted.url_for("/v1"))
    (outcome,) = ask_all([question("Aged 18 years or older.", settings)], settings=settings)
    assert isinstance(outcome, Reply)
    assert (outcome.raw, outcome.attempts) == (GOOD, 2)


def test_retry_after_is_honoured(scripted: HTTPServer) -> None:
    scripted.expect_ordered_request(PATH).respond_with_handler(error(429, retry_after="2"))
    scripted.expect_ordered_request(PATH).respond_with_json(completion(GOOD))
    settings = asking(scripted.url_for("/v1"))
    started = time.monotonic()
    (outcome,) = ask_all([question("Aged 18 years or older.", settings)], settings=settings)
    assert isinstance(outcome, Reply)
    assert time.monotonic() - started >= 2.0


def test_one_slow_attempt_leaves_time_for_another(scripted: HTTPServer) -> None:
    scripted.expect_ordered_request(PATH).respond_with_handler(raw_reply(drip))
    scripted.expect_ordered_request(PATH).respond_with_json(completion(GOOD))
    settings = asking(scripted.url_for("/v1"), attempt_time=1.5)
    (outcome,) = ask_all([question("Aged 18 years or older.", settings)], settings=settings)
    assert isinstance(outcome, Reply)
    assert outcome.attempts == 2
