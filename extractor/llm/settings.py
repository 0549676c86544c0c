"""Whom to ask and how: from the environment, a `.env` in the current folder, and the command line."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_config_path
from pydantic import Field, SecretStr

from extractor.errors import ExtractorError
from extractor.llm.address import checked_url, host_of, is_local
from extractor.llm.request import Sampling
from extractor.llm.secrets import PREFIX, checked_key, read_dotenv
from extractor.model.base import Frozen

OFFICIAL_URL = "https://api.openai.com/v1"
FOLDER = "document-criteria-extractor"
MAX_REPLY_BYTES = 4_000_000
MAX_NAME = 200
LOCAL_PACE: dict[str, Any] = {"concurrency": 2, "deadline": 3600.0, "attempt_time": 600.0}  # for models without a GPU
REASONING = re.compile(r"(?:o\d|gpt-[5-9])")
REASONING_TOKENS = 8000  # what the model thinks counts as well


class LlmSettings(Frozen):
    """How requests are answered.

    `base_url` is that of an OpenAI-compatible server, without user, query or closing slash. `key` is None for servers
    that ask for none; it is never written anywhere. With `replay`, answers come from that folder of recordings alone and
    nothing is sent. `cache` is the folder of earlier replies (None: none is kept). Times are in seconds: `deadline` for
    all requests of one document, from the moment the first of them is sent; `attempt_time` for one attempt. `attempts` is
    how often a request is sent at most, `pause` the longest wait before the second time. `config` is the folder of the
    user's settings.
    """

    model: str = Field(min_length=1, max_length=MAX_NAME)
    base_url: str = OFFICIAL_URL
    key: SecretStr | None = Field(default=None, exclude=True)
    replay: Path | None = None
    cache: Path | None = None
    config: Path | None = None
    sampling: Sampling = Sampling()
    concurrency: int = Field(default=4, ge=1, le=64)
    deadline: float = Field(default=600.0, gt=0)
    attempt_time: float = Field(default=120.0, gt=0)
    attempts: int = Field(default=5, ge=1, le=20)
    pause: float = Field(default=0.5, gt=0)
    max_reply_bytes: int = Field(default=MAX_REPLY_BYTES, gt=0)


def load_settings(
    model: str,
    *,
    replay: Path | None = None,
    dry_run: bool = False,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> LlmSettings:
    """The settings for asking `model`: OPENAI_BASE_URL and OPENAI_API_KEY from the environment, else from `folder`/.env.

    `environ` and `folder` default to the process's own. Cache and config lie in the platform's folders for this user.
    Raises ExtractorError, saying what to set, where a remote server would be asked without a key, where the base URL
    cannot be used, where the folder `replay` is missing, and where git tracks a `.env` with a key. `dry_run` needs no key.
    """
    values = {**read_dotenv(folder or Path.cwd()), **_given(os.environ if environ is None else environ)}
    base_url = checked_url(values.get("OPENAI_BASE_URL", OFFICIAL_URL))
    key = checked_key(values.get("OPENAI_API_KEY", ""))
    if replay is not None and not replay.is_dir():
        raise ExtractorError(f"{replay}: there is no such folder of recordings", "name the folder that holds them")
    if not key and replay is None and not dry_run and not is_local(base_url):
        raise ExtractorError(
            f"no key for {host_of(base_url)}",
            "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server on this computer, or answer from recordings with --replay",
        )
    if not model.strip() or len(model) > MAX_NAME or not model.isprintable():
        raise ExtractorError("the model has no usable name", "name it as the server knows it")
    return LlmSettings(
        model=model.strip(),
        base_url=base_url,
        key=key,
        replay=replay,
        cache=user_cache_path(FOLDER, appauthor=False) / "replies",
        config=user_config_path(FOLDER, appauthor=False),
        sampling=sampling_for(model.strip(), base_url),
        **(LOCAL_PACE if is_local(base_url) else {}),
    )


def _given(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that say something: one that is set to nothing is as good as not set."""
    return {name: value for name, value in environ.items() if name.startswith(PREFIX) and value.strip()}


def sampling_for(model: str, base_url: str) -> Sampling:
    """Temperature 0 and a fixed seed, but for the official models that reason, which refuse to be told."""
    fixed = base_url == OFFICIAL_URL and REASONING.match(model)
    return Sampling(temperature=None, seed=None, max_tokens=REASONING_TOKENS) if fixed else Sampling()
