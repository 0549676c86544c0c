"""How much a second reader can add, and what it costs a person: human labels of Chia stand in for a model's answers.

    python benchmarks/second_reader.py [--scope unread|all] [--files N]

Each label (with its value, time and negation) becomes a draft as a careful model would write it, and goes through the second
reader as an answer would. A second pass alters one digit in every draft that quotes a number: none of these may be taken.
Figures of the rules alone are unchanged by a second reader and are measured elsewhere.
Needs ../shared; says so and ends with status 0 without it.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from brat import Entity, Labels
from scope_page import headed, labelled

from extractor.extract import extract
from extractor.llm.plan import CriterionQuestion, Plan, plan
from extractor.llm.reply import Reply
from extractor.llm.second_reader import SecondReading, take
from extractor.llm.settings import LlmSettings
from extractor.model.criterion import Record
from extractor.model.document import Document, Source
from extractor.model.run import LlmScope
from extractor.repair import repair

CHIA = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "chia"
TOPICS = {
    "Condition": "condition",
    "Drug": "drug",
    "Procedure": "procedure",
    "Device": "device",
    "Measurement": "measurement",
    "Observation": "observation",
}
LONGEST = 300
SETTINGS = LlmSettings(model="people")
Draft = dict[str, Any]


def read(labels: Labels) -> tuple[Document, Record]:
    """What the rules read from one labelled text."""
    source = Source(path=labels.name, sha256="", media_type="text/plain", reader="text", encoding="utf-8", text=labels.text)
    document = repair(source, labels.name)
    return document, extract(document)[1]


def drafts_in(labels: Labels, document: Document, question: CriterionQuestion, record: Record) -> list[Draft]:
    """The drafts that the labels of one criterion make."""
    span = record.criteria[question.criterion].span
    inside = {mark: each for mark, each in labels.entities.items() if span.start <= each.start and each.end <= span.end}
    named = [(mark, each) for mark, each in inside.items() if each.kind in TOPICS]
    return [draft for mark, each in named if (draft := _draft(labels, document, inside, mark, each))]


def _draft(labels: Labels, document: Document, inside: dict[str, Entity], mark: str, concept: Entity) -> Draft | None:
    """One label with what is attached to it; None where they stand too far apart for one statement."""
    tied = {relation.kind: inside.get(relation.second) for relation in labels.relations if relation.first == mark}
    value, time = tied.get("Has_value"), tied.get("Has_temporal")
    parts = [each for each in (concept, value, time) if each]
    start, end = min(each.start for each in parts), max(each.end for each in parts)
    if end - start > LONGEST:
        return None

    def words(start: int, end: int) -> str:
        return document.reading[slice(*document.to_reading(start, end))]

    return {
        "topic": TOPICS[concept.kind],
        "statement": words(start, end),
        "concept": words(concept.start, concept.end),
        "exclude": "Has_negation" in tied,
        "comparison": words(value.start, value.end) if value else None,
        "bound": "none",
        "timing": words(time.start, time.end) if time else None,
        "exception": None,
    }


def altered(draft: Draft) -> Iterator[Draft]:
    """The draft with the first digit of its number raised by one, where it quotes a number."""
    for field in ("comparison", "timing"):
        digit = next((sign for sign in draft[field] or "" if sign in "0123456789"), None)
        if digit:
            quote = draft[field].replace(digit, str((int(digit) + 1) % 10), 1)
            yield {**draft, field: quote, "statement": draft["statement"].replace(draft[field], quote, 1)}


def answer(asked: Plan, drafts: Sequence[list[Draft]], scope: LlmScope) -> SecondReading:
    """The second reading of one document with these drafts as answers."""
    replies = []
    for question, mine in zip(asked.criteria, drafts, strict=True):
        if question.request:
            raw = json.dumps({"characteristics": mine})
            replies.append(Reply(key=question.request.key, raw=raw, finish_reason="stop", tokens=None, origin="recording"))
    return take(asked._replace(pages=(), pairs=()), replies, (), (), settings=SETTINGS, scope=scope)


def covered(labels: Labels, record: Record) -> int:
    """How many labels share a character with a concept of the record."""
    concepts = [read.concept.span for each in record.criteria for read in each.characteristics if read.concept]
    named = [each for each in labels.entities.values() if each.kind in TOPICS]
    return sum(any(span.start < each.end and each.start < span.end for span in concepts) for each in named)


def measure(files: int, scope: LlmScope) -> Counter[str]:
    """The counts over the first `files` labelled texts."""
    counts: Counter[str] = Counter()
    for labels in list(map(headed, labelled(CHIA, None)))[:files]:
        document, record = read(labels)
        asked = plan([document], [record], (), settings=SETTINGS, scope=scope)
        drafts = [drafts_in(labels, document, question, record) for question in asked.criteria]
        reading = answer(asked, drafts, scope)
        lies = answer(asked, [[lie for draft in mine for lie in altered(draft)] for mine in drafts], scope)
        counts.update(reading.use.outcomes)
        counts["criteria in all"] += len(record.criteria)
        counts["drafts"] += sum(map(len, drafts))
        counts["flags"] += len(reading.ambiguities)
        counts["labels"] += sum(each.kind in TOPICS for each in labels.entities.values())
        counts["labels of the rules"] += covered(labels, record)
        counts["labels of both"] += covered(labels, reading.records[0])
        counts["altered drafts"] += sum(1 for mine in drafts for draft in mine for _ in altered(draft))
        counts["altered drafts taken"] += lies.use.outcomes["added"] + lies.use.outcomes["agreed"]
    return counts


def main() -> int:
    """Measure, print, and return the exit status: 1 where an altered draft was taken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scope", choices=("unread", "all"), default="unread")
    parser.add_argument("--files", type=int, default=400)
    arguments = parser.parse_args()
    if not CHIA.exists():
        print("skipped: the labelled corpora are not here")
        return 0
    counts = measure(arguments.files, arguments.scope)
    for name, count in sorted(counts.items()):
        print(f"{name:34} {count}")
    print(f"criteria asked: {counts['criteria'] / counts['criteria in all']:.3f} of all")
    print(f"labels read by the rules {counts['labels of the rules'] / counts['labels']:.3f}", end=", ")
    print(f"with the second reader {counts['labels of both'] / counts['labels']:.3f}")
    print(f"items for a person: {counts['flags'] / counts['criteria']:.3f} a criterion asked")
    return 1 if counts["altered drafts taken"] else 0


if __name__ == "__main__":
    sys.exit(main())
