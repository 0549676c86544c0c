"""Rows of the resolved records as cells of a spreadsheet that no program takes for a formula."""

from collections.abc import Iterable

from extractor.decisions.resolve import Evidence, Resolved
from extractor.report.words import visible

COLUMNS = (
    "trial",
    "kind",
    "field",
    "concept",
    "cohort",
    "state",
    "value",
    "verdict",
    "decided_by",
    "confirmed_by",
    "decided_at",
    "reason",
    "severity",
    "question",
    "evidence",
    "items",
)
_STARTS = frozenset("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫⁼⁺⁻₌₊₋−")
_BLANK = "\u00a0\u200b\u200c\u200d\u2060\ufeff "


def cells(row: Resolved) -> tuple[str, ...]:
    """The cells of a row under `COLUMNS`, each safe."""
    values = row.model_dump(mode="json")
    values["evidence"] = _joined(_evidence_words(each) for each in row.evidence)
    values["items"] = _joined(row.items)
    values["confirmed_by"] = _joined(row.confirmed_by)
    values["value"] = row.value if row.state in ("undisputed", "decided") else f"({row.state.replace('_', ' ')})"
    return tuple(safe(str(values[column] or "")) for column in COLUMNS)


def safe(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet could run it (CWE-1236), control characters made visible.

    That is a cell that begins, behind any blanks, with = + - @, one of their other forms, or a control character.
    """
    first = cell.lstrip(_BLANK)[:1]
    risky = first in _STARTS or (first != "" and ord(first) < 0x20) or "\x7f" <= first <= "\x9f"
    return ("'" if first and risky else "") + visible(cell)


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def _evidence_words(evidence: Evidence) -> str:
    if evidence.start is None:
        return f"{evidence.document}: {evidence.value}"
    return f"{evidence.document} [{evidence.start}-{evidence.end}]: “{' '.join(evidence.quote.split())}”"
