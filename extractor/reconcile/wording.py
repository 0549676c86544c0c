"""Compare criteria that are nearly the same text, word by word: what was added, dropped or exchanged.

Copies of one text in two registries differ in few words; each such place is judged by what it holds (a number, a time, a
negation, a named therapy). Paraphrases are not compared here.
"""

import re
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from extractor.catalogue import find_terms
from extractor.criteria.scope import find_scopes
from extractor.model.criterion import Criterion
from extractor.model.document import Span
from extractor.model.review import Discrepancy, DiscrepancyField, Severity
from extractor.model.values import Members, Range
from extractor.quantity import find_quantities
from extractor.reconcile.agreement import same_numbers
from extractor.reconcile.align import Pair
from extractor.reconcile.evidence import NOT_STATED, claim, discrepancy
from extractor.reconcile.features import stems, tells_time
from extractor.reconcile.spelling import are_opposites, spelled_alike
from extractor.reconcile.statements import Party, in_canonical_unit
from extractor.reconcile.thresholds import evidence

COPY = 0.72
PARAPHRASE = 0.93
MAX_WORDS = 600
MAX_PLACES = 3

_WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*|[<>=≤≥±%]+")
_MARKUP = re.compile(r"_x000[Dd]_|<\/?(?:br|p|sup|sub)\s?\/?>|&[a-z]{2,8};")
_COUNT = re.compile(r"\b(?:one|two|three|four|any|all|\d) of\b", re.IGNORECASE)
EXAMPLE = re.compile(r"\b(?:including|include|includes|e\.?g|such as|for example|i\.?e|namely)\b", re.IGNORECASE)
PERMISSION = re.compile(r"\b(?:permitted|allowed|acceptable|accepted|not restricted|no restriction)\b", re.IGNORECASE)
_THERAPY = frozenset({"drug", "procedure", "device", "medication", "vaccine", "surgery", "transplant", "radiotherapy"})


class Word(NamedTuple):
    """A word of a criterion: its folded form and its place in the span's quote."""

    folded: str
    start: int
    end: int


class Place(NamedTuple):
    """A differing stretch: words of the first and of the second criterion, either may be empty."""

    a: tuple[int, int]
    b: tuple[int, int]


def compare_wording(a: Party, b: Party, pairs: tuple[Pair, ...], settled: list[Discrepancy]) -> list[Discrepancy]:
    """Differences of wording that change meaning, where no discrepancy in `settled` already covers the place.

    Two registries copy one text, so that words count; a page for patients tells it anew, and only near-copies are compared.
    """
    found = []
    floor = COPY if a.reference and b.reference else PARAPHRASE
    for pair in pairs:
        if pair.wording >= floor:
            found += _compare_pair(a, b, pair, settled)
    return found


def _compare_pair(a: Party, b: Party, pair: Pair, settled: list[Discrepancy]) -> list[Discrepancy]:
    first, second = words_of(pair.a), words_of(pair.b)
    agreed = agreed_values(a, b, pair)
    found = []
    for place in _places(first, second):
        x, y = _text(pair.a, first, place.a), _text(pair.b, second, place.b)
        field = _meaning(x, y, _context(pair.a, first, place.a) + " " + _context(pair.b, second, place.b))
        if field is None or (field == "polarity" and pair.a.category != pair.b.category):
            continue
        if field == "other" and (_is_repetition(first, place.a, second, place.b) or _is_expansion(first, second, place)):
            continue
        spans = (_span(pair.a, first, place.a), _span(pair.b, second, place.b))
        if any(_covers(item, spans) for item in settled) or _inside_agreed(agreed, pair, first, second, place):
            continue
        found.append(_different(a, b, pair, field, (x, y), spans))
    return found[:MAX_PLACES]


def _is_repetition(first: list[Word], x: tuple[int, int], second: list[Word], y: tuple[int, int]) -> bool:
    """Whether one side only says a word again that both have: "type 1 or type 2" for "type 1 or 2"."""
    if x[1] - x[0] + y[1] - y[0] != 1:
        return False
    word = first[x[0]] if x[1] > x[0] else second[y[0]]
    return word.folded.isalpha() and all(
        any(other.folded == word.folded and other is not word for other in words) for words in (first, second)
    )


