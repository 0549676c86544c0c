"""Taking differences as expected: edits of `expected.json`, of phrase files and of the baseline, each file in one step."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from extractor.check.baseline import FILE, Baseline, load_baseline, write_baseline
from extractor.check.cases import EXPECTED, Case, load_cases
from extractor.check.compare import compare, pages_of
from extractor.check.difference import Difference, case_differences, phrase_differences
from extractor.check.edit import Edit, edited
from extractor.check.expected import Expected
from extractor.check.layout import write_whole
from extractor.check.phrase_check import check_phrases
from extractor.check.phrases import FOLDER, load_phrases, parse_phrases
from extractor.check.reading import read_case
from extractor.check.reading_lines import parse_line
from extractor.check.result import ReadingLine
from extractor.errors import ExtractorError

Choice = Literal["accept", "reject", "known", "skip"]


def find_differences(folder: Path, only: tuple[str, ...] = ()) -> list[Difference]:
    """Every difference in the golden folder (or in the cases of `only`), cases first, then phrases.

    Raises ExtractorError where a case or a line cannot be checked for another reason than being a draft.
    """
    cases, troubles = load_cases(folder, only, drafts=True)
    baseline = load_baseline(folder, (case.name for case in cases))
    phrases, wrong = ([], []) if only else load_phrases(folder)
    if troubles or wrong:
        raise ExtractorError((troubles + wrong)[0], "repair it first")
    found = [difference for case in cases for difference in _of_case(case, baseline)]
    return [*found, *phrase_differences(check_phrases(phrases))]


def _of_case(case: Case, baseline: Baseline) -> list[Difference]:
    reading = read_case(case)
    result = compare(case, reading.run)
    troubles = (*result.troubles, *reading.troubles)
    if troubles:
        raise ExtractorError(f"{case.name}: {troubles[0]}", "repair the case first")
    differences = case_differences(case, reading.run, pages_of(case, reading.run), result, baseline)
    if not case.expected.draft:
        return differences
    edits = (Edit(action="remove", path=("draft",)),)
    return [
        Difference(kind="draft", place=case.name, label="written by a machine: is it right?", accept=edits),
        *differences,
    ]


def apply_choices(folder: Path, choices: Sequence[tuple[Difference, Choice]]) -> list[Path]:
    """Write what was chosen: cases, phrases, then the baseline. Returns the files that changed.

    Every new text is made and checked before the first is written.
    """
    texts = {**_case_texts(folder, choices), **_phrase_texts(folder, choices)}
    for path, text in sorted(texts.items()):
        write_whole(path, text)
    written = sorted(texts)
    if any(choice in ("accept", "known") and "/" not in difference.place for difference, choice in choices):
        _update_baseline(folder, choices)
        written.append(folder / FILE)
    return written


def _case_texts(folder: Path, choices: Iterable[tuple[Difference, Choice]]) -> dict[Path, str]:
    edits: dict[str, list[Edit]] = defaultdict(list)
    for difference, choice in choices:
        if choice in ("accept", "reject"):
            edits[difference.place] += difference.accept if choice == "accept" else difference.reject
    texts = {}
    for name, wanted in edits.items():
        if wanted:
            path = folder / name / EXPECTED
            texts[path] = edited(path.read_text(encoding="utf-8"), _apart(wanted))
            Expected.model_validate_json(texts[path])
    return texts


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits without those inside of a value that another one removes or replaces, and each once."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda each: (len(each.path), json.dumps(each.path))):
        inside = any(other.action != "append" and edit.path[: len(other.path)] == other.path for other in kept)
        if not inside and edit not in kept:
            kept.append(edit)
    return kept


def _phrase_texts(folder: Path, choices: Iterable[tuple[Difference, Choice]]) -> dict[Path, str]:
    lines: dict[Path, list[str]] = {}
    for difference, choice in choices:
        name, _, number = difference.place.partition(":")
        if choice not in ("accept", "known") or not name.startswith(f"{FOLDER}/"):
            continue
        path = folder / name
        content = lines.setdefault(path, path.read_text(encoding="utf-8").split("\n"))
        at = int(number) - 1
        content[at] = _line(difference, choice, content[at])
    texts = {path: "\n".join(content) for path, content in lines.items()}
    for path, text in texts.items():
        _, troubles = parse_phrases(text, name=f"{FOLDER}/{path.name}")
        if troubles:
            raise ExtractorError(f"{troubles[0]}, nothing was written", "correct this phrase by hand")
    return texts


def _line(difference: Difference, choice: Choice, line: str) -> str:
    bare = line.strip().removeprefix("!").strip()
    if difference.kind == "unmarked":
        return bare
    return f"! {bare}" if choice == "known" else str(difference.new)


def _update_baseline(folder: Path, choices: Iterable[tuple[Difference, Choice]]) -> None:
    """Known failures that pass or are gone leave the baseline, chosen ones join it; accepted readings replace the old.

    The first acceptance of a case takes its whole reading.
    """
    choices = list(choices)
    touched = sorted({each.place for each, choice in choices if choice != "skip" and "/" not in each.place})
    before = load_baseline(folder, touched)
    cases, _ = load_cases(folder, tuple(touched))
    known, violations, readings = dict(before.known_failures), dict(before.known_violations), {}
    for case in cases:
        mine = [(each, choice) for each, choice in choices if each.place == case.name]
        result = compare(case, read_case(case).run)
        failing = {outcome.label for outcome in result.outcomes if not outcome.met}
        appear = {violation.label for violation in result.violations}
        chosen = {each.label for each, choice in mine if choice == "known"}
        tolerated = appear & {*violations.get(case.name, ()), *chosen}
        violations[case.name] = tuple(tolerated)
        known[case.name] = tuple(label for label in failing if label in known.get(case.name, ()) or label in chosen)
        old = before.readings.get(case.name)
        readings[case.name] = result.lines if old is None else _taken(old, mine)
    write_baseline(folder, Baseline(known_failures=known, known_violations=violations, readings=readings))


def _taken(lines: Sequence[ReadingLine], choices: Iterable[tuple[Difference, Choice]]) -> tuple[ReadingLine, ...]:
    """The accepted lines after the choices."""
    kept = Counter(lines)
    for each, choice in choices:
        if choice != "accept" or each.kind not in ("appeared", "vanished", "moved"):
            continue
        if each.kind == "moved":
            kept[ReadingLine(meaning=each.label, words=each.old)] -= 1
            kept[ReadingLine(meaning=each.label, words=each.new)] += 1
        else:
            kept[parse_line(each.new or each.old)] += 1 if each.kind == "appeared" else -1
    return tuple(kept.elements())
