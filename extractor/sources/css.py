"""The little of CSS that says whether an element is seen: a page's own style sheets and `style` attributes.

Understood are compound selectors of a tag, an id and classes, joined by descendant and child combinators; a rule with
anything else in its selector, and every rule inside an at-rule other than `@media all` or `@media screen`, is left aside.
Of the cascade: importance, specificity and order.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_COMPOUND = re.compile(r"(?:[A-Za-z][A-Za-z0-9]*|\*)?(?:[.#][A-Za-z_-][\w-]*)*")
_PART = re.compile(r"([.#]?)([\w-]+)")
_BRACE = re.compile(r"[{}]")
_SEEN_MEDIA = frozenset({"@media all", "@media screen", "@media only screen"})

_PROPERTIES = frozenset(
    {
        *("background", "background-color", "clip", "clip-path", "color", "content-visibility", "display", "font-size"),
        *("height", "left", "margin-left", "max-height", "opacity", "overflow", "right", "text-decoration"),
        *("text-decoration-line", "text-indent", "top", "transform", "visibility", "white-space", "width"),
    }
)
_MAX_SHEET = 400_000  # characters of style sheets that are read
_MAX_RULES = 200  # for one last simple selector
_MAX_ANCESTORS = 64
_MAX_STEPS = 100_000  # rules and parents that are looked at on a whole page; beyond, the sheets count as empty
_MAX_ALIKE = 10_000

_LENGTH = re.compile(r"(-?\d{0,9}(?:\.\d{0,9})?)(px|em|rem|pt|vw|vh|%)?")
_FAR = {"px": 500, "pt": 400, "em": 50, "rem": 50, "vw": 90, "vh": 90, "%": 90}
_CLIPPED = re.compile(r"rect\( ?(?:0|1px)\b|inset\( ?(?:50|100)%|circle\( ?0")
_WHITE = frozenset({"white", "#fff", "#ffffff", "rgb(255,255,255)"})

Declarations = Mapping[str, str]
_NONE: Declarations = {}
_IMPORTANT = "!important"


class Rule(NamedTuple):
    """A selector with its declarations. `parts` are compounds from left to right, each with the combinator before it."""

    parts: tuple[tuple[str, frozenset[str]], ...]
    specificity: tuple[int, int, int]
    order: int
    declarations: Declarations


class StyleSheet:
    """The rules of a page. `external` says that the page also links sheets that are not in it.

    Rules are kept by the rarest simple selector of their last compound ("#id", ".class" or tag name).
    """

    def __init__(self, rules: Mapping[str, tuple[Rule, ...]], external: bool) -> None:
        self._rules = rules
        self.external = external
        self._alike: dict[tuple[str, str | None, str | None], tuple[tuple[Rule, ...], Declarations]] = {}
        self._steps = _MAX_STEPS

    def styles(self, tag: str) -> bool:
        """Whether an element without attributes may be styled."""
        return bool(self._rules) and (tag in self._rules or "*" in self._rules)

    def style(self, element: "Element") -> Declarations:
        """The declarations that hold for the element itself, without inheritance."""
        inline = element.get("style")
        ruled = self._ruled(element) if self._rules else _NONE
        if not inline:
            return ruled
        return merged([ruled, declarations(inline)]) if ruled else declarations(inline)

    def _ruled(self, element: "Element") -> Declarations:
        """What the rules say; nothing more on pages that ask for too much of it."""
        alike = (str(element.tag), element.get("id"), element.get("class"))
        found = self._alike.get(alike)
        if found is None:
            rules = self._candidates(element, alike)
            alone = merged([rule.declarations for rule in rules if len(rule.parts) == 1])
            found = (rules if any(len(rule.parts) > 1 for rule in rules) else (), alone)
            if len(self._alike) < _MAX_ALIKE:
                self._alike[alike] = found
        rules, alone = found
        if not rules or self._steps < 0:
            return alone
        return merged([rule.declarations for rule in rules if len(rule.parts) == 1 or self._stands_in(rule, element)])

    def _candidates(self, element: "Element", alike: tuple[str, str | None, str | None]) -> tuple[Rule, ...]:
        tag, identifier, classes = alike
        keys = [tag, "*", f"#{identifier}", *(f".{name}" for name in sorted(set((classes or "").split()[:40])))]
        ruled = [rule for key in keys for rule in self._rules.get(key, ())]
        self._steps -= len(ruled)
        found = [rule for rule in ruled if _is(element, rule.parts[-1][1])] if self._steps > 0 else []
        return tuple(sorted(found, key=lambda rule: (rule.specificity, rule.order)))

    def _stands_in(self, rule: Rule, element: "Element") -> bool:
        """Whether the element stands in what the compounds before the last one ask for."""
        self._steps -= 1
        combinator, node = rule.parts[-1][0], element.getparent()
        for before, compound in reversed(rule.parts[:-1]):
            for _ in range(_MAX_ANCESTORS):
                if node is None or _is(node, compound):
                    break
                self._steps -= 1
                node = None if combinator == ">" else node.getparent()
            if node is None or self._steps < 0 or not _is(node, compound):
                return False
            combinator, node = before, node.getparent()
        return True


def style_sheet(sheets: list[str], external: bool) -> StyleSheet:
    """The rules of a page's `style` elements in their order; `external` says that the page also links other sheets."""
    rules: dict[str, list[Rule]] = {}
    order = 0
    for selectors, body in _blocks("\n".join(sheets)[:_MAX_SHEET]):
        found = declarations(body)
        if not found:
            continue
        for selector in selectors.split(",")[:100]:
            parts = _parts(selector)
            same = rules.setdefault(_key(parts[-1][1]), []) if parts else []
            if parts and len(same) < _MAX_RULES:
                order += 1
                same.append(Rule(parts, _specificity(parts), order, found))
    return StyleSheet({key: tuple(several) for key, several in rules.items()}, external)


