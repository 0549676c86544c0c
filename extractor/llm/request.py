"""A question to a language model, known by the hash of everything that decides its answer."""

import hashlib
import json
from typing import Literal

from pydantic import BaseModel, Field

from extractor.llm.schema import strict_schema
from extractor.model.base import Frozen

BY_HAND_MODEL = "any"
BY_HAND_URL = ""


class PromptRef(Frozen):
    """The file a prompt was rendered from: its name without version, its version, and the sha256 of its bytes in hex."""

    name: str
    version: str
    sha256: str


class Message(Frozen):
    """One rendered message of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


class Sampling(Frozen):
    """How the server draws tokens. None leaves a setting out of the request, for models that refuse it."""

    temperature: int | None = 0
    seed: int | None = 1
    max_tokens: int = Field(default=2000, gt=0)


class Request(Frozen):
    """One question: rendered messages, the model that the answer must follow, and whom to ask.

    `answer` is the pydantic model of the answer; its strict JSON schema is sent along, and the reply is validated against
    it. `document` is the id of the document the question is about: all requests of one document share a deadline.
    `subject` says for a person what the question is about (an id, a few words). Neither is part of the key.
    """

    prompt: PromptRef
    messages: tuple[Message, ...] = Field(min_length=1)
    answer: type[BaseModel] = Field(exclude=True)
    model: str
    base_url: str
    sampling: Sampling = Sampling()
    document: str
    subject: str = ""

    @property
    def schema_name(self) -> str:
        """The name under which the schema is sent."""
        return self.answer.__name__

    @property
    def strict_schema(self) -> dict[str, object]:
        """The JSON schema of `answer` in the strict form that structured outputs ask for."""
        return strict_schema(self.answer)

    @property
    def key(self) -> str:
        """The sha256, in hex, of sorted JSON of messages, schema, model, sampling settings and base URL."""
        return self._key(self.model, self.base_url, self.sampling)

    @property
    def by_hand_key(self) -> str:
        """The key under which a reply written by hand is kept: the same question, asked of no particular model or server."""
        return self._key(BY_HAND_MODEL, BY_HAND_URL, Sampling())

    def _key(self, model: str, base_url: str, sampling: Sampling) -> str:
        content = {
            "messages": [message.model_dump() for message in self.messages],
            "schema": {"name": self.schema_name, "schema": self.strict_schema, "strict": True},
            "model": model,
            "sampling": sampling.model_dump(),
            "base_url": base_url,
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()
