"""The queue: which items a reviewer wants to see, in which order, a page at a time."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from extractor.decisions.state import ItemState
from extractor.model.review import SEVERITIES
from extractor.review.desk import Table, is_to_do, standing_of

ON_A_PAGE = 50
NEAR = 12
LONGEST_SEARCH = 200
STATUSES = ("todo", "open", "reopened", "disputed", "sent_back", "given", "deferred", "decided", "moot", "all")


class Filter(NamedTuple):
    """What a reviewer looks for. `reviewer` matches who decided an item and to whom it is assigned."""

    status: str = "todo"
    severity: str = ""
    field: str = ""
    document: str = ""
    reviewer: str = ""
    q: str = ""

    def query(self, **more: object) -> str:
        """The filter as the query of an address, with what else it shall say; what is not set is left out."""
        default = Filter()
        parts = {name: value for name, value in self._asdict().items() if value != getattr(default, name)}
        parts |= {name: value for name, value in more.items() if value}
        return "?" + urlencode(parts) if parts else ""


class Row(NamedTuple):
    """An item of the queue with its standing for one reviewer."""

    state: ItemState
    standing: str
    number: int


def read_filter(query: Mapping[str, str]) -> Filter:
    """The filter of a query; what it does not know is as if it were not said."""
    status, severity = query.get("status", "todo"), query.get("severity", "")
    return Filter(
        status=status if status in STATUSES else "todo",
        severity=severity if severity in SEVERITIES else "",
        field=query.get("field", "")[:100],
        document=query.get("document", "")[:400],
        reviewer=query.get("reviewer", "")[:100],
        q=" ".join(query.get("q", "").split())[:LONGEST_SEARCH],
    )


def parse_filter(text: str) -> Filter:
    """The filter of a query as text ("?severity=high")."""
    return read_filter(dict(parse_qsl(text[:2000].removeprefix("?"), max_num_fields=20)))


def rows_of(table: Table, reviewer: str, *, blind: bool) -> list[Row]:
    """All items in the order of the queue."""
    numbers = table.run.numbers
    return [Row(state, standing_of(state, reviewer, blind=blind), numbers[key]) for key, state in table.states.items()]


def select(rows: Iterable[Row], wanted: Filter, haystacks: Mapping[str, str]) -> list[Row]:
    """The rows that a filter lets through. A search wants every one of its words, in any order."""
    words = wanted.q.casefold().split()
    return [
        row
        for row in rows
        if _has_status(row.standing, wanted.status)
        and wanted.severity in ("", row.state.item.severity)
        and wanted.field in ("", row.state.item.field)
        and (not wanted.document or wanted.document in row.state.item.documents)
        and (not wanted.reviewer or wanted.reviewer in _people(row.state))
        and (not words or all(word in haystacks[row.state.item.id] for word in words))
    ]


def _has_status(standing: str, status: str) -> bool:
    return status in ("all", standing) or (status == "todo" and is_to_do(standing))


def _people(state: ItemState) -> set[str]:
    names = {state.assignee or ""}
    return names | ({state.opinion.reviewer, *state.opinion.reviewer.split(", ")} if state.opinion else set())


def count_standings(rows: Iterable[Row]) -> Counter[str]:
    """How many items stand how, with "todo" and "all"."""
    found = Counter(row.standing for row in rows)
    found["todo"] = sum(count for standing, count in found.items() if is_to_do(standing))
    found["all"] = sum(count for standing, count in found.items() if standing != "todo")
    return found


def around(selected: Sequence[Row], number: int) -> tuple[Row | None, Row | None]:
    """The rows before and after the place `number` of the queue, whether the item there is among them or not."""
    before = [row for row in selected if row.number < number]
    after = next((row for row in selected if row.number > number), None)
    return (before[-1] if before else None), after


def next_to_do(selected: Iterable[Row], number: int, finished: Container[str]) -> Row | None:
    """The next row that asks for somebody behind the place `number`, from the start again at the end, without `finished`."""
    first = None
    for row in selected:
        if is_to_do(row.standing) and row.state.item.id not in finished:
            if row.number > number:
                return row
            first = first or row
    return first


def near(selected: Sequence[Row], current: Row) -> list[Row]:
    """The current row with those around it, as many as a person can overlook."""
    whole = (
        list(selected)
        if any(row.number == current.number for row in selected)
        else sorted([*selected, current], key=lambda row: row.number)
    )
    place = next(index for index, row in enumerate(whole) if row.number == current.number)
    first = max(0, min(place - NEAR // 3, len(whole) - NEAR))
    return whole[first : first + NEAR]


def page_number(asked: str, entries: int, on_a_page: int) -> tuple[int, int]:
    """The page that was asked for, or the nearest that there is, and how many there are."""
    pages = max(1, -(-entries // on_a_page))
    number = int(asked[:9]) if asked.isascii() and asked.isdigit() else 1
    return min(max(1, number), pages), pages
