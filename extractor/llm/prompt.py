"""Prompts: versioned files with their few-shot examples as data, and the messages made of them.

A prompt is `read_criterion.v1.md`, its examples `read_criterion.v1.examples.json`. What a page says is sent as a JSON string
in the user's message, never as part of the instructions.
"""

import hashlib
import json
import re
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from extractor.errors import ExtractorError
from extractor.llm.request import Message, PromptRef

RUN = 5
"""As many words in a row of a prompt or an example are no coincidence on a page."""

CRITERION, PAGE, PAIR = "read_criterion.v1", "read_page.v1", "compare_criteria.v1"
PROMPTS = (CRITERION, PAGE, PAIR)

_WORD = re.compile(r"[^\W_]+")


class Example(NamedTuple):
    """A question as it would be sent and the answer to it, both as JSON values."""

    given: dict[str, object]
    reply: dict[str, object]


class Prompt(NamedTuple):
    """A prompt file with its examples. The hash in `ref` is over the bytes of both files.

    `opening` is what every conversation begins with: the instructions, then each example with its answer.
    """

    ref: PromptRef
    system: str
    examples: tuple[Example, ...]
    opening: tuple[Message, ...]


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt `name` ("read_criterion.v1") of `prompts/`. Raises ExtractorError where it cannot be read."""
    try:
        text = (folder() / f"{name}.md").read_bytes()
        data = (folder() / f"{name}.examples.json").read_bytes()
        examples = tuple(Example(row["given"], row["reply"]) for row in json.loads(data))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExtractorError(
            f"the prompt {name} cannot be read ({type(error).__name__})", "install the extractor anew"
        ) from error
    stem, _, version = name.rpartition(".")
    digest = hashlib.sha256(text + b"\0" + data).hexdigest()
    system = text.decode()
    return Prompt(PromptRef(name=stem, version=version, sha256=digest), system, examples, _opening(system, examples))


def folder() -> Traversable:
    """Where the prompts lie: inside an installed package, beside the package in a clone."""
    installed = resources.files("extractor") / "prompts"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "prompts"


def messages(prompt: Prompt, given: BaseModel) -> tuple[Message, ...]:
    """The conversation that asks `prompt` about `given`: its opening and the question."""
    return (*prompt.opening, Message(role="user", content=_json(given.model_dump(mode="json"))))


def _opening(system: str, examples: tuple[Example, ...]) -> tuple[Message, ...]:
    turns = [Message(role="system", content=system)]
    for example in examples:
        turns.append(Message(role="user", content=_json(example.given)))
        turns.append(Message(role="assistant", content=_json(example.reply)))
    return tuple(turns)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def echoes_prompt(text: str) -> bool:
    """Whether `RUN` words of `text` stand in the same order in a prompt or an example of one."""
    return not _runs().isdisjoint(_runs_of(text))


@cache
def _runs() -> frozenset[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for prompt in map(load_prompt, PROMPTS):
        found.update(_runs_of(prompt.system))
        for example in prompt.examples:
            for text in strings([example.given, example.reply]):
                found.update(_runs_of(text))
    return frozenset(found)


def strings(value: object) -> list[str]:
    """Every string inside a JSON value, keys of objects left out."""
    if isinstance(value, str):
        return [value]
    parts = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in strings(part)]


def _runs_of(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return set(zip(*(words[at:] for at in range(RUN)), strict=False))
