"""The JSON schema of a pydantic model in the strict form of structured outputs.

Strict mode wants every object closed and every property required, and knows no defaults, titles or discriminators
(OpenAI, "Structured model outputs", supported schemas). What bounds a text is left out as well, as servers differ in it; the
model itself checks it when the answer is read. So are descriptions: a docstring must not change the key of a request.
"""

from functools import lru_cache

from pydantic import BaseModel

REFUSED = frozenset({"default", "title", "description", "discriminator", "examples"})
UNEVEN = frozenset({"minLength", "maxLength", "pattern", "format", "uniqueItems"})
LEFT_OUT = REFUSED | UNEVEN


@lru_cache(maxsize=64)
def strict_schema(model: type[BaseModel]) -> dict[str, object]:
    """The schema of `model`, closed and with every property required. Callers must not change what is returned."""
    strict = _strict(model.model_json_schema())
    assert isinstance(strict, dict)
    return strict


def _strict(node: object) -> object:
    if isinstance(node, list):
        return [_strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    kept = {_keyword(name): _value(name, value) for name, value in node.items() if name not in LEFT_OUT}
    if "$ref" in kept:  # keywords beside a reference are refused
        return {"$ref": kept["$ref"]}
    if kept.get("type") == "object":
        kept |= {"additionalProperties": False, "required": list(node.get("properties", {}))}
        kept.setdefault("properties", {})
    return kept


def _keyword(name: str) -> str:
    return "anyOf" if name == "oneOf" else name


def _value(keyword: str, value: object) -> object:
    """The strict form of what stands under `keyword`; the names below `properties` and `$defs` are no keywords."""
    if keyword in ("properties", "$defs") and isinstance(value, dict):
        return {name: _strict(part) for name, part in value.items()}
    return value if keyword in ("enum", "const") else _strict(value)
