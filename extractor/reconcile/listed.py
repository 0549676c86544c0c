"""What only one of two corresponding lists names: an element dropped from, or added to, a long list.

A name counts as missing only where the other page names the concept nowhere: by its catalogue key or, for what a trained
reader named, by none of its telling words.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractor.catalogue import find_terms
from extractor.criteria.named import TRAINED
from extractor.model.criterion import Characteristic, Criterion, Record
from extractor.model.document import Document, Span
from extractor.model.review import Claim, Discrepancy, DiscrepancyField
from extractor.model.values import Range
from extractor.quantity.window import TIME_UNITS
from extractor.reconcile.align import Pair, introduces
from extractor.reconcile.evidence import MAX_EVIDENCE, NOT_STATED, claim, discrepancy, head, part
from extractor.reconcile.features import stem, word_list
from extractor.reconcile.named import is_trained, may_name, words_of
from extractor.reconcile.spelling import spelled_alike
from extractor.reconcile.wording import EXAMPLE

SAFETY = frozenset({"device", "allergy", "procedure", "drug", "pregnancy", "infection", "malignancy", "condition"})
COUNTED = SAFETY | {"consent", "contraception", "observation"}
NAMED = frozenset({"drug", "infection"})
CORRESPONDS = 0.5
"""From this score on what the inclusion criteria of one pair name is compared; below, the pair may be of two criteria."""
SHOWN = 12


_WORD = re.compile(r"[^\W_]++")


class Element(NamedTuple):
    """What only one page names: the statement, and the pair of criteria it stands in."""

    read: Characteristic
    pair: Pair

    @property
    def span(self) -> Span:
        """The words that name it."""
        return self.read.concept.span if self.read.concept else self.read.span


def compare_lists(a: Record, b: Record, texts: tuple[Document, Document], pairs: Sequence[Pair]) -> list[Discrepancy]:
    """One item for what only one of two corresponding criteria names, and what only the other does; the catalogue's first.

    Long lists make an item for each stretch that one claim can quote. A page for patients names things in words of its own:
    of it only plain lists are compared (`_shortened`).
    """
    topics = COUNTED
    if a.document.kind != b.document.kind:
        pairs, topics = [pair for pair in pairs if _shortened(pair)], NAMED
    only_a = _by_pair(_elements(pairs, topics, _naming(b, texts[1]), lambda pair: pair.a))
    only_b = _by_pair(_elements(pairs, topics, _naming(a, texts[0]), lambda pair: pair.b))
    found = [
        item
        for pair in pairs
        for item in _items(a, b, pair, _stretches(only_a.get(id(pair), [])), _stretches(only_b.get(id(pair), [])))
    ]
    return sorted(found, key=lambda item: item.reasons[-1] == TRAINED)[: 2 * SHOWN]


def _shortened(pair: Pair) -> bool:
    """Whether two exclusions list drugs, or infections, at least two of them the same, and only one lists more of them.

    Those are called by their names also where other things are told in lay words.
    """
    if "inclusion" in (pair.a.category, pair.b.category) or EXAMPLE.search(f"{pair.a.text} {pair.b.text}"):
        return False
    first, second = _listed(pair.a), _listed(pair.b)
    same = Counter(topic for key, topic in first.items() if key in second)
    kinds = [
        {topic for key, topic in more.items() if key not in other} for more, other in ((first, second), (second, first))
    ]
    return any(same[topic] >= 2 for topic in kinds[0] ^ kinds[1]) and not kinds[0] & kinds[1]


def _listed(criterion: Criterion) -> dict[str, str]:
    """The catalogue's things that a criterion lists, with their kinds."""
    reads = [read for read in criterion.characteristics if read.topic in NAMED and not read.exclude and read.value is None]
    return {read.concept.key: read.topic for read in reads if read.concept and read.concept.key}


def _naming(record: Record, text: Document) -> Callable[[Characteristic], bool]:
    """Whether a page names a concept, as a function of the statement that holds it."""
    keys = {match.row.key for match in find_terms(text.reading)}
    keys |= {x.concept.key for c in record.criteria for x in c.characteristics if x.concept and x.concept.key}
    words = words_of(text.reading)

    def names(read: Characteristic) -> bool:
        if read.concept is None or read.concept.key in keys:
            return True
        return read.concept.key is None and (not is_trained(read) or may_name(words, read.concept.text))

    return names


