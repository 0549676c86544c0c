"""Asking a language model through any OpenAI-compatible server, so that every question has exactly one recorded outcome.

A `Request` holds all that decides an answer and is known by its key; `ask_all` turns requests into outcomes, each a `Reply`
with the raw answer or a `Failed` with a reason; `read_content` turns a raw answer into the model it had to follow. With
recordings in place of a server nothing is sent.
"""

from extractor.llm.ask import ask_all
from extractor.llm.content import OffSchemaError, read_content
from extractor.llm.cost import Estimate, dry_run
from extractor.llm.progress import AskBar, Progress
from extractor.llm.recordings import write_recording
from extractor.llm.reply import Failed, Outcome, Reply, Tokens
from extractor.llm.request import Message, PromptRef, Request, Sampling
from extractor.llm.settings import LlmSettings, load_settings
from extractor.llm.usage import Usage, usage_of

__all__ = [
    "AskBar",
    "Estimate",
    "Failed",
    "LlmSettings",
    "Message",
    "OffSchemaError",
    "Outcome",
    "Progress",
    "PromptRef",
    "Reply",
    "Request",
    "Sampling",
    "Tokens",
    "Usage",
    "ask_all",
    "dry_run",
    "load_settings",
    "read_content",
    "usage_of",
    "write_recording",
]
