"""All that a check found, before it is shown in one form or another."""

from collections.abc import Iterable, Sequence

from extractor.check.baseline import Baseline, Change, compare_with
from extractor.check.figures import Figure, Mean, figures, means
from extractor.check.floors import Below, Floors, below, scores
from extractor.check.phrase_check import PhraseResult
from extractor.check.result import CaseResult
from extractor.model.base import Frozen

OK, REGRESSION, TROUBLE = 0, 1, 2

Line = tuple[str, str]
"""Where (a case, or a file and line) and what."""


class Report(Frozen):
    """The results of cases and phrases, how they stand against the baseline and the floors, and the figures over them."""

    cases: tuple[CaseResult, ...]
    phrases: tuple[PhraseResult, ...]
    change: Change
    rows: tuple[Figure, ...]
    means: tuple[Mean, ...]
    below: tuple[Below, ...] = ()
    phrase_troubles: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def troubles(self) -> list[Line]:
        """What keeps a case or a phrase from being checked."""
        return [*((case.case, line) for case in self.cases for line in case.troubles), *self.phrase_troubles]

    @property
    def violations(self) -> list[Line]:
        """What must not appear and does, and is not known to."""
        return list(self.change.forbidden)

    @property
    def broken(self) -> list[Line]:
        """What fails and is not known to."""
        wrong = (each for each in self.phrases if not each.passes and not each.phrase.known_failure)
        return [*self.change.broken, *((each.phrase.place, f"{each.phrase.text!r}: {each.problems}") for each in wrong)]

    @property
    def fixed(self) -> list[Line]:
        """What is known to fail in the cases and passes."""
        return list(self.change.fixed)

    @property
    def unmarked(self) -> list[Line]:
        """Phrases that are marked as known failures and pass: the mark must go."""
        right = (each.phrase for each in self.phrases if each.passes and each.phrase.known_failure)
        return [(phrase.place, repr(phrase.text)) for phrase in right]

    @property
    def known(self) -> list[Line]:
        """What fails as is known."""
        wrong = (each for each in self.phrases if not each.passes and each.phrase.known_failure)
        return [*self.change.known, *((each.phrase.place, f"{each.phrase.text!r}: {each.problems}") for each in wrong)]

    @property
    def reread(self) -> list[Line]:
        """What is read otherwise than when it was last accepted: "-" was read before, "+" is read now."""
        lines = [(case, f"- {line}") for case, line in self.change.vanished]
        return sorted([*lines, *((case, f"+ {line}") for case, line in self.change.appeared)], key=_by_line)

    @property
    def moved(self) -> list[Line]:
        """What means the same as before on other words."""
        return list(self.change.moved)

    @property
    def extras(self) -> list[Line]:
        """What was found in the cases and not expected."""
        return [(case.case, item.label) for case in self.cases for item in case.extras]

    @property
    def status(self) -> int:
        """0: as the baseline has it or better; 1: regressions; 2: something cannot be checked."""
        if self.troubles:
            return TROUBLE
        fails = self.broken or self.reread or self.violations or self.unmarked or any(each.fails for each in self.below)
        return REGRESSION if fails else OK

    @property
    def summary(self) -> str:
        """One line of counts."""
        fixed = len(self.fixed) + len(self.unmarked)
        return (
            f"cases: {len(self.cases)}; phrases: {len(self.phrases)}; {len(self.broken)} newly broken, "
            f"{len(self.reread)} read otherwise, {fixed} newly fixed, {len(self.moved)} moved, "
            f"{len(self.known)} known failures, {len(self.violations)} things that must not appear, "
            f"{len(self.troubles)} troubles"
        )


def _by_line(line: Line) -> tuple[str, str, str]:
    """By case, then by what is read, so that old and new stand together."""
    return line[0], line[1][2:], line[1]


def make_report(
    cases: Sequence[CaseResult],
    phrases: Sequence[PhraseResult],
    *,
    baseline: Baseline,
    floors: Floors,
    phrase_troubles: Iterable[Line] = (),
    notes: Iterable[str] = (),
) -> Report:
    """Put everything together. `floors` are those to hold: none where only some cases were read."""
    rows = figures(cases, phrases)
    over_all = means(rows)
    return Report(
        cases=tuple(cases),
        phrases=tuple(phrases),
        change=compare_with(baseline, cases),
        rows=tuple(rows),
        means=tuple(over_all),
        below=tuple(below(floors, scores(rows, over_all))),
        phrase_troubles=tuple(phrase_troubles),
        notes=tuple(notes),
    )
