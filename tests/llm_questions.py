"""Questions for the tests of asking, and the settings to ask them with."""

from pathlib import Path
from typing import Any, Literal

from extractor.llm.request import Message, PromptRef, Request, Sampling
from extractor.llm.settings import LlmSettings
from extractor.model.base import Frozen

GOOD = '{"sure": "yes", "parts": [{"label": "age", "quote": "18 years", "share": 0.5}]}'


class Part(Frozen):
    """One part of an answer."""

    label: Literal["age", "drug", "other"]
    quote: str
    share: float | None


class Answer(Frozen):
    """What a test asks for."""

    sure: Literal["yes", "no"]
    parts: tuple[Part, ...]


def question(text: str, settings: LlmSettings, **fields: Any) -> Request:
    """A question about `text`, put to the model of `settings`."""
    given: dict[str, Any] = {
        "document": "page-1",
        "answer": Answer,
        "sampling": settings.sampling,
        "subject": text[:30],
    } | fields
    return Request(
        prompt=PromptRef(name="try", version="v1", sha256="ab" * 32),
        messages=(Message(role="system", content="Read the criterion."), Message(role="user", content=text)),
        model=settings.model,
        base_url=settings.base_url,
        **given,
    )


def asking(base_url: str, folder: Path | None = None, **fields: Any) -> LlmSettings:
    """Settings with few attempts and short waits; `folder` takes cache and config."""
    given: dict[str, Any] = {
        "attempts": 2,
        "pause": 0.02,
        "deadline": 60.0,
        "attempt_time": 60.0,
        "sampling": Sampling(max_tokens=900),
    } | fields
    places = {"cache": folder / "cache", "config": folder / "config"} if folder else {}
    return LlmSettings(model="m", base_url=base_url, **places, **given)
