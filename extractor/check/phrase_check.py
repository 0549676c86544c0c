"""What is read from phrases against what their marks say."""

from collections.abc import Iterable, Iterator
from itertools import permutations

from extractor.check.halves import Read, with_joined
from extractor.check.matching import equal_name, same_name
from extractor.check.notation import notation_of, reading_of
from extractor.check.phrase import ANY, Flag, Mark, Phrase, PhraseTiming, Reading
from extractor.criteria import read_item
from extractor.extract import extract
from extractor.model.base import Frozen
from extractor.model.criterion import Category, Characteristic
from extractor.model.document import Document, Source, Span
from extractor.model.review import Ambiguity
from extractor.model.values import Members, Range, Timing
from extractor.repair import repair
from extractor.segment import outline as read_outline
from extractor.triage import find_ambiguities

MOST_TIMINGS = 4


class PhraseResult(Frozen):
    """How one phrase fares: `met` of `expected` readings, `strict` of them inside their mark; what else is wrong with it.

    `missed`, `extras` and `violations` are lines for a person.
    """

    phrase: Phrase
    expected: int
    met: int
    strict: int
    missed: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    violations: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The row of the table."""
        return f"phrase {self.phrase.topic}"

    @property
    def passes(self) -> bool:
        """Whether all that is expected is read, and nothing else."""
        return not (self.missed or self.extras or self.violations)

    @property
    def problems(self) -> str:
        """What is wrong, on one line."""
        parts = (("not read", self.missed), ("read", self.extras), ("must not be read", self.violations))
        return "; ".join(f"{name}: {', '.join(lines)}" for name, lines in parts if lines)


class PhraseReading(Frozen):
    """What is read from a phrase; `offset` is where its text starts in the document made of it."""

    document: Document
    offset: int
    characteristics: tuple[Characteristic, ...]
    ambiguities: tuple[Ambiguity, ...] = ()


def read_phrase(text: str, category: Category, *, flags: bool = False) -> PhraseReading:
    """Read a criterion alone, as the one bullet of a page that says what it is; `flags` also looks for open questions."""
    head = f"{category.capitalize()} Criteria:\n\n- "
    source = Source(
        path="phrase.txt", sha256="0" * 64, media_type="text/plain", reader="text", encoding="utf-8", text=f"{head}{text}\n"
    )
    document = repair(source, "phrase")
    if flags:
        outline, record = extract(document)
        found = tuple(each for criterion in record.criteria for each in criterion.characteristics)
        ambiguities = find_ambiguities(document, outline, record)
        return PhraseReading(document=document, offset=len(head), characteristics=found, ambiguities=ambiguities)
    outline = read_outline(document)
    found = tuple(each for item in outline.items for each in read_item(document, outline, item))
    return PhraseReading(document=document, offset=len(head), characteristics=found)


def check_phrases(phrases: Iterable[Phrase]) -> list[PhraseResult]:
    """Read every phrase and compare."""
    return [check_phrase(phrase) for phrase in phrases]


def check_phrase(phrase: Phrase) -> PhraseResult:
    """Read one phrase and compare what is read with its marks."""
    said = [each for mark in phrase.marks for each in (*mark.readings, *mark.forbidden)]
    given = read_phrase(phrase.text, phrase.category, flags=any(isinstance(each, Flag) for each in said))
    read = with_joined(given.characteristics)
    hits: list[Read] = []
    missed: list[str] = []
    met = strict = 0
    for mark in phrase.marks:
        for want in mark.readings:
            found = [_flagged(want, mark, given)] if isinstance(want, Flag) else _hits(want, mark, read, given.offset)
            hits += [hit for hit in found if isinstance(hit, Read)]
            met += any(found)
            strict += any(hit is True or (isinstance(hit, Read) and _inside(hit, mark, given.offset)) for hit in found)
            missed += [] if any(found) else [notation_of(want)]
    return PhraseResult(
        phrase=phrase,
        expected=sum(len(mark.readings) for mark in phrase.marks),
        met=met,
        strict=strict,
        missed=tuple(missed),
        extras=tuple(_extras(hits, given.characteristics)),
        violations=tuple(_violations(phrase, given)),
    )


def _flagged(want: Flag, mark: Mark, given: PhraseReading) -> bool:
    return any(want.kind == each.kind and _meets(each.span, mark, given.offset) for each in given.ambiguities)


def _hits(want: Reading, mark: Mark, read: Iterable[Read], offset: int) -> list[Read]:
    return [each for each in read if same_reading(want, each.whole) and _touches(each, mark, offset)]


def _spans(read: Characteristic) -> list[Span]:
    return [read.span, *([read.concept.span] if read.concept else [])]


def _meets(span: Span, mark: Mark, offset: int) -> bool:
    return span.start < mark.end + offset and mark.start + offset < span.end


def _touches(read: Read, mark: Mark, offset: int) -> bool:
    return any(_meets(span, mark, offset) for part in read.parts for span in _spans(part))


def _inside(read: Read, mark: Mark, offset: int) -> bool:
    spans = [span for part in read.parts for span in _spans(part)]
    return all(mark.start + offset <= span.start and span.end <= mark.end + offset for span in spans)


def _extras(hits: list[Read], characteristics: Iterable[Characteristic]) -> Iterator[str]:
    """Values that no mark expects, and whatever else is read of an expected concept."""
    claimed = [part for hit in hits for part in hit.parts]
    concepts = {hit.whole.concept.key for hit in hits if hit.whole.concept} - {None}
    for each in characteristics:
        of_expected = each.concept is not None and each.concept.key in concepts
        if each not in claimed and (each.value is not None or of_expected):
            yield notation_of(reading_of(each))


def _violations(phrase: Phrase, given: PhraseReading) -> Iterator[str]:
    """What a mark says must not be read on its words and is."""
    for mark in phrase.marks:
        near = [each for each in given.characteristics if any(_meets(span, mark, given.offset) for span in _spans(each))]
        if mark.nothing and near:
            yield f"{notation_of(reading_of(near[0]))} on {phrase.text[mark.start : mark.end]!r}"
        for ban in mark.forbidden:
            if isinstance(ban, Flag):
                appears = _flagged(ban, mark, given)
            else:
                appears = any(same_reading(ban, each, partly=True) for each in near)
            if appears:
                yield notation_of(ban)


def same_reading(want: Reading, given: Characteristic, *, partly: bool = False) -> bool:
    """Whether the characteristic says what the reading says and nothing more; `partly`: what is left out may be anything."""
    names = (given.concept.key, given.concept.text) if given.concept else (given.topic,)
    if (want.concept != ANY and not equal_name(want.concept, *names)) or want.topic not in (None, given.topic):
        return False
    if want.exclude != given.exclude or not set(want.modifiers) <= set(given.modifiers):
        return False
    if want.condition and not (given.condition and same_name(want.condition, given.condition.quote)):
        return False
    pairs = (
        (want.value, _same_value(want.value, given.value)),
        (want.timing, _same_timings(want.timing, given.timing or ())),
        (want.exception, _same_words(want.exception, given.exception)),
        (want.subject, want.subject == given.subject),
    )
    return all(same for wanted, same in pairs if wanted or not partly)


def _same_value(want: Range | Members | None, given: Range | Members | None) -> bool:
    if want is None or given is None:
        return want is given
    if want.unit not in (ANY, given.unit):
        return False
    if isinstance(want, Members) or isinstance(given, Members):
        return isinstance(want, Members) and isinstance(given, Members) and sorted(want.members) == sorted(given.members)
    return _ends(want) == _ends(given) and want.relative_to == given.relative_to


def _ends(value: Range) -> tuple[object, ...]:
    """The bounds as numbers; whether an absent bound is inclusive says nothing."""
    low = None if value.low is None else (value.low, value.low_inclusive)
    return low, None if value.high is None else (value.high, value.high_inclusive)


def _same_timings(want: tuple[PhraseTiming, ...], given: tuple[Timing, ...]) -> bool:
    if len(want) != len(given) or len(want) > MOST_TIMINGS:
        return False
    orders = permutations(given)
    return any(all(_same_timing(*pair) for pair in zip(want, order, strict=True)) for order in orders)


def _same_timing(want: PhraseTiming, given: Timing) -> bool:
    if want.relation != given.relation or not _same_value(want.window, given.window):
        return False
    if want.anchor is None or given.anchor is None:
        return want.anchor in (given.anchor, ANY)
    return want.anchor == ANY or same_name(want.anchor, given.anchor)


def _same_words(want: str | None, given: Span | None) -> bool:
    if want is None or given is None:
        return want is None and given is None
    return same_name(want, given.quote)
