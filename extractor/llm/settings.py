"""Whom to ask and how: from the environment, a `.env` in the current folder, and the command line."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, SecretStr

from extractor.llm.request import Sampling
from extractor.model.base import Frozen

OFFICIAL_URL = "https://api.openai.com/v1"
MAX_REPLY_BYTES = 4_000_000


class LlmSettings(Frozen):
    """How requests are answered.

    `base_url` is that of an OpenAI-compatible server, without user, query or closing slash. `key` is None for servers
    that ask for none; it is never written anywhere. With `replay`, answers come from that folder of recordings alone and
    nothing is sent. `cache` is the folder of earlier replies (None: none is kept). Times are in seconds: `deadline` for
    all requests of one document, from the moment the first of them is sent; `attempt_time` for one attempt. `attempts` is
    how often a request is sent at most. `config` is the folder of the user's settings.
    """

    model: str = Field(min_length=1, max_length=200)
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
    cannot be used, where the folder `replay` is missing, and where the `.env` is tracked by git. `dry_run` needs no key.
    """
    raise NotImplementedError
