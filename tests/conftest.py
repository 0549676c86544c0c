"""For every test: a canary for an API key in the environment, no settings of the person who runs the suite, and no leak."""

import logging
import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from llm_canary import CANARY, leaks, traces

ROOT = Path(__file__).resolve().parents[1]
TALKATIVE = ("openai", "httpx2", "httpcore2", "httpx", "httpcore")


def pytest_configure(config: pytest.Config) -> None:
    """Put the canary where the key belongs, and cache and settings into a folder that goes with the session."""
    home = tempfile.TemporaryDirectory(prefix="extractor-home-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    os.environ |= {
        "OPENAI_API_KEY": CANARY,
        "XDG_CACHE_HOME": f"{home.name}/cache",
        "XDG_CONFIG_HOME": f"{home.name}/config",
    }
    os.environ.pop("OPENAI_BASE_URL", None)
    settings.register_profile("loaded machine", deadline=None)  # the first example pays for reading the vocabularies
    settings.load_profile("loaded machine")
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.DEBUG)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test whose output, log or traceback shows the canary."""
    report = yield
    shown = [report.longreprtext, *(text for _, text in report.sections)]
    if any(traces(text.encode("utf-8", "surrogateescape")) for text in shown):
        report.outcome = "failed"
        report.longrepr = "the API key stands in the output, the log or the traceback of this test"
        report.sections = []
    return report


@pytest.fixture(scope="session", autouse=True)
def _no_file_holds_the_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fail the session where a file that it wrote holds the canary."""
    yield
    homes = [Path(os.environ[name]) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME")]
    assert sorted(leaks([tmp_path_factory.getbasetemp(), ROOT / "golden", *homes])) == []