def _is_measured(read: Characteristic) -> bool:
    """Whether a statement is about a number, other than how long something lasted ("macrolides for over 24 hours")."""
    lasting = isinstance(read.value, Range) and read.value.unit in TIME_UNITS and read.topic in NAMED
    return read.value is not None and not lasting


def _elements(
    pairs: Sequence[Pair],
    topics: frozenset[str],
    named: Callable[[Characteristic], bool],
    side: Callable[[Pair], Criterion],
) -> Iterator[Element]:
    """What one side's corresponding criteria name and the other page does not, each concept once, in its best pair."""
    seen: set[str] = set()
    for pair in pairs:
        criterion, partner = side(pair), pair.b if side(pair) is pair.a else pair.a
        if introduces(criterion) or introduces(partner):
            continue
        said = _tokens(partner.text)
        if criterion.category == "inclusion" and pair.score < CORRESPONDS:
            continue
        counted = topics & SAFETY if pair.score < CORRESPONDS else topics
        for read in criterion.characteristics:
            if read.topic not in counted or read.exclude or _is_measured(read) or named(read):
                continue
            name = read.concept.key or read.concept.text.lower() if read.concept else ""
            if name not in seen and not (read.concept and _is_said(read.concept.text, said)):
                seen.add(name)
                yield Element(read, pair)


def _is_said(name: str, said: frozenset[str]) -> bool:
    """Whether all words of a name are said, in whatever spelling."""
    return all(any(spelled_alike(word, other) for other in said) for word in _tokens(name))


def _tokens(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning and all letters and numbers: "hepatitis B" is not named by "hepatitis C"."""
    words = (match.group().lower() for match in _WORD.finditer(text))
    return frozenset(stem(word) for word in words if len(word) == 1 or word not in word_list("reconcile_stopwords.txt"))


def _by_pair(elements: Iterator[Element]) -> dict[int, list[Element]]:
    found: dict[int, list[Element]] = {}
    for element in elements:
        found.setdefault(id(element.pair), []).append(element)
    return found


def _stretches(elements: Sequence[Element]) -> list[list[Element]]:
    """The elements in the order of the page, parted where one claim could not quote them together."""
    parted: list[list[Element]] = []
    for element in sorted(elements, key=lambda element: element.span.start):
        if parted and element.span.end - parted[-1][0].span.start <= MAX_EVIDENCE:
            parted[-1].append(element)
        else:
            parted.append([element])
    return parted


def _items(
    a: Record, b: Record, pair: Pair, only_a: list[list[Element]], only_b: list[list[Element]]
) -> Iterator[Discrepancy]:
    """The stretches of both sides set against each other in order; a side that has no more is silent."""
    for at in range(max(len(only_a), len(only_b))):
        mine, theirs = only_a[at : at + 1], only_b[at : at + 1]
        named = [*(mine[0] if mine else ()), *(theirs[0] if theirs else ())]
        field: DiscrepancyField = "criterion_missing" if mine else "criterion_added"
        concept = named[0].read.concept
        yield discrepancy(
            field,
            "medium",
            "different" if mine and theirs else "silent",
            (_claim(a, pair.a, mine), _claim(b, pair.b, theirs)),
            concept=concept.text if concept else None,
            cohort=pair.a.cohort or pair.b.cohort,
            reasons=("list-element-without-counterpart", *((TRAINED,) if all(is_trained(e.read) for e in named) else ())),
        )


def _claim(record: Record, criterion: Criterion, stretches: Sequence[Sequence[Element]]) -> Claim:
    """The elements with the words between them; of a criterion that names none, where they would stand."""
    if not stretches:
        return claim(record.document.id, NOT_STATED, head(criterion.span, min(MAX_EVIDENCE, len(criterion.span.quote))))
    first, last = stretches[0][0].span, stretches[0][-1].span
    names = "; ".join(element.span.quote for element in stretches[0])
    return claim(record.document.id, names, part(criterion.span, first.start, max(first.end, last.end)))
