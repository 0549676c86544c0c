"""All that is read from a case, a line a statement: what it means, and the words it stands on.

The lines of a case are kept in `readings/<case>.txt` beside the cases. They cover what no author wrote an expectation for: a
line that comes or goes is a change of meaning, the same line on other words is not. Ids, places and the order of things do
not count; a line has no coordinates, so that it outlives an edit elsewhere on the page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from extractor.check import draft
from extractor.check.layout import write_whole
from extractor.check.notation import notation_of, reading_of, value_notation
from extractor.check.result import ON, Page, ReadingLine, compact
from extractor.errors import ExtractorError
from extractor.model.base import Frozen
from extractor.model.criterion import Characteristic, Criterion
from extractor.model.review import Ambiguity, Discrepancy
from extractor.model.run import Run

FOLDER = "readings"
_IS_ID = re.compile(r"(?:inc|exc)-\d+")


def reading_lines(run: Run, pages: Mapping[str, Page]) -> tuple[ReadingLine, ...]:
    """The lines of a run over a case's pages, sorted."""
    stems = {page.document.id: stem for stem, page in pages.items()}
    lines = [line for stem, page in pages.items() for line in _page_lines(stem, page)]
    lines += [_discrepancy(each, stems) for each in run.discrepancies]
    lines += [_ambiguity(each, stems) for each in run.ambiguities]
    return tuple(sorted(lines, key=str))


def _even(text: str) -> str:
    return " ".join(text.split())


def _page_lines(stem: str, page: Page) -> Iterator[ReadingLine]:
    record = page.record
    yield ReadingLine(meaning=f"{stem}: {page.document.kind} page")
    for fact in record.facts:
        yield ReadingLine(meaning=f"{stem}: fact {compact(draft.fact(fact, record))}", words=_even(fact.span.quote))
    for cohort in record.cohorts:
        expansion = f" ({cohort.expansion})" if cohort.expansion else ""
        yield ReadingLine(meaning=f"{stem}: cohort {cohort.name}{expansion}", words=_even(cohort.span.quote))
    for repair in page.document.repairs:
        doubtful = ", doubtful" if repair.doubtful else ""
        yield ReadingLine(
            meaning=f"{stem}: repair {repair.rule}{doubtful}, {_even(repair.after)!r}", words=_even(repair.before)
        )
    for criterion in record.criteria:
        where = _where(criterion, page)
        yield ReadingLine(meaning=f"{stem}: {where}", words=criterion.text)
        for each in criterion.characteristics:
            meaning = f"{stem}: {criterion.category}{_of_cohort(criterion, page)}: {_characteristic(each)}"
            yield ReadingLine(meaning=meaning, words=_even(each.span.quote))


def _of_cohort(criterion: Criterion, page: Page) -> str:
    name = draft.cohort_name(criterion.cohort, page.record)
    return f" of {name}" if name else ""


def _where(criterion: Criterion, page: Page) -> str:
    """What a criterion is in its list."""
    parts = [f"{criterion.category} criterion{_of_cohort(criterion, page)}"]
    parts += [f"label {criterion.label}"] if criterion.label else []
    parts += ["under another"] if criterion.parent else []
    parts += [f"combines {compact(draft.combination(criterion))}"] if criterion.combination else []
    return ", ".join([*parts, *criterion.notes])


def _characteristic(read: Characteristic) -> str:
    parts = [f"{read.topic} {notation_of(reading_of(read))}"]
    parts += [f"converted {' '.join(value_notation(read.converted))}"] if read.converted else []
    parts += [f"if {_even(read.condition.quote)}"] if read.condition else []
    parts += [f"alternative of list {read.alternative}"] if read.alternative is not None else []
    return "; ".join([*parts, *([] if read.reader == "rules" else [f"by {read.reader}"])])


def _discrepancy(item: Discrepancy, stems: Mapping[str, str]) -> ReadingLine:
    claims = sorted(item.claims, key=lambda claim: (stems[claim.document], claim.value))
    said = " / ".join(f"{stems[claim.document]} {_even(claim.value)}" for claim in claims)
    parts = [f"discrepancy {item.field}, {item.concept or 'no concept'}, {item.severity}, {item.relation}"]
    parts += [f"cohort {item.cohort}"] if item.cohort else []
    parts += ["conditional"] if item.conditional else []
    codes = sorted(code for code in item.reasons if not _IS_ID.fullmatch(code))
    parts += [f"reasons {' '.join(codes)}"] if codes else []
    parts += [f"proposal {_even(item.proposal.value)} ({' '.join(item.proposal.basis)})"] if item.proposal else []
    quotes = " / ".join(_even(claim.span.quote) if claim.span else "silent" for claim in claims)
    return ReadingLine(meaning=f"{', '.join(parts)}: {said}", words=quotes)


def _ambiguity(item: Ambiguity, stems: Mapping[str, str]) -> ReadingLine:
    proposal = f", proposal {_even(item.proposal.value)}" if item.proposal else ""
    meaning = f"{stems[item.document]}: {item.kind}, {item.severity}: {_even(item.message)}{proposal}"
    return ReadingLine(meaning=meaning, words=_even(item.span.quote))


class ReadingChange(Frozen):
    """How the lines of a case differ from those kept: meanings that came and went, and those that stand on other words."""

    appeared: tuple[ReadingLine, ...] = ()
    vanished: tuple[ReadingLine, ...] = ()
    moved: tuple[tuple[ReadingLine, ReadingLine], ...] = ()


def compare_lines(kept: Iterable[ReadingLine], now: Iterable[ReadingLine]) -> ReadingChange:
    """The difference between two sets of lines, each line once for each time it is there."""
    old, new = Counter(kept), Counter(now)
    gone, come = sorted((old - new).elements(), key=str), sorted((new - old).elements(), key=str)
    moved: list[tuple[ReadingLine, ReadingLine]] = []
    for line in list(gone):
        same = next((each for each in come if each.meaning == line.meaning), None)
        if same:
            moved.append((line, same))
            gone.remove(line)
            come.remove(same)
    return ReadingChange(appeared=tuple(come), vanished=tuple(gone), moved=tuple(moved))


def load_lines(folder: Path, case: str) -> tuple[ReadingLine, ...] | None:
    """The lines kept for a case; None where none are. Raises ExtractorError where the file is no UTF-8."""
    path = folder / FOLDER / f"{case}.txt"
    if not path.exists():
        return None
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise ExtractorError(f"{path}: is no UTF-8", "write it anew with --update-baseline") from error
    return tuple(parse_line(line) for line in lines if line)


def parse_line(line: str) -> ReadingLine:
    """A line as it was written."""
    meaning, _, words = line.partition(ON)
    return ReadingLine(meaning=meaning, words=words)


def save_lines(folder: Path, case: str, lines: Iterable[ReadingLine]) -> Path:
    """Keep the lines of a case, sorted. Returns the file."""
    path = folder / FOLDER / f"{case}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, "".join(f"{line}\n" for line in sorted(lines, key=str)))
    return path


def forget_lines(folder: Path, cases: Iterable[str]) -> None:
    """Remove the lines of cases that are no more: all but `cases`."""
    kept = {f"{case}.txt" for case in cases}
    for path in (folder / FOLDER).glob("*.txt"):
        if path.name not in kept:
            path.unlink()
