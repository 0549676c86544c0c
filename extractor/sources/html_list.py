"""The numbers that ordered lists print."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_STYLES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class ItemCounter:
    """The marker of each item of one list (HTML, section 4.4: `start`, `reversed`, `type`, `value`)."""

    def __init__(self, element: "Element") -> None:
        self._ordered = element.tag == "ol"
        self._style = element.get("type") or _STYLES.get(_css_style(element), "1")
        self._step = -1 if element.get("reversed") is not None else 1
        self._number = _integer(element.get("start"), len(element) if self._step < 0 else 1)

    def marker(self, item: "Element") -> str:
        """The marker of the next item: "-", "3.", "c.", "iii."."""
        if not self._ordered:
            return "-"
        number = _integer(item.get("value"), self._number)
        self._number = number + self._step
        return f"{numeral(number, self._style)}."


def numeral(number: int, style: str) -> str:
    """The number in the style of an `ol` ("1", "a", "A", "i", "I"); decimal where a style has no sign for it."""
    if style in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(style) + rest) + letters
        return letters
    if style in ("i", "I") and 0 < number < 4000:
        letters = ""
        for worth, sign in _ROMAN:
            letters += sign * (number // worth)
            number %= worth
        return letters.upper() if style == "I" else letters
    return str(number)


def _css_style(element: "Element") -> str:
    style = (element.get("style") or "")[:1000].lower()
    declared = style.rpartition("list-style")[2].rpartition(":")[2].partition(";")[0]
    return declared.split()[0] if declared.split() else ""


def _integer(text: str | None, default: int) -> int:
    text = (text or "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 7 else default
