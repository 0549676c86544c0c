"""Where the key comes from, and that it never goes anywhere but into the header of a request to its own server."""

import json
import logging
import shutil
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from llm_canary import CANARY, leaks, traces
from llm_questions import GOOD, asking, question
from llm_servers import PATH, completion, scripted
from pydantic import SecretStr
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.cli import app
from extractor.errors import ExtractorError
from extractor.llm.address import checked_url, host_of, is_local
from extractor.llm.ask import ask_all
from extractor.llm.cost import dry_run
from extractor.llm.failure import explain
from extractor.llm.notice import notice
from extractor.llm.recordings import write_recording
from extractor.llm.reply import Failed, Outcome, Reply
from extractor.llm.secrets import holds, redact
from extractor.llm.settings import OFFICIAL_URL, LlmSettings, load_settings
from extractor.llm.transport import open_client
from extractor.llm.usage import usage_of

__all__ = ["scripted"]

ROOT = Path(__file__).resolve().parents[1]
KEY = "sk-another-key-0123456789"
LOCAL = {"OPENAI_BASE_URL": "http://localhost:11434/v1/"}


def echo(request: Request) -> Response:
    """Give back whatever came in the header, in every place that a reply has."""
    bearer = request.headers["Authorization"]
    secret = bearer.removeprefix("Bearer ")
    where = request.get_json()["messages"][-1]["content"]
    headers = {"X-Echo": bearer, "Set-Cookie": f"k={secret}", "X-Request-Id": secret}
    wrong = {"error": {"message": f"Incorrect API key provided: {secret[:30]}, {bearer}", "code": secret, "type": bearer}}
    bodies: dict[str, object] = {
        "in the content": completion(GOOD.replace("18 years", secret)),
        "escaped in the content": completion(GOOD.replace("18 years", "".join(f"\\u{ord(c):04x}" for c in secret))),
        "in a field": completion(GOOD.replace("sure", secret)),
        "in the refusal": completion(None, refusal=bearer),
        "in the finish reason": completion(GOOD, finish_reason=bearer),
        "in the rest": completion(GOOD) | {"id": bearer, "system_fingerprint": secret},
    }
    if where.startswith("4"):
        return Response(json.dumps(wrong), status=f"{where[:3]} {secret}", headers=headers, content_type="application/json")
    if where == "in the content type":
        return Response("x", content_type=f"text/{secret}", headers=headers)
    return Response(json.dumps(bodies[where]), content_type="application/json", headers=headers)


ECHOES = [
    "in the rest",
    "in the content",
    "escaped in the content",
    "in a field",
    "in the refusal",
    "in the finish reason",
    "in the content type",
    "400 bad request",
    "401 wrong key",
    "429 slow down",
]