@lru_cache(maxsize=1024)
def declarations(body: str) -> Declarations:
    """The declarations that matter here, lower case; a later one wins unless an earlier one is important."""
    found: dict[str, str] = {}
    for declaration in body[:4_000].split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().lower()
        if colon and name in _PROPERTIES:
            _cascade(found, {name: " ".join(value.lower().replace("! important", "!important").split())})
    return found


def hides(style: Declarations, *, block: bool) -> bool:
    """Whether an element of this style is never seen where it stands: not shown, off the screen, clipped or without size.

    `block` says that there are blocks in it, which may have a size of letters of their own.
    """
    return (
        _value(style, "display") == "none"
        or _value(style, "visibility") in ("hidden", "collapse")
        or _value(style, "content-visibility") == "hidden"
        or (_value(style, "color") == "transparent" and not coloured(style))
        or (not block and _tiny(_value(style, "font-size"), Decimal(2)))
        or any(_far(_value(style, name)) for name in ("left", "top", "right", "text-indent", "margin-left"))
        or any(_CLIPPED.match(_value(style, name)) for name in ("clip", "clip-path"))
        or _value(style, "transform").startswith("scale(0)")
        or _sizeless(style)
        or ("color" in style and _value(style, "color") in (_value(style, "background-color"), _value(style, "background")))
    )


def transparent(style: Declarations) -> bool:
    """Whether the style makes an element invisible in a way that scripts often undo when the page has loaded."""
    return _value(style, "opacity") in ("0", "0.0", "0%", ".0")


def keeps_lines(style: Declarations) -> bool:
    """Whether line ends in the source are line ends on the page."""
    return _value(style, "white-space").startswith(("pre", "break-spaces"))


def struck(style: Declarations) -> bool:
    """Whether the text is struck through."""
    return any("line-through" in _value(style, name) for name in ("text-decoration", "text-decoration-line"))


