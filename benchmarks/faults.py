"""Faults that can be planted in a module or in a vocabulary: where each may stand, and the change that makes it.

A module's faults are changes of its syntax tree, of the kinds that lose meaning in silence: a comparator flipped, a bound
made inclusive, a negation or a cohort lost, a warning left out. Left alone are limits against hostile input (comparisons
with a length or with a constant in capitals) and comparisons of places in a text: tests of their own hold them.
"""

import ast
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_BOUND: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
_FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
_NEGATED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {ast.Mult: ast.Div, ast.Div: ast.Mult}
_LOST = {
    "exclude": ("negation lost", False),
    "cohort": ("cohort dropped", None),
    "exception": ("exception dropped", None),
    "condition": ("condition dropped", None),
    "timing": ("time window dropped", None),
    "subject": ("subject dropped", None),
    "parent": ("parent dropped", None),
    "combination": ("combination dropped", None),
    "unit": ("unit dropped", None),
    "relative_to": ("multiple dropped", None),
}
_INCLUSIVE = ("low_inclusive", "high_inclusive", "inclusive")
_SWAPPED = {
    "before": ("timing relation swapped", "after"),
    "after": ("timing relation swapped", "before"),
    "within": ("timing relation swapped", "before"),
    "during": ("timing relation swapped", "before"),
    "inclusion": ("category swapped", "exclusion"),
    "exclusion": ("category swapped", "inclusion"),
    "all-of": ("combination swapped", "any-of"),
    "any-of": ("combination swapped", "all-of"),
    "high": ("bound or severity changed", "low"),
    "low": ("bound or severity changed", "high"),
    "medium": ("bound or severity changed", "low"),
}
_CAPITALS = re.compile(r"_?[A-Z][A-Z_]+")
_PLACES = re.compile(
    r"\b(?:\w*_)?(?:starts?|ends?|stop|at|i|j|index|indent|column|position|offset|line|comma|colon|space|length|wrap|opened|place|point)\b"
    r"|\.(?:r?find|r?index|count|span)\(|\bbisect"
)


class Fault(NamedTuple):
    """One fault that can be planted: its kind, the line it stands on, what changes, and the change itself."""

    kind: str
    line: int
    what: str
    plant: Callable[[], None]


def faults(tree: ast.Module) -> list[Fault]:
    """Every fault of a module, in a fixed order. Planting one changes `tree`."""
    _note_parents(tree)
    return [fault for node in ast.walk(tree) for fault in _of_node(node)]


def _note_parents(tree: ast.Module) -> None:
    for parent in ast.walk(tree):
        for child in ast.iter_child_nodes(parent):
            child.parent = parent  # type: ignore[attr-defined]


