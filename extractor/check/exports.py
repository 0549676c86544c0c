"""A check for other programs: JSON, JUnit XML, and Markdown for a comment on a pull request."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from extractor.check.phrase_check import PhraseResult
from extractor.check.report import Line, Report
from extractor.check.result import CaseResult
from extractor.check.show import number

MOST_LINES = 40

_LISTS = ("broken", "reread", "fixed", "unmarked", "moved", "known", "violations", "troubles", "extras")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_exports(report: Report, *, json_file: Path | None, junit: Path | None, markdown: Path | None) -> None:
    """Write the files that are asked for. Times stand in the JUnit file alone."""
    if json_file:
        json_file.write_text(json.dumps(content(report), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if junit:
        junit.write_bytes(junit_xml(report))
    if markdown:
        markdown.write_text(markdown_text(report), encoding="utf-8")


def content(report: Report) -> dict[str, object]:
    """The report as plain data: figures by field, means, what is below a floor, and every list."""
    table = [
        row.model_dump() | {"precision": row.precision, "recall": row.recall, "f1": row.f1, "strict_f1": row.strict_f1}
        for row in report.rows
    ]
    lists = {name: [{"case": case, "what": line} for case, line in getattr(report, name)] for name in _LISTS}
    gone = [{"case": case, "what": line} for case, line in report.change.gone]
    below = [each.model_dump() for each in report.below]
    means = [mean.model_dump() for mean in report.means]
    return {"status": report.status, "figures": table, "means": means, "below": below, **lists, "gone": gone}


def junit_xml(report: Report) -> bytes:
    """JUnit XML: a suite a case and one for each file of phrases, a test an expectation; known failures are skipped."""
    root = etree.Element("testsuites", name="extractor check")
    broken, known = set(report.change.broken), set(report.change.known)
    for case in report.cases:
        _case_suite(root, case, broken, known, report.reread)
    for group in sorted({phrase.group for phrase in report.phrases}):
        _phrase_suite(root, group, [phrase for phrase in report.phrases if phrase.group == group])
    for where, line in report.phrase_troubles:
        suite = _suite(root, where, 0.0)
        _test(suite, where, where, error=line)
    for suite in root:
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
        suite.set("tests", str(len(suite)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _suite(root: etree._Element, name: str, seconds: float) -> etree._Element:
    return etree.SubElement(root, "testsuite", name=_clean(name), time=f"{seconds:.3f}")


def _case_suite(root: etree._Element, case: CaseResult, broken: set[Line], known: set[Line], reread: list[Line]) -> None:
    suite = _suite(root, case.case, case.seconds)
    for outcome in case.outcomes:
        line = (case.case, outcome.label)
        _test(
            suite,
            case.case,
            outcome.label,
            failure="expected and not found" if line in broken else None,
            skipped="known failure" if line in known else None,
        )
    for name, label in reread:
        if name == case.case:
            _test(suite, case.case, label, failure="read otherwise than accepted")
    for violation in case.violations:
        tolerated = (case.case, violation.label) in known
        _test(suite, case.case, violation.label, **{"skipped" if tolerated else "failure": "must not appear and does"})
    for trouble in case.troubles:
        _test(suite, case.case, trouble, error=trouble)


def _phrase_suite(root: etree._Element, group: str, phrases: Sequence[PhraseResult]) -> None:
    suite = _suite(root, group, 0.0)
    for each in phrases:
        name = f"{each.phrase.place} {each.phrase.text}"
        known = each.phrase.known_failure
        if each.passes:
            _test(suite, group, name, failure="passes and is marked as a known failure" if known else None)
        else:
            _test(suite, group, name, **{"skipped" if known else "failure": each.problems})


def _test(
    suite: etree._Element,
    group: str,
    name: str,
    *,
    failure: str | None = None,
    skipped: str | None = None,
    error: str | None = None,
) -> None:
    test = etree.SubElement(suite, "testcase", classname=_clean(group), name=_clean(name))
    for tag, message in (("failure", failure), ("error", error), ("skipped", skipped)):
        if message is not None:
            etree.SubElement(test, tag, message=_clean(message))


def _clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def markdown_text(report: Report) -> str:
    """A summary for a comment: the verdict, what changed, and the table behind a fold."""
    verdict = ("No regression", "Regression", "Cannot be checked")[report.status]
    lines = [f"### Golden check: {verdict}", "", report.summary.capitalize() + ".", ""]
    titles = (
        ("Cannot be checked", report.troubles),
        ("Must not appear and does", report.violations),
        ("Newly broken", report.broken),
        ("Read otherwise than accepted (- before, + now)", report.reread),
        ("Below a floor", [(each.field, f"{number(each.value)} of {each.level:.3f}") for each in report.below]),
        ("Newly fixed", report.fixed),
        ("Passes and is marked as a known failure", report.unmarked),
        ("Moved: the same meaning on other words", report.moved),
    )
    for title, entries in titles:
        lines += _markdown_list(title, entries)
    return "\n".join([*lines, *_markdown_table(report)]) + "\n"


def _markdown_list(title: str, entries: Sequence[Line]) -> list[str]:
    if not entries:
        return []
    shown = [f"- **{_code(case)}** {_code(line)}" for case, line in entries[:MOST_LINES]]
    more = [f"- and {len(entries) - MOST_LINES} more"] if len(entries) > MOST_LINES else []
    return [f"#### {title} ({len(entries)})", "", *shown, *more, ""]


def _code(text: str) -> str:
    """Text as code, with a fence longer than any run of backticks in it: pages are not trusted with markup."""
    flat = " ".join(text.split())
    fence = "`" * (max((len(run) for run in re.findall(r"`+", flat)), default=0) + 1)
    space = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{space}{flat}{space}{fence}"


def _markdown_table(report: Report) -> list[str]:
    head = ["<details><summary>Figures by field</summary>", ""]
    head += ["| field | TP | FP | misses | P | R | F1 | strict F1 |", "|---|--:|--:|--:|--:|--:|--:|--:|"]
    rows = [
        f"| {row.group} | {row.met} | {'' if row.extra is None else row.extra} | {row.missed} | {number(row.precision)} "
        f"| {number(row.recall)} | {number(row.f1)} | {number(row.strict_f1)} |"
        for row in report.rows
    ]
    over_all = [
        f"| **{mean.name}** | | | | {number(mean.precision)} | {number(mean.recall)} | {number(mean.f1)} | |"
        for mean in report.means
    ]
    return [*head, *rows, *over_all, "", "</details>"]