def white(style: Declarations) -> bool:
    """Whether the text is white with no background of its own."""
    return _value(style, "color").replace(" ", "") in _WHITE and not coloured(style)


def coloured(style: Declarations) -> bool:
    """Whether the style sets a background."""
    return "background" in style or "background-color" in style


def merged(several: Iterable[Declarations]) -> Declarations:
    """Declarations, the weakest first, as one: a later one wins unless an earlier one is important."""
    result: dict[str, str] = {}
    for found in several:
        _cascade(result, found)
    return result


def _cascade(result: dict[str, str], found: Declarations) -> None:
    for name, value in found.items():
        if value.endswith(_IMPORTANT) or not result.get(name, "").endswith(_IMPORTANT):
            result[name] = value


def _value(style: Declarations, name: str) -> str:
    return style.get(name, "").removesuffix(_IMPORTANT).strip()


def _blocks(css: str) -> list[tuple[str, str]]:
    """Selector lists and bodies of the rules that hold on a screen."""
    css = _without_comments(css)
    found: list[tuple[str, str]] = []
    open_blocks: list[str] = []
    last = 0
    for brace in _BRACE.finditer(css):
        between = css[last : brace.start()].strip()
        last = brace.end()
        if brace[0] == "{":
            open_blocks.append(between.rpartition(";")[2].strip())
        elif open_blocks:
            prelude = open_blocks.pop()
            if not prelude.startswith("@") and all(block.lower() in _SEEN_MEDIA for block in open_blocks):
                found.append((prelude, between))
    return found


def _without_comments(css: str) -> str:
    first, *rest = css.split("/*")
    return " ".join([first, *(part.partition("*/")[2] for part in rest)])


def _parts(selector: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The compounds of a selector, or nothing when it says more than this module understands."""
    parts: list[tuple[str, frozenset[str]]] = []
    combinator = " "
    for token in selector.replace(">", " > ").split()[:20]:
        if token == ">":
            combinator = ">"
            continue
        if not _COMPOUND.fullmatch(token):
            return ()
        parts.append((combinator, frozenset(kind + name if kind else name.lower() for kind, name in _PART.findall(token))))
        combinator = " "
    return tuple(parts)


def _key(compound: frozenset[str]) -> str:
    ranked = sorted(compound, key=lambda simple: ("#.".find(simple[0]) % 3, simple))
    return ranked[0] if ranked else "*"


def _specificity(parts: tuple[tuple[str, frozenset[str]], ...]) -> tuple[int, int, int]:
    simple = [one for _, compound in parts for one in compound]
    ids, classes = sum(one[0] == "#" for one in simple), sum(one[0] == "." for one in simple)
    return ids, classes, len(simple) - ids - classes


def _is(element: "Element", compound: frozenset[str]) -> bool:
    classes = (element.get("class") or "").split() if any(one[0] == "." for one in compound) else ()
    return all(
        one[1:] == element.get("id") if one[0] == "#" else one[1:] in classes if one[0] == "." else one == element.tag
        for one in compound
    )


def _far(length: str) -> bool:
    found = _LENGTH.fullmatch(length)
    if not found or not found[1].startswith("-") or not found[1][1:2].isdigit():
        return False
    return -Decimal(found[1]) >= _FAR[found[2] or "px"]


def _tiny(length: str, limit: Decimal) -> bool:
    found = _LENGTH.fullmatch(length)
    if not found or not found[1][:1].isdigit():
        return False
    number = Decimal(found[1])
    return number == 0 or (found[2] in (None, "px", "pt") and number < limit)


def _sizeless(style: Declarations) -> bool:
    """No height or width and what overflows is cut off."""
    sizes = (_value(style, name) for name in ("height", "max-height", "width"))
    return _value(style, "overflow").startswith(("hidden", "clip")) and any(_tiny(size, Decimal("1.5")) for size in sizes)