def _of_node(node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.Compare):
        yield from _comparison(node)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield _set(node, "op", other, "condition loosened or tightened", "and/or")
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        yield _set(node, "op", _ARITHMETIC[type(node.op)](), "conversion wrong", "*//")
    elif isinstance(node, ast.keyword) and node.arg:
        yield from _named(node.arg, node.value, node)
    elif isinstance(node, ast.Dict):
        for place, key in enumerate(node.keys):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield from _named(key.value, node.values[place], node, place)
    elif isinstance(node, ast.If | ast.IfExp):
        yield from _branch(node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield | ast.YieldFrom):
        yield _set(node, "value", ast.copy_location(ast.Constant(None), node), "finding left out", _source(node))
    elif isinstance(node, ast.Constant):
        yield from _constant(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _set(node, "op", ast.Not(), "negation lost", f"not {_source(node.operand)}", then=_drop_not)


def _set(
    node: ast.AST, field: str, value: object, kind: str, what: str, *, then: Callable[[ast.AST], None] | None = None
) -> Fault:
    def plant() -> None:
        if then:
            then(node)
        else:
            setattr(node, field, value)

    return Fault(kind, getattr(node, "lineno", 0), what, plant)


def _drop_not(node: ast.AST) -> None:
    assert isinstance(node, ast.UnaryOp)
    node.operand = ast.copy_location(ast.UnaryOp(op=ast.Not(), operand=node.operand), node)


def _comparison(node: ast.Compare) -> Iterator[Fault]:
    if any(_is_limit(side) for side in (node.left, *node.comparators)):
        return
    ordered = not _PLACES.search(ast.unparse(node))
    for place, op in enumerate(node.ops):
        for kind, table in (("bound made inclusive or exclusive", _BOUND), ("comparator flipped", _FLIPPED)):
            if type(op) in table and ordered:
                yield _operator(node, place, table[type(op)], kind)
        if type(op) in _NEGATED:
            yield _operator(node, place, _NEGATED[type(op)], "test turned round")


def _operator(node: ast.Compare, place: int, new: type[ast.cmpop], kind: str) -> Fault:
    def plant() -> None:
        node.ops[place] = new()

    return Fault(kind, node.lineno, f"{_source(node)}: {type(node.ops[place]).__name__} becomes {new.__name__}", plant)


def _is_limit(node: ast.expr) -> bool:
    is_length = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len"
    return is_length or (isinstance(node, ast.Name) and _CAPITALS.fullmatch(node.id) is not None)


def _named(name: str, value: ast.expr, owner: ast.keyword | ast.Dict, place: int = 0) -> Iterator[Fault]:
    """What is lost where a value is given by name."""

    def put(new: ast.expr) -> None:
        ast.fix_missing_locations(ast.copy_location(new, value))
        if isinstance(owner, ast.keyword):
            owner.value = new
        else:
            owner.values[place] = new

    if name in _LOST:
        kind, lost = _LOST[name]
        if not (isinstance(value, ast.Constant) and value.value == lost):
            yield Fault(kind, value.lineno, f"{name}={_source(value)}", lambda: put(ast.Constant(lost)))
    elif name in _INCLUSIVE:
        inverse = ast.UnaryOp(op=ast.Not(), operand=value)
        yield Fault("bound made inclusive or exclusive", value.lineno, f"{name}={_source(value)}", lambda: put(inverse))


def _branch(node: ast.If | ast.IfExp) -> Iterator[Fault]:
    """The branch is never taken; one that only ends with an error is left alone."""
    if isinstance(node, ast.If) and all(isinstance(each, ast.Raise) for each in node.body):
        return
    if any(_is_limit(each) for each in ast.walk(node.test) if isinstance(each, ast.expr)):
        return
    never = ast.copy_location(ast.Constant(False), node.test)
    yield _set(node, "test", never, "branch removed", f"if {_source(node.test)}")


def _constant(node: ast.Constant) -> Iterator[Fault]:
    parent = getattr(node, "parent", None)
    if isinstance(parent, ast.Tuple):
        parent = getattr(parent, "parent", parent)  # Literal["before", "after"] only names types
    if not isinstance(node.value, str) or node.value not in _SWAPPED or isinstance(parent, ast.Subscript | ast.Expr):
        return
    kind, other = _SWAPPED[node.value]
    yield _set(node, "value", other, kind, f"{node.value!r} becomes {other!r}")


def _source(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:90]


class RowFault(NamedTuple):
    """A fault in a vocabulary: the text of the file with it, and what changed."""

    kind: str
    line: int
    what: str
    text: str


def row_faults(name: str, text: str, first: int, last: int) -> list[RowFault]:
    """The faults of lines `first` to `last` of a vocabulary: each row dropped, and its factor or bound changed."""
    lines = text.splitlines(keepends=True)
    found = []
    for number in range(first, min(last, len(lines)) + 1):
        line = lines[number - 1]
        if not line.strip() or line.startswith("#"):
            continue
        rest = [*lines[: number - 1], *lines[number:]]
        found.append(RowFault("vocabulary row dropped", number, line.strip()[:90], "".join(rest)))
        for kind, changed in _row_changes(name, line):
            with_change = [*lines[: number - 1], changed, *lines[number:]]
            found.append(RowFault(kind, number, f"{line.strip()[:60]} becomes {changed.strip()[:60]}", "".join(with_change)))
    return found


def _row_changes(name: str, line: str) -> Iterator[tuple[str, str]]:
    cells = line.rstrip("\n").split(",")
    if name == "comparators.csv" and cells[3:4] in (["0"], ["1"]):
        inclusive = "1" if cells[3] == "0" else "0"
        yield "bound made inclusive or exclusive", ",".join([*cells[:3], inclusive, *cells[4:]]) + "\n"
    if name == "comparators.csv" and cells[2:3] in (["low"], ["high"]):
        bound = "high" if cells[2] == "low" else "low"
        yield "comparator flipped", ",".join([*cells[:2], bound, *cells[3:]]) + "\n"
    if name == "units.csv" and cells[1:2] not in ([""], ["dimension"]) and cells[2:3] != [""]:
        yield "conversion wrong", ",".join([*cells[:2], f"1{cells[2]}", *cells[3:]]) + "\n"
    for old, new in (("before", "after"), ("after", "before")):
        if name == "window_words.csv" and cells[1:2] == [old]:
            yield "timing relation swapped", ",".join([cells[0], new, *cells[2:]]) + "\n"