def _is_expansion(first: list[Word], second: list[Word], place: Place) -> bool:
    """Whether one side only writes out a short form that stands beside it on both: "PCR (polymerase chain reaction)"."""
    words, (start, end) = (first, place.a) if place.b[0] == place.b[1] else (second, place.b)
    initials = "".join(word.folded[0] for word in words[start:end])
    return initials in [word.folded for word in (*words[max(0, start - 1) : start], *words[end : end + 1])]


def agreed_values(a: Party, b: Party, pair: Pair) -> tuple[list[Span], list[Span]]:
    """Where both criteria state the same number, in whatever unit or spelling: those words and its name are settled."""
    first = [s for s in a.statements if s.criterion is pair.a and s.admits is not None]
    second = [s for s in b.statements if s.criterion is pair.b and s.admits is not None]
    equal = [(s, t) for s in first for t in second if s.key == t.key and same_numbers(s, t)]
    return [evidence(s) for s, _ in equal], [evidence(t) for _, t in equal]


def _inside_agreed(
    agreed: tuple[list[Span], list[Span]], pair: Pair, first: list[Word], second: list[Word], place: Place
) -> bool:
    sides = ((agreed[0], pair.a, first, place.a), (agreed[1], pair.b, second, place.b))
    return all(_inside(spans, criterion.span.start, words, ends) for spans, criterion, words, ends in sides)


def _inside(spans: list[Span], base: int, words: list[Word], ends: tuple[int, int]) -> bool:
    if ends[1] <= ends[0]:
        return bool(spans)
    start, end = base + words[ends[0]].start, base + words[ends[1] - 1].end
    return any(span.start <= start and end <= span.end for span in spans)


def words_of(criterion: Criterion) -> list[Word]:
    """The words of the criterion as the original text prints them."""
    matches = _WORD.finditer(_MARKUP.sub(lambda m: " " * len(m.group()), criterion.span.quote))
    return [Word(m.group().lower().replace("’", "'"), m.start(), m.end()) for m in matches][:MAX_WORDS]


def _places(first: list[Word], second: list[Word]) -> list[Place]:
    """Differing stretches, joined where only one equal word lies between them."""
    places: list[Place] = []
    for op in Levenshtein.opcodes([w.folded for w in first], [w.folded for w in second]):
        if op.tag == "equal":
            continue
        if places and op.src_start - places[-1].a[1] <= 1 and op.dest_start - places[-1].b[1] <= 1:
            places[-1] = Place((places[-1].a[0], op.src_end), (places[-1].b[0], op.dest_end))
        else:
            places.append(Place((op.src_start, op.src_end), (op.dest_start, op.dest_end)))
    return places


def _meaning(x: str, y: str, context: str) -> DiscrepancyField | None:
    """What kind of difference the two stretches make; None where it is spelling, word order or filler.

    `context` are both stretches with the words that follow, in which a number finds its unit.
    """
    if _same_letters(x, y):
        return None
    x, y = _without_examples(x), _without_examples(y)
    if _same_letters(x, y):
        return None
    negated = [any(scope.kind == "negation" for scope in find_scopes(text + " x")) for text in (x, y)]
    if negated[0] == negated[1] and PERMISSION.search(x) and PERMISSION.search(y):
        return None
    if negated[0] != negated[1] and len(x.split()) <= 6 and len(y.split()) <= 6 and not _is_alternative(x or y):
        return "polarity"
    if find_quantities(x) or find_quantities(y):
        if _numbers(x) == _numbers(y) or _same_quantities(x, y):
            return None
        if _COUNT.search(context):
            return "other"
        return "time_window" if tells_time(context) else "threshold"
    first, second = _said(x), _said(y)
    if _meets(first, second) and _meets(second, first):
        return None
    return "prior_therapy" if _THERAPY & {*first.topics.values(), *second.topics.values()} else "other"


def _is_alternative(added: str) -> bool:
    """Whether words that stand on one side alone only say what else counts: they turn nothing round."""
    return added.lower().startswith(("or ", "and "))


def _without_examples(text: str) -> str:
    """The words before "including", "such as": examples do not change what a criterion asks."""
    example = EXAMPLE.search(text)
    return text[: example.start()].strip() if example else text


class Said(NamedTuple):
    """What a stretch names: the catalogue's concepts with their topics, the stems that name each, and all other stems."""

    topics: dict[str, str]
    names: dict[str, frozenset[str]]
    rest: frozenset[str]


