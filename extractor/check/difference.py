"""Differences between what is expected and what is read, each with the edit that would take the reading as expected.

Kinds: "draft" (a case that a machine wrote), "changed" (read, but not as expected), "missed" (not read at all), "forbidden"
(must not appear and does), "fixed" (a known failure that passes), "appeared" and "vanished" (read otherwise than accepted),
"moved" (the same meaning on other words), "extra" (read beside what is expected), "phrase" (a phrase that fails) and
"unmarked" (a phrase that passes in spite of its `!`).
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Literal

from extractor.check import draft
from extractor.check.baseline import Baseline
from extractor.check.cases import Case
from extractor.check.edit import Edit
from extractor.check.expected import ExpectedCharacteristic, ExpectedCriterion, ExpectedFact
from extractor.check.matching import find_in_document, same_characteristic, same_name, touches
from extractor.check.phrase_check import PhraseResult, read_phrase
from extractor.check.phrases import draft_line
from extractor.check.reading_lines import compare_lines
from extractor.check.records import find_criterion
from extractor.check.result import CaseResult, Outcome, Page, Path
from extractor.check.review import stems_of
from extractor.model.base import Frozen
from extractor.model.criterion import Criterion
from extractor.model.review import Discrepancy
from extractor.model.run import Run

Kind = Literal[
    "draft", "changed", "missed", "forbidden", "fixed", "appeared", "vanished", "moved", "extra", "phrase", "unmarked"
]


class Difference(Frozen):
    """One difference. `place` is the case or the phrase's file and line; `accept` takes what is read as expected.

    `reject` says that it must stay away, where there is a way to say so. A phrase's `new` is its line as it would stand.
    """

    kind: Kind
    place: str
    label: str
    old: Any = None
    new: Any = None
    accept: tuple[Edit, ...] = ()
    reject: tuple[Edit, ...] = ()
    known: bool = False

    @property
    def id(self) -> str:
        """A short name that stays the same as long as the difference does."""
        return sha256(f"{self.kind} {self.place} {self.label}".encode()).hexdigest()[:8]


def case_differences(
    case: Case, run: Run, pages: Mapping[str, Page], result: CaseResult, baseline: Baseline
) -> list[Difference]:
    """The differences of one case, in the order of its expectations; `known` are those that the baseline holds."""
    content = json.loads(case.expected.model_dump_json(exclude_unset=True))
    known = set(baseline.known_failures.get(case.name, ()))
    found = [_unmet(case, outcome, content, run, pages, known) for outcome in result.outcomes if not outcome.met]
    for outcome in result.outcomes:
        if outcome.met and outcome.label in known:
            found.append(Difference(kind="fixed", place=case.name, label=outcome.label))
    for violation in result.violations:
        edits = (Edit(action="remove", path=violation.path),)
        old = _at(content, violation.path)
        found.append(
            Difference(
                kind="forbidden",
                place=case.name,
                label=violation.label,
                old=old,
                accept=edits,
                known=violation.label in baseline.known_violations.get(case.name, ()),
            )
        )
    found += _reread(case.name, baseline, result)
    return [*found, *(_extra(case.name, item.label, item.path, item.content, content) for item in result.extras)]


def _reread(case: str, baseline: Baseline, result: CaseResult) -> Iterator[Difference]:
    """What is read otherwise than accepted; nothing for a case that was never accepted."""
    if case not in baseline.readings:
        return
    change = compare_lines(baseline.readings[case], result.lines)
    for line in change.vanished:
        yield Difference(kind="vanished", place=case, label=line.meaning, old=str(line))
    for line in change.appeared:
        yield Difference(kind="appeared", place=case, label=line.meaning, new=str(line))
    for old, new in change.moved:
        yield Difference(kind="moved", place=case, label=old.meaning, old=old.words, new=new.words)


def _at(content: Any, path: Path) -> Any:
    for part in path:
        content = content[part]
    return content


def _unmet(case: Case, outcome: Outcome, content: Any, run: Run, pages: Mapping[str, Page], known: set[str]) -> Difference:
    old = _at(content, outcome.path)
    new = _instead(case, outcome.path, old, run, pages)
    edit = (
        Edit(action="remove", path=outcome.path) if new is None else Edit(action="replace", path=outcome.path, content=new)
    )
    return Difference(
        kind="missed" if new is None else "changed",
        place=case.name,
        label=outcome.label,
        old=old,
        new=new,
        accept=(edit,),
        known=outcome.label in known,
    )


def _extra(case: str, label: str, path: Path, new: Any, content: Any) -> Difference:
    return Difference(
        kind="extra",
        place=case,
        label=label,
        new=new,
        accept=(Edit(action="append", path=path, content=new),),
        reject=_forbid(path, new, content),
    )


def _forbid(path: Path, new: dict[str, Any], content: Any) -> tuple[Edit, ...]:
    """The edit that says that something found must not be."""
    if path[0] != "records":
        pair = {key: new[key] for key in ("field", "concept", "document", "kind", "quote", "quotes") if key in new}
        return (Edit(action="append", path=("must_not", path[0]), content=pair),)
    home = (*path[:2], "must_not")
    if path[2] == "facts":
        return (Edit(action="append", path=home, content=new),)
    criterion = _at(content, path[:4])
    kept = {key: new[key] for key in ("topic", "concept", "value", "exclude") if new.get(key) is not None}
    return (Edit(action="append", path=home, content={"quote": criterion["quote"], **kept}),)


def _instead(case: Case, path: Path, old: Any, run: Run, pages: Mapping[str, Page]) -> Any:
    """What is read in place of an expectation, in the words of `expected.json`; None where nothing is."""
    if path[0] == "discrepancies":
        return _instead_of_pair(case, path, run, pages)
    if path[0] == "ambiguities":
        return _instead_of_flag(case, path, run, pages)
    page = pages[str(path[1])]
    if path[2] == "facts":
        return _instead_of_fact(case.expected.records[page.stem].facts, old, page)
    if path[2] == "counts":
        return sum(criterion.category == path[3] for criterion in page.record.criteria)
    if path[2] == "cohorts":
        return [cohort.name for cohort in page.record.cohorts] if len(path) == 3 else None
    want = case.expected.records[page.stem].criteria[int(path[3])]
    if len(path) == 4:
        return _instead_of_criterion(want, old, page)
    found = find_criterion(want, page)
    if found is None:
        return None
    if path[4] == "characteristics":
        return _instead_of_characteristic(want.characteristics[int(path[5])], want, old, found, page)
    return draft.criterion(found, page.record).get(str(path[4])) or None


def _instead_of_fact(wanted: tuple[ExpectedFact, ...], old: Any, page: Page) -> Any:
    listed = [json.loads(want.model_dump_json(exclude_unset=True)) for want in wanted]
    read = [draft.fact(fact, page.record) for fact in page.record.facts if fact.field == old["field"]]
    mine = [each for each in read if "cohort" not in old or each.get("cohort") == old["cohort"]]
    return next((each for each in mine if each not in listed), None)


def _instead_of_criterion(want: ExpectedCriterion, old: Any, page: Page) -> Any:
    """The same words as a criterion of another category or cohort."""
    spots = find_in_document(page.document, want.quote)
    near = [each for each in page.record.criteria if touches(each.span, spots)]
    if not near:
        return None
    read = draft.criterion(near[0], page.record)
    return old | {key: read.get(key) for key in ("category", "cohort") if key in old}


def _instead_of_characteristic(
    part: ExpectedCharacteristic, want: ExpectedCriterion, old: Any, found: Criterion, page: Page
) -> Any:
    """The first characteristic of the same concept or topic that nothing expects as it is, with the keys that count."""
    free = [
        each
        for each in found.characteristics
        if not any(same_characteristic(other, each, page.how) for other in want.characteristics)
    ]
    names = [
        each
        for each in free
        if each.concept and part.concept and same_name(part.concept, each.concept.text, each.concept.key)
    ]
    near = [*names, *(each for each in free if each.topic == part.topic)]
    if not near:
        return None
    read = draft.characteristic(near[0])
    return {key: read[key] for key in read if key in old or (key == "exclude" and read[key])}


def _instead_of_pair(case: Case, path: Path, run: Run, pages: Mapping[str, Page]) -> Any:
    """The severity or the relation as it is now, or the disagreement of another field on the same evidence."""
    want = case.expected.discrepancies[int(path[1])]
    spots = {
        pages[stem].document.id: find_in_document(pages[stem].document, quote)
        for stem, quote in want.quotes.items()
        if quote
    }
    near = [
        item
        for item in run.discrepancies
        if spots
        and all(any(touches(claim.span, spots[name]) for claim in item.claims if claim.document == name) for name in spots)
    ]
    same_field = [item for item in near if item.field == want.field]
    if len(path) == 3:
        return _part_of_pair(same_field[0], str(path[2])) if same_field else None
    return draft.discrepancy((same_field or near)[0], stems_of(pages)) if near else None


def _part_of_pair(item: Discrepancy, key: str) -> Any:
    if key == "proposal":
        return item.proposal.value if item.proposal else None
    return sorted(item.reasons) if key == "reasons" else getattr(item, key)


def _instead_of_flag(case: Case, path: Path, run: Run, pages: Mapping[str, Page]) -> Any:
    want = case.expected.ambiguities[int(path[1])]
    page = pages[want.document]
    spots = find_in_document(page.document, want.quote)
    near = [item for item in run.ambiguities if item.document == page.document.id and touches(item.span, spots)]
    if len(path) == 3:
        near = [item for item in near if item.kind == want.kind]
        return near[0].severity if near else None
    listed = {(each.document, each.kind, each.quote) for each in case.expected.ambiguities}
    read = [draft.ambiguity(item, stems_of(pages)) for item in near]
    return next((each for each in read if (each["document"], each["kind"], each["quote"]) not in listed), None)


def phrase_differences(results: list[PhraseResult]) -> Iterator[Difference]:
    """The phrases that fail, with the line that would pass, and those that pass in spite of their mark."""
    for each in results:
        phrase = each.phrase
        if each.passes and phrase.known_failure:
            yield Difference(kind="unmarked", place=phrase.place, label=phrase.text)
        elif not each.passes:
            given = read_phrase(phrase.text, phrase.category)
            yield Difference(
                kind="phrase",
                place=phrase.place,
                label=f"{phrase.text}: {each.problems}",
                old=phrase.notation,
                new=draft_line(phrase.text, given.characteristics, given.offset),
                known=phrase.known_failure,
            )
