"""What a person must look at after the second reader, as ambiguities of one document.

A message holds words of the page and our own, never words that only a model wrote.
"""

import hashlib
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from extractor.llm.compare import Disagreement
from extractor.llm.derive import Doubt
from extractor.model.criterion import Characteristic, Criterion
from extractor.model.document import Span
from extractor.model.review import Ambiguity, AmbiguityKind, Severity

MAX_DISAGREEMENTS = 3
"""As many differences of one criterion stand as items of their own; the last item says how many more there are."""

LONGEST = 200
_SEVERITY: dict[Doubt, Severity] = {"negation": "high", "number": "high", "comparator": "high"}
_ORDER = attrgetter("span.start", "span.end", "kind")
_WHY = {
    "not-on-page": "its words do not stand here",
    "several-places": "its words stand here more than once and mean different things",
    "cut-number": "it cuts a number from its comparator or unit",
    "whole-paragraph": "it quotes a whole passage",
    "heading": "it quotes a heading",
    "addressed-to-machines": "it quotes a sentence that speaks to programs",
    "words-of-the-prompt": "it repeats the instructions or their examples",
    "too-many": "it lists more than one criterion can hold",
}


class Flag(NamedTuple):
    """An ambiguity before it has an id."""

    kind: AmbiguityKind
    span: Span
    message: str
    severity: Severity


def ungrounded(criterion: Criterion, refused: Sequence[str]) -> Flag:
    """One flag for all drafts of a criterion that were refused, whatever their number; `refused` are reason codes."""
    reasons = "; ".join(_WHY.get(code, code) for code in dict.fromkeys(refused))
    count = "a reading" if len(refused) == 1 else f"{len(refused)} readings"
    message = f"The second reader offered {count} that the page does not bear out and that was not taken: {reasons}."
    if len(refused) > 1:
        message = message.replace("that was not taken", "that were not taken")
    return Flag("ungrounded", _head(criterion.span), message, "low")


def disagreements(rules: Sequence[Characteristic], found: Sequence[Disagreement]) -> list[Flag]:
    """A flag for each thing the two readers differ on, with both readings; at most `MAX_DISAGREEMENTS`."""
    once = list({(flag.span.start, flag.message): flag for flag in (_differs(rules, each) for each in found)}.values())
    shown = once[:MAX_DISAGREEMENTS]
    if len(once) > len(shown):
        rest = f" The two readers differ on {len(once) - len(shown)} further readings of this criterion."
        shown[-1] = shown[-1]._replace(message=shown[-1].message + rest)
    return shown


def _differs(rules: Sequence[Characteristic], found: Disagreement) -> Flag:
    ours = rules[found.at] if found.at is not None else None
    message = f"Two readers differ on {_ABOUT[found.about]}. {_both(found, ours)} Check the criterion by eye."
    return Flag("readers_disagree", found.reading.derived.span, message, _SEVERITY.get(found.about, "medium"))


_ABOUT: dict[Doubt, str] = {
    "negation": "whether this is denied",
    "number": "what a number belongs to",
    "comparator": "how a number limits the value",
    "timing": "when this holds",
    "exception": "an exception",
}


def _both(found: Disagreement, ours: Characteristic | None) -> str:
    """Both readings in one sentence each; the model's quotes are words of the page, found there."""
    draft, derived = found.reading.draft, found.reading.derived
    name = _quoted(derived.concept.text if derived.concept else derived.span.quote)
    if found.about == "negation":
        denied = ours.exclude if ours is not None else derived.exclude
        return f"By the rules {name} is {_denied(denied)}, by the model it is {_denied(draft.exclude)}."
    if found.about == "number":
        number = _quoted(draft.comparison) if draft.comparison is not None else "a number"
        if ours is None:
            return f"The model reads {number} as a limit of {name}; the rules read no limit there."
        theirs = _quoted(ours.concept.text) if ours.concept else "nothing that they can name"
        return f"By the model {number} is a limit of {name}, by the rules of {theirs}."
    if found.about == "comparator":
        words = _quoted(ours.span.quote) if ours is not None else name
        return f"The model takes {words} for {_BOUND[draft.bound]}; the rules do not."
    if found.about == "timing":
        return f"The model ties {_quoted(draft.timing or '')} to {name}; the rules do not."
    return f"The model excepts {_quoted(draft.exception or '')} from {name}; the rules do not."


_BOUND = {
    "none": "no limit",
    "at-least": "a lower limit that is itself allowed",
    "more-than": "a lower limit that is itself not allowed",
    "at-most": "an upper limit that is itself allowed",
    "less-than": "an upper limit that is itself not allowed",
    "between": "a range",
    "exactly": "one exact value",
    "one-of": "a list of levels",
}


def _denied(exclude: bool) -> str:
    return "denied" if exclude else "not denied"


def _quoted(words: str) -> str:
    plain = " ".join(words.split())
    return f"“{plain if len(plain) <= 80 else plain[:79] + '…'}”"


def unread(failed: Sequence[tuple[Criterion, str]], asked: int) -> Flag:
    """One flag a document for the criteria that the model was asked for and did not read; `failed` with reason codes."""
    listed = ", ".join(criterion.id for criterion, _ in failed[:20]) + (" ..." if len(failed) > 20 else "")
    reasons = ", ".join(sorted({reason for _, reason in failed}))
    message = (
        f"The second reader did not read {len(failed)} of the {asked} criteria it was asked for ({listed}; {reasons}). "
        "For these the rules' reading stands alone."
    )
    return Flag("other", _head(failed[0][0].span), message, "low")


def _head(span: Span) -> Span:
    """The first `LONGEST` characters of a span, up to the end of a word."""
    if span.end - span.start <= LONGEST:
        return span
    cut = span.quote.rfind(" ", 1, LONGEST)
    end = cut if cut > 0 else LONGEST
    return Span(start=span.start, end=span.start + end, quote=span.quote[:end])


def with_flags(document: str, known: Iterable[Ambiguity], flags: Iterable[Flag]) -> tuple[Ambiguity, ...]:
    """The document's ambiguities with those of the second reader, by position. Ids hang on kind, quote and message only."""
    found = list(known)
    seen = {each.id for each in found}
    for flag in flags:
        digest = hashlib.sha256("\x1f".join((flag.kind, flag.span.quote, flag.message)).encode()).hexdigest()
        name = "a-" + digest[:12]
        number = 2
        while name in seen:
            name, number = f"a-{digest[:12]}-{number}", number + 1
        seen.add(name)
        values = flag._asdict()
        found.append(Ambiguity(id=name, document=document, **values))
    return tuple(sorted(found, key=_ORDER))
