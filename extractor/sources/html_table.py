"""Tables and definition lists as lines: a row a line, `label: value` for pairs, columns that are lists one by one."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.sources.html_writer import Writer, opens_item

_EXCLUDING = re.compile(r"exclu|\bnot\b|cannot|can't|ineligible", re.IGNORECASE)
_INCLUDING = re.compile(r"inclu|eligib|qualif|\bmay\b|\bcan\b|\bmust\b|\bneed|requir|join|take part", re.IGNORECASE)


_NAMES = re.compile(
    r"\b(?:tests?|parameters?|analytes?|laboratory|measurements?|variables?|items?|markers?)\b", re.IGNORECASE
)
"""What the head of a column of measurements says."""
_LIMIT = re.compile(r"[<>≤≥=]|(?:at (?:least|most)|up to|more than|less than|above|below)\b", re.IGNORECASE)


class Cell(NamedTuple):
    """The text of a cell; `heads` marks a `th`."""

    text: str
    heads: bool


@dataclass
class Table:
    """The rows of a table that is being read."""

    rows: list[list[Cell]] = field(default_factory=list)
    row_open: bool = False

    def begin_row(self) -> None:
        """The following cells stand in a new row."""
        self.rows.append([])
        self.row_open = True

    def end_row(self) -> None:
        """The row is complete."""
        self.row_open = False

    def add(self, cell: Cell) -> None:
        """A cell of the current row; broken markup may have opened none."""
        if not self.row_open:
            self.begin_row()
        self.rows[-1].append(cell)


def write_table(table: Table, writer: Writer) -> None:
    """Write the rows: see `write_pair` for two columns; more are joined by " | "; opposed columns stand one after the other;
    limits for groups stand behind the name of what is measured, each with its group.
    """
    rows = [row for row in table.rows if any(cell.text for cell in row)]
    if _side_by_side(rows):
        for column in range(len(rows[0])):
            _write_column([row[column] for row in rows if column < len(row)], writer)
        return
    if _limits_by_group(rows):
        for row in rows[1:]:
            limits = [f"{cell.text} ({head.text})" for head, cell in zip(rows[0][1:], row[1:], strict=True) if cell.text]
            write_pair(row[0].text, "; ".join(limits), writer)
        return
    columns = max(map(len, rows), default=0)
    if _one_record(rows):
        for head, cell in zip(rows[0], rows[1], strict=True):
            write_pair(head.text, cell.text, writer)
        rows = rows[2:]
    for row in rows:
        texts = [cell.text for cell in row]
        if len(texts) == 2 and columns == 2:
            write_pair(texts[0], texts[1], writer)
        elif len(texts) == 1 or any("\n" in text for text in texts):
            for text in texts:
                writer.paste(text)
        else:
            writer.paste(" | ".join(texts))


def write_pair(label: str, value: str, writer: Writer) -> None:
    """`label: value` on one line; a value of several lines stands below its label."""
    if not label or not value or "\n" in label:
        for text in (label, value):
            if text:
                writer.paste(text)
        return
    ended = label if label.endswith((":", "?")) else f"{label}:"
    writer.paste(f"{ended}\n{value}" if "\n" in value or opens_item(value) else f"{ended} {value}")


def _one_record(rows: list[list[Cell]]) -> bool:
    """Whether a row of heads has a single row of values of its own below it."""
    if len(rows) < 2 or len(rows[0]) < 2 or not all(cell.heads for cell in rows[0]):
        return False
    if _NAMES.search(rows[0][0].text) and len(rows[0]) == 2:
        return False
    like = [row for row in rows[1:] if len(row) == len(rows[0])]
    return len(like) == 1 and like[0] is rows[1] and not any(cell.heads or "\n" in cell.text for cell in rows[1])


def _limits_by_group(rows: list[list[Cell]]) -> bool:
    """Whether each row names a measurement and gives its limit for each of the groups that the heads name."""
    if len(rows) < 2 or len(rows[0]) < 3 or not all(cell.heads and cell.text for cell in rows[0][1:]):
        return False
    if any(len(row) != len(rows[0]) or not row[0].text or "\n" in row[0].text for row in rows[1:]):
        return False
    return all(_LIMIT.match(cell.text) and "\n" not in cell.text for row in rows[1:] for cell in row[1:] if cell.text)


def _side_by_side(rows: list[list[Cell]]) -> bool:
    """Whether the columns are lists of their own under their heads, so that a row says nothing."""
    if len(rows) < 2 or len(rows[0]) < 2 or any("\n" in cell.text for cell in rows[0]):
        return False
    heads = rows[0]
    if any(sum("\n" in cell.text for cell in row) > 1 for row in rows[1:]):
        return True
    if len(heads) != 2 or any(len(cell.text) > 80 for cell in heads):
        return False
    excluding = [bool(_EXCLUDING.search(cell.text)) for cell in heads]
    return sum(excluding) == 1 and bool(_INCLUDING.search(heads[excluding.index(False)].text))


def _write_column(cells: list[Cell], writer: Writer) -> None:
    """A column as a heading and its cells as items, or as the blocks that they are."""
    writer.block(2)
    writer.paste(cells[0].text)
    writer.block(2)
    texts = [cell.text for cell in cells[1:] if cell.text]
    marker = "- " if not any("\n" in text or opens_item(text) for text in texts) else ""
    for text in texts:
        writer.paste(marker + text)
    writer.block(2)
