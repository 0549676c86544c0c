"""Ambiguities inside one document: what only a person can settle.

`find_ambiguities` runs every family of checks over one prepared view of the page, merges what they find and returns to the
coordinates of the text. The checks read; they change nothing.
"""

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from extractor.model.criterion import Record
from extractor.model.document import Document
from extractor.model.outline import Outline
from extractor.model.review import SEVERITIES, Ambiguity, AmbiguityKind
from extractor.triage.ages import find_empty_ages
from extractor.triage.bare_comparators import find_bare_comparators
from extractor.triage.contradictions import find_contradictions
from extractor.triage.dates import find_undated
from extractor.triage.header import find_header_conflicts
from extractor.triage.headings import find_unclear_headings
from extractor.triage.numbers import find_numbers
from extractor.triage.opposites import find_opposites
from extractor.triage.page import LONGEST_QUOTE, Finding, Page
from extractor.triage.pairs import find_clashes
from extractor.triage.placeholders import find_placeholders
from extractor.triage.references import find_references
from extractor.triage.status import find_status_conflicts
from extractor.triage.unread import find_unread
from extractor.triage.vague import find_vague
from extractor.triage.windows import find_windows

# The kinds that say less than another finding on the same words: a placeholder there has already asked for the value.
_YIELDS_TO: dict[AmbiguityKind, tuple[AmbiguityKind, ...]] = {
    "illustrative": ("placeholder",),
    "missing_value": ("placeholder", "vague"),
    "vague": ("placeholder",),
    "unanchored_window": ("placeholder",),
    "placeholder": ("undated_page",),
    "unresolved_reference": ("truncated",),
    "unread": ("mangled_number", "comparator_lost", "implausible_value"),
    "mangled_number": ("comparator_lost",),
}
_VARIES = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d.,]*")
"""What differs between the messages of one cause: quoted words and numbers."""
_MOST_OF_A_CAUSE = 20


def find_ambiguities(document: Document, outline: Outline, record: Record) -> tuple[Ambiguity, ...]:
    """What a person must look at in one document, sorted by position, each place once a kind.

    Spans are of `document.text`. Ids depend on kind, quote and message only, so a second run, or the same words in another
    file, give the same ids.
    """
    page = Page(document, outline, record)
    findings = _fold(_merge(_drop_lesser(list(_find(page)))))
    return tuple(_number(page, findings))


def _find(page: Page) -> Iterator[Finding]:
    yield from find_placeholders(page)
    yield from find_vague(page)
    yield from find_windows(page)
    yield from find_references(page)
    yield from find_numbers(page)
    yield from find_bare_comparators(page)
    yield from find_contradictions(page)
    yield from find_status_conflicts(page)
    yield from find_opposites(page)
    yield from find_clashes(page)
    yield from find_header_conflicts(page)
    yield from find_empty_ages(page)
    yield from find_unclear_headings(page)
    yield from find_unread(page)
    yield from find_undated(page)


def _drop_lesser(findings: list[Finding]) -> list[Finding]:
    """Without the findings whose words overlap one of a kind that says more."""
    reach = {kind: _Reach([other for other in findings if other.kind in greater]) for kind, greater in _YIELDS_TO.items()}
    return [finding for finding in findings if finding.kind not in reach or not reach[finding.kind].touches(finding)]


class _Reach:
    """The stretches that some findings cover, to ask for overlaps in logarithmic time."""

    def __init__(self, findings: list[Finding]) -> None:
        ordered = sorted(findings, key=lambda finding: finding.start)
        self.starts = [finding.start for finding in ordered]
        self.ends = list(accumulate((finding.end for finding in ordered), max))

    def touches(self, finding: Finding) -> bool:
        """Whether one of them overlaps the finding."""
        before = bisect_left(self.starts, finding.end)
        return before > 0 and self.ends[before - 1] > finding.start


def _merge(findings: Iterable[Finding]) -> list[Finding]:
    """One finding where several of a kind overlap: the gravest and tightest speaks for all, over all their words if few."""
    merged: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (f.kind, f.start, f.end, SEVERITIES.index(f.severity), f.message)):
        last = merged[-1] if merged else None
        if last and last.kind == finding.kind and finding.start < last.end and _is_one(last, finding):
            kept = min(last, finding, key=lambda f: (SEVERITIES.index(f.severity), f.end - f.start, f.start))
            whole = max(last.end, finding.end) - last.start <= LONGEST_QUOTE
            merged[-1] = replace(kept, start=last.start, end=max(last.end, finding.end)) if whole else kept
        else:
            merged.append(finding)
    return sorted(merged, key=lambda f: (f.start, f.end, f.kind))


def _fold(findings: list[Finding]) -> list[Finding]:
    """At most twenty findings of one cause; the last of them counts the others, which a page holds that means no good."""
    causes = [(finding.kind, _VARIES.sub("", finding.message)) for finding in findings]
    counts = Counter(causes)
    kept: list[Finding] = []
    seen: Counter[tuple[str, str]] = Counter()
    for cause, finding in zip(causes, findings, strict=True):
        seen[cause] += 1
        if seen[cause] < _MOST_OF_A_CAUSE or counts[cause] <= _MOST_OF_A_CAUSE:
            kept.append(finding)
        elif seen[cause] == _MOST_OF_A_CAUSE:
            more = counts[cause] - _MOST_OF_A_CAUSE
            kept.append(replace(finding, message=f"{finding.message} The page has {more} more places like this one."))
    return kept


def _is_one(one: Finding, other: Finding) -> bool:
    """Whether two overlapping findings can be told as one: not if each proposes something of its own."""
    return one.proposal is None or other.proposal is None or one.proposal == other.proposal


def _number(page: Page, findings: Iterable[Finding]) -> Iterator[Ambiguity]:
    seen: dict[str, int] = {}
    for finding in findings:
        span = page.document.span(finding.start, finding.end)
        digest = hashlib.sha256("\x1f".join((finding.kind, span.quote, finding.message)).encode()).hexdigest()
        name = "a-" + digest[:12]
        seen[name] = seen.get(name, 0) + 1
        yield Ambiguity(
            id=name if seen[name] == 1 else f"{name}-{seen[name]}",
            document=page.document.id,
            kind=finding.kind,
            span=span,
            message=finding.message,
            severity=finding.severity,
            proposal=finding.proposal,
        )