def test_a_server_that_gives_the_key_back_leaves_no_trace_of_it(
    scripted: HTTPServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    scripted.expect_request(PATH).respond_with_handler(echo)
    settings = asking(scripted.url_for("/v1"), tmp_path, key=CANARY, concurrency=1)
    requests = [question(text, settings) for text in ECHOES]
    outcomes = ask_all(requests, settings=settings, progress=lambda progress: print(progress.line()))
    reasons = [outcome.reason if isinstance(outcome, Failed) else "answered" for outcome in outcomes]
    hidden = ["secret_in_reply"] * 3
    assert reasons == [
        "answered", *hidden, "refusal", "unfinished", "content_type", "http_400", "http_401", "http_429"
    ]  # fmt: skip
    usage = usage_of(requests, outcomes, settings=settings)
    estimate = dry_run(requests, settings=settings)
    written = [*outcomes, *explain(outcomes), usage, usage.model_dump_json(), estimate, settings, settings.model_dump_json()]
    assert not traces(" ".join(repr(thing) for thing in written).encode())
    assert not traces(caplog.text.encode())
    assert not traces("".join(capsys.readouterr()).encode())
    assert list(leaks([tmp_path])) == []
    assert [request.headers["Authorization"] for request, _ in scripted.log][:2] == [f"Bearer {CANARY}"] * 2


def test_the_canary_would_be_seen(tmp_path: Path) -> None:
    for name, text in (("whole", CANARY), ("part", CANARY[14:30]), (CANARY, "in the name")):
        (tmp_path / name).write_text(f"so {text}!", encoding="utf-8")
    (tmp_path / "mask").write_text(f"{CANARY[:14]}***{CANARY[-4:]}", encoding="utf-8")
    found = {path.name for path in leaks([tmp_path])}
    for path in tmp_path.iterdir():
        path.unlink()
    assert found == {"whole", "part", CANARY}


def test_the_suite_fails_where_the_key_is_shown_or_written(tmp_path: Path) -> None:
    here = Path(__file__).parent
    for name in ("conftest.py", "llm_canary.py"):
        shutil.copy(here / name, tmp_path)
    (tmp_path / "test_shows.py").write_text(
        "import os, logging\n"
        "def test_prints(): print(os.environ['OPENAI_API_KEY'])\n"
        "def test_logs(): logging.warning(os.environ['OPENAI_API_KEY'])\n"
        "def test_raises(): raise ValueError(os.environ['OPENAI_API_KEY'])\n"
        "def test_is_quiet(): pass\n"
        "def test_writes(tmp_path): (tmp_path / 'x').write_text(os.environ['OPENAI_API_KEY'])\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "--rootdir", str(tmp_path)]
    command += ["-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "no:playwright", "-p", "no:pytest_httpserver"]
    command += ["--basetemp", str(tmp_path / "temp"), str(tmp_path / "test_shows.py")]
    result = subprocess.run(command, capture_output=True, text=True)
    shutil.rmtree(tmp_path)
    # A test that prints fails once more at its end; the third error is that of the file.
    assert "3 failed, 2 passed, 3 errors" in result.stdout
    assert not traces(result.stdout.encode())


def test_tracebacks_with_all_their_locals_leave_the_key_out(scripted: HTTPServer) -> None:
    scripted.expect_request(PATH).respond_with_handler(echo)
    settings = asking(scripted.url_for("/v1"), key=CANARY)

    def stop(progress: object) -> None:
        raise RuntimeError("stopped")

    try:
        ask_all([question("401 wrong key", settings)], settings=settings, progress=stop)
    except BaseException as error:
        text = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "stopped" in text
    assert "settings = LlmSettings" in text
    assert not traces(text.encode())


def test_a_whole_run_leaves_no_trace_of_the_key(
    scripted: HTTPServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked: list[str] = []

    def handle(request: Request) -> Response:
        asked.append(request.headers["Authorization"])
        content = ("{}", CANARY, json.dumps({"characteristics": [{"quote": CANARY}]}))[len(asked) % 3 - 1]
        return Response(json.dumps(completion(content)), content_type="application/json", headers={"X-Request-Id": CANARY})

    scripted.expect_request(PATH).respond_with_handler(handle)
    page = ROOT / "golden" / "sister-trials" / "registry.txt"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_BASE_URL", scripted.url_for("/v1"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    command = ["run", str(page), "--out", str(tmp_path / "out"), "--debug", "--llm", "m"]
    for options in (["--llm-scope", "all"], ["--dry-run"]):
        app([*command, *options], standalone_mode=False)
    shown = "".join(capfd.readouterr())
    assert "to send" in shown
    assert "HTTP Response" in caplog.text
    assert not traces(f"{shown}{caplog.text}".encode())
    assert set(asked) == {f"Bearer {CANARY}"}
    assert json.loads((tmp_path / "out" / "run.json").read_bytes())["sources"]
    assert list((tmp_path / "cache").rglob("*.json"))
    assert list(leaks([tmp_path])) == []


def test_a_client_does_not_show_its_key() -> None:
    settings = asking("http://localhost:1/v1", key=CANARY)
    assert not traces(f"{open_client(settings)!r} {settings!r} {settings} {settings.model_dump()}".encode())


def test_the_environment_says_whom_to_ask(tmp_path: Path) -> None:
    settings = load_settings("m", environ={"OPENAI_API_KEY": f" {KEY} "}, folder=tmp_path)
    assert settings.base_url == OFFICIAL_URL
    assert settings.key == SecretStr(KEY)
    local = load_settings("m", environ=LOCAL, folder=tmp_path)
    assert (local.base_url, local.key) == ("http://localhost:11434/v1", None)


def test_without_a_key_a_line_says_what_to_set(tmp_path: Path) -> None:
    for environ in ({}, {"OPENAI_API_KEY": "  "}, {"OPENAI_BASE_URL": "https://example.org/v1"}):
        with pytest.raises(ExtractorError, match=r"set OPENAI_API_KEY, or OPENAI_BASE_URL .* --replay"):
            load_settings("m", environ=environ, folder=tmp_path)
    assert load_settings("m", environ={}, folder=tmp_path, replay=tmp_path).key is None
    assert load_settings("m", environ={}, folder=tmp_path, dry_run=True).key is None


def test_a_missing_folder_of_recordings_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="no such folder of recordings"):
        load_settings("m", environ={}, folder=tmp_path, replay=tmp_path / "none")


@pytest.mark.parametrize("key", ["sk-with blank", "sk-with\nline", "sk-with-ä", 'sk-"quo\tted"'])
def test_what_cannot_be_a_key_is_refused_unseen(key: str, tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="OPENAI_API_KEY holds characters") as caught:
        load_settings("m", environ={"OPENAI_API_KEY": key}, folder=tmp_path)
    assert "sk-" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "localhost:11434",
        "ftp://example.org",
        "https://",
        "https://user:secret@example.org/v1",
        "https://secret@example.org/v1",
        "https://example.org/v1?key=secret",
        "https://example.org/v1#secret",
        "https://exa\tmple.org/v1",
        "https://example.org:99999/v1",
        "https://[::1/v1",
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="OPENAI_BASE_URL") as caught:
        load_settings("m", environ={"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": url}, folder=tmp_path)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:1/v1", True),
        ("http://127.0.0.1/v1", True),
        ("http://127.8.9.10/v1", True),
        ("http://[::1]:8000/v1", True),
        ("http://api.localhost/v1", True),
        ("http://192.168.1.5:8000/v1", False),
        ("http://localhost.example.org/v1", False),
        ("https://127.0.0.1.example.org/v1", False),
        ("https://api.openai.com/v1", False),
    ],
)
def test_what_is_on_this_computer(url: str, local: bool) -> None:
    assert is_local(checked_url(url)) is local