def _said(text: str) -> Said:
    terms = find_terms(text)
    rest = list(text)
    for term in terms:
        rest[term.start : term.end] = " " * (term.end - term.start)
    names = {term.row.key: stems(text[term.start : term.end]) for term in terms}
    return Said({term.row.key: term.row.topic for term in terms}, names, stems("".join(rest)))


def _meets(first: Said, second: Said) -> bool:
    """Whether the second stretch has all that the first names, spelling aside: a misspelt name is not in the catalogue."""
    known = frozenset().union(*second.names.values())
    return all(_spelled(stem, second.rest | known) for stem in first.rest) and all(
        not _opposed(name, second.names[key]) if key in second.names else all(_spelled(stem, second.rest) for stem in name)
        for key, name in first.names.items()
    )


def _opposed(name: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one concept goes by names that are opposites ("hyperphosphatemia" and "hypophosphatemia")."""
    return any(are_opposites(word, twin) for word in name for twin in other)


def _spelled(word: str, others: frozenset[str]) -> bool:
    return any(spelled_alike(word, other) for other in others)


def _same_quantities(x: str, y: str) -> bool:
    """Whether both stretches state the same quantities in other units or words ("within 4 weeks", "in the 28 days")."""
    first, second = ([_plain_quantity(q.value) for q in find_quantities(text)] for text in (x, y))
    return bool(first) and sorted(map(str, first)) == sorted(map(str, second))


def _plain_quantity(value: Range | Members) -> object:
    """A value in its canonical unit; of a time only its length, since words like "within" stand apart from it."""
    if not isinstance(value, Range):
        return value.members
    canonical, scale = in_canonical_unit(value, None)
    if scale == "time":
        return {bound for bound in (canonical.low, canonical.high) if bound is not None}
    return canonical.model_dump(exclude={"unit_text"})


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)*", text)


def _same_letters(x: str, y: str) -> bool:
    """Whether both stretches are one, spelled in two ways: word by word or, where one parts its words, as a whole."""
    first, second = ([_letters(word) for word in text.split()] for text in (x, y))
    if _numbers(x) != _numbers(y):
        return False
    a, b = "".join(first), "".join(second)
    if a == b:
        return True
    return all(map(spelled_alike, first, second)) if len(first) == len(second) else spelled_alike(a, b)


def _letters(text: str) -> str:
    return "".join(ch for ch in text.lower() if ch.isalnum())


def _text(criterion: Criterion, words: list[Word], place: tuple[int, int]) -> str:
    start, end = place
    return _clean(criterion.span.quote[words[start].start : words[end - 1].end]) if end > start else ""


def _clean(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", text).split())


def _context(criterion: Criterion, words: list[Word], place: tuple[int, int]) -> str:
    start, end = place[0], min(len(words), place[1] + 2)
    return _clean(criterion.span.quote[words[start].start : words[end - 1].end]) if end > start else ""


def _span(criterion: Criterion, words: list[Word], place: tuple[int, int]) -> Span:
    """The differing words with two neighbours on each side, so that a reader sees where they stand."""
    if not words:
        return criterion.span
    first, last = max(0, place[0] - 2), min(len(words), max(place[1], place[0] + 1) + 2) - 1
    start, end = words[min(first, last)].start, words[last].end
    base = criterion.span.start
    return Span(start=base + start, end=base + end, quote=criterion.span.quote[start:end])


def _covers(item: Discrepancy, spans: tuple[Span, Span]) -> bool:
    return any(
        c.span is not None and c.span.start < span.end and span.start < c.span.end
        for c, span in zip(item.claims, spans, strict=True)
    )


def _different(
    a: Party, b: Party, pair: Pair, field: DiscrepancyField, said: tuple[str, str], spans: tuple[Span, Span]
) -> Discrepancy:
    severity: Severity = "high" if field in ("threshold", "polarity") else "medium"
    return discrepancy(
        field,
        severity,
        "different" if said[0] and said[1] else ("narrower" if said[0] else "wider"),
        (claim(a.document, said[0] or NOT_STATED, spans[0]), claim(b.document, said[1] or NOT_STATED, spans[1])),
        cohort=pair.a.cohort or pair.b.cohort,
        reasons=("wording",),
    )
