"""What identifies a question, the schema it carries, and how strictly an answer is read."""

import json
import re
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llm_questions import GOOD, Answer, asking, question
from pydantic import BaseModel, Field, create_model

from extractor.llm.content import OffSchemaError, read_content, unfenced
from extractor.llm.request import Message, Sampling
from extractor.llm.schema import strict_schema

SETTINGS = asking("http://localhost:1/v1")
BASE = question("Aged 18 years or older.", SETTINGS)
OTHERS = {
    "a digit": {"messages": (BASE.messages[0], Message(role="user", content="Aged 16 years or older."))},
    "two digits swapped": {"messages": (BASE.messages[0], Message(role="user", content="Aged 81 years or older."))},
    "messages in another order": {"messages": BASE.messages[::-1]},
    "another role": {"messages": (BASE.messages[0], Message(role="assistant", content=BASE.messages[1].content))},
    "one message in two": {"messages": (*BASE.messages, Message(role="user", content=""))},
    "another model": {"model": "m2"},
    "another server": {"base_url": "http://localhost:2/v1"},
    "another temperature": {"sampling": Sampling(temperature=1, max_tokens=900)},
    "no temperature": {"sampling": Sampling(temperature=None, max_tokens=900)},
    "another seed": {"sampling": Sampling(seed=2, max_tokens=900)},
    "a longer answer": {"sampling": Sampling(max_tokens=901)},
    "another schema": {"answer": create_model("Answer", sure=(Literal["yes"], ...))},
    "another name of the schema": {"answer": create_model("Reading", __base__=Answer)},
}


def test_the_key_is_a_sha256_that_stays() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", BASE.key)
    assert question("Aged 18 years or older.", SETTINGS).key == BASE.key


@pytest.mark.parametrize("name", OTHERS)
def test_whatever_decides_the_answer_changes_the_key(name: str) -> None:
    assert BASE.model_copy(update=OTHERS[name]).key != BASE.key


def test_what_does_not_decide_the_answer_leaves_the_key() -> None:
    prompt = BASE.prompt.model_copy(update={"sha256": "cd" * 32})
    assert BASE.model_copy(update={"document": "page-2", "subject": "x", "prompt": prompt}).key == BASE.key


def test_a_question_answered_by_hand_is_one_for_every_model_and_server() -> None:
    other = BASE.model_copy(
        update={"model": "m2", "base_url": "http://localhost:2/v1", "sampling": Sampling(temperature=None)}
    )
    assert other.by_hand_key == BASE.by_hand_key != BASE.key


def test_the_key_is_the_same_in_every_process() -> None:
    program = (
        "from llm_questions import asking, question; "
        "print(question('Aged 18 years or older.', asking('http://localhost:1/v1')).key)"
    )
    keys = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert keys == {BASE.key}


class Leaf(BaseModel):
    """A docstring that must not be sent."""

    kind: Literal["a", "b"] = "a"
    amount: Decimal | None = Field(default=None, title="Amount", description="in grams")
    name: str = Field(default="", min_length=0, max_length=9, pattern="[a-z]*")


class Tree(BaseModel):
    leaves: list[Leaf] = Field(default=[], max_length=5)
    title: str
    default: Leaf | None = None


def nodes(value: object) -> list[dict[str, object]]:
    if isinstance(value, list):
        return [node for part in value for node in nodes(part)]
    return [value, *(node for part in value.values() for node in nodes(part))] if isinstance(value, dict) else []


def test_a_schema_is_strict_all_the_way_down() -> None:
    schema = strict_schema(Tree)
    objects = [node for node in nodes(schema) if node.get("type") == "object"]
    assert len(objects) == 2
    for node in objects:
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])  # type: ignore[call-overload]
    text = json.dumps(schema)
    for left_out in ("docstring", "in grams", "maxLength", "pattern", '"default":  ', "oneOf"):
        assert left_out not in text
    assert set(schema["properties"]) == {"leaves", "title", "default"}  # type: ignore[call-overload]


def test_an_answer_is_read() -> None:
    answer = read_content(GOOD, Answer)
    assert (answer.sure, answer.parts[0].quote) == ("yes", "18 years")


@pytest.mark.parametrize("fenced", [f"```json\n{GOOD}\n```", f"```\n{GOOD}\n```\n", f"\n ```JSON  \r\n{GOOD}```"])
def test_one_fence_around_all_is_taken_off(fenced: str) -> None:
    assert read_content(fenced, Answer) == read_content(GOOD, Answer)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "null",
        "[]",
        f"{GOOD} {GOOD}",
        f"{GOOD};",
        f"Sure!\n```json\n{GOOD}\n```",
        f"```json\n{GOOD}\n```\n```json\n{GOOD}\n```",
        f"```json\n{GOOD}",
        GOOD.replace('"yes"', "true"),
        GOOD.replace("0.5", '"0.5"'),
        GOOD.replace('"18 years"', "18"),
        GOOD.replace("18 years", "18\ud800years"),
        GOOD.replace("18 years", "\\ud800"),
        GOOD.replace("0.5", "1" * 5000),
        GOOD.replace("18 years", "x" * 400_001),
        "\ufeff" + GOOD,
    ],
)
def test_nothing_else_is_mended(raw: str) -> None:
    with pytest.raises(OffSchemaError) as caught:
        read_content(raw, Answer)
    assert len(str(caught.value)) <= 200
    assert "18 years" not in str(caught.value)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(raw: str) -> None:
    with pytest.raises(OffSchemaError):
        read_content(raw, Answer)


@pytest.mark.parametrize("pump", ["[", '"', '\\"', '{"a":', "```", "```json\n", "`", " ", "\\", '"\\', "1", "\n"])
def test_hostile_content_takes_no_time(pump: str) -> None:
    text = pump * (390_000 // len(pump))
    started = time.process_time()
    for raw in (text, '{"sure": "' + text, f"```json\n{text}```"):
        unfenced(raw)
        with pytest.raises(OffSchemaError):
            read_content(raw, Answer)
    assert time.process_time() - started < 10