def test_a_dotenv_is_read_from_the_current_folder_alone(tmp_path: Path) -> None:
    below = tmp_path / "below"
    below.mkdir()
    (tmp_path / ".env").write_text(f"OPENAI_API_KEY={KEY}\nPATH=/nowhere\n", encoding="utf-8")
    assert load_settings("m", environ={}, folder=tmp_path).key == SecretStr(KEY)
    with pytest.raises(ExtractorError, match="set OPENAI_API_KEY"):
        load_settings("m", environ={}, folder=below)


def test_the_environment_goes_before_a_dotenv(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"OPENAI_API_KEY='{KEY}'\nOPENAI_BASE_URL=http://localhost:1/v1\n", encoding="utf-8")
    settings = load_settings(
        "m", environ={"OPENAI_BASE_URL": "http://localhost:2/v1", "OPENAI_API_KEY": ""}, folder=tmp_path
    )
    assert (settings.base_url, settings.key) == ("http://localhost:2/v1", SecretStr(KEY))


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_a_dotenv_that_git_tracks_is_refused(tmp_path: Path) -> None:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    git(tmp_path, "init", "-q")
    (tmp_path / ".env").write_text(f"OPENAI_API_KEY={KEY}\n", encoding="utf-8")
    assert load_settings("m", environ={}, folder=tmp_path).key == SecretStr(KEY)
    git(tmp_path, "add", ".env")
    with pytest.raises(ExtractorError, match=r"\.env holds a key and is tracked by git") as caught:
        load_settings("m", environ={}, folder=tmp_path)
    assert KEY not in str(caught.value)
    (tmp_path / ".env").write_text("OPENAI_BASE_URL=http://localhost:1/v1\n", encoding="utf-8")
    assert load_settings("m", environ={}, folder=tmp_path).base_url == "http://localhost:1/v1"


def test_a_dotenv_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"OPENAI_API_KEY=\xff\xfe\n")
    with pytest.raises(ExtractorError, match=r"\.env cannot be read"):
        load_settings("m", environ={}, folder=tmp_path)


def test_words_that_share_six_characters_with_the_key_are_hidden() -> None:
    key = SecretStr(KEY)
    assert redact(f"Incorrect: {KEY[:9]}***{KEY[-3:]}, see\n the\x1b[0m site", key) == "Incorrect: [hidden] see the [0m site"
    assert len(redact("x " * 5000, key)) <= 300
    assert holds(json.dumps({"a": KEY}), key)
    assert holds("".join(f"\\u{ord(character):04x}" for character in KEY).join('""'), key)
    assert not holds("nothing", key)
    assert not holds("none", SecretStr("none"))


def test_where_text_goes_is_said_once_an_installation(tmp_path: Path) -> None:
    remote = LlmSettings(model="gpt-x", base_url="https://api.example.org/v1", config=tmp_path / "config")
    line = notice(remote)
    assert line
    assert "api.example.org (model gpt-x)" in line
    assert notice(remote) is None
    assert notice(remote.model_copy(update={"model": "other"}))
    assert notice(remote.model_copy(update={"base_url": "http://api.example.org:8000/v1"})).__contains__("unencrypted")
    assert notice(asking("http://localhost:1/v1", tmp_path)) is None


def test_it_is_said_before_text_is_sent(scripted: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    told: list[int] = []
    scripted.clear_log()
    scripted.expect_request(PATH).respond_with_json(completion(GOOD))
    everywhere = f"http://0.0.0.0:{scripted.port}/v1"  # reaches this computer, but is no loopback address
    settings = asking(everywhere, tmp_path, key=KEY)
    requests = [question("Aged 18 years or older.", settings)]
    outcomes: list[Outcome] = []
    for _ in range(2):
        outcomes += ask_all(requests, settings=settings, notify=lambda line: told.append(len(scripted.log)))
    assert [outcome.origin for outcome in outcomes if isinstance(outcome, Reply)] == ["server", "cache"]
    assert told == [0]


def test_replay_and_dry_run_say_nothing_and_send_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = LlmSettings(
        model="m", base_url="https://api.example.org/v1", replay=tmp_path / "r", config=tmp_path / "config"
    )
    request = question("Aged 18 years or older.", settings)
    write_recording(tmp_path / "r", request, GOOD)
    assert dry_run([request], settings=settings.model_copy(update={"replay": None})).host == host_of(settings.base_url)
    (outcome,) = ask_all([request], settings=settings)
    assert isinstance(outcome, Reply)
    assert capsys.readouterr().err == ""
    assert not (tmp_path / "config").exists()
