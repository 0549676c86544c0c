"""From the raw content of a reply to the model that the answer must follow; nothing is mended on the way.

One thing is taken off: a single Markdown fence around the whole content, which servers without schema support leave there.
"""

import json
import math
import re
from typing import NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)

MAX_CHARACTERS = 400_000
MAX_DEPTH = 40
FENCE = re.compile(r"```(?:json|JSON)?[ \t]*+\r?\n")
# A string without an end is taken to the end of the text, so that no quote in it starts a second search.
BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


class OffSchemaError(ValueError):
    """The content is no JSON text or does not follow the schema; the message says where, without quoting the content."""


def read_content(raw: str, answer: type[M]) -> M:
    """The content `raw` as an `answer`. Raises OffSchemaError.

    Refused besides what `answer` refuses: text around the JSON, a repeated key, NaN and infinity, nesting beyond 40 levels,
    more than 400,000 characters.
    """
    text = unfenced(raw)
    if len(text) > MAX_CHARACTERS:
        raise OffSchemaError(f"longer than {MAX_CHARACTERS} characters")
    load_json(text)
    try:
        return answer.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise OffSchemaError(_describe(error)) from None


def load_json(text: str) -> object:
    """The value of the JSON text `text`. Raises OffSchemaError, also for repeated keys, NaN, infinity and deep nesting."""
    _check_depth(text)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite)
    except OffSchemaError:
        raise
    except ValueError as error:
        raise OffSchemaError(f"no JSON text ({error})"[:200]) from None


def unfenced(raw: str) -> str:
    """The content without the one Markdown fence that stands around all of it, where there is one."""
    text = raw.strip()
    opening = FENCE.match(text)
    if opening and text.endswith("```") and text.count("```") == 2:
        return text[opening.end() : -3].strip()
    return text


def _check_depth(text: str) -> None:
    depth = 0
    for match in BRACKETS.finditer(text):
        token = match.group()
        depth += (token in "[{") - (token in "]}") if len(token) == 1 else 0
        if depth > MAX_DEPTH:
            raise OffSchemaError(f"nested more than {MAX_DEPTH} levels deep")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise OffSchemaError("a key stands twice in one object")
    return value


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_constant(text[:20])


def _no_constant(name: str) -> NoReturn:
    raise OffSchemaError(f"{name} is no number")


def _describe(error: ValidationError) -> str:
    """Where the first error lies and of what kind it is. The input stays out: it is untrusted text."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"][:8] if isinstance(part, int) or str(part).isidentifier())
    return f"{first['type']} at {place or 'the top'}"[:200]
