"""Which elements of a page a reader sees, and what is left out: hidden elements, navigation, banners, controls."""

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from extractor.sources.css import (
    Declarations,
    StyleSheet,
    coloured,
    hides,
    keeps_lines,
    struck,
    style_sheet,
    transparent,
    white,
)
from extractor.sources.html_elements import BLOCKS, HEADINGS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Kind = Literal["hidden", "cookie_banner", "navigation", "form", "embedded", "deleted", "excerpt"]

_ALWAYS: dict[str, Kind] = {
    **dict.fromkeys(("template", "noscript", "noframes"), "hidden"),
    **dict.fromkeys(("select", "input", "textarea", "datalist"), "form"),
    **dict.fromkeys(("iframe", "object", "applet", "svg", "canvas", "audio", "video"), "embedded"),
    **dict.fromkeys(("del", "s", "strike"), "deleted"),
}
_UNLOOKED_AT = frozenset({"html", "body", "br", "hr", "img", "wbr", "sup", "sub"})
_NAVIGATION_ROLES = frozenset({"navigation", "menu", "menubar"})
_DIALOG_ROLES = frozenset({"dialog", "alertdialog"})
_BANNER_TAGS = frozenset({"div", "section", "aside", "dialog", "form", "p", "span", "ul", "footer", "header"})
_SPECIAL = _UNLOOKED_AT | _ALWAYS.keys() | {"nav", "button", "dialog"}
_ROWS = frozenset({"tr", "tbody", "thead", "tfoot"})

_BANNER_NAME = re.compile(r"cookie|gdpr|ccpa|onetrust|usercentrics|didomi|truste", re.IGNORECASE)
_CONSENT_NAME = re.compile(r"consent|privacy|tracking", re.IGNORECASE)
_COOKIES = re.compile(r"cookie|gdpr|tracking technolog", re.IGNORECASE)
_ELIGIBILITY = re.compile(r"inclusion|exclusion|eligib|criteria", re.IGNORECASE)

# Class names that widely used style sheets (which are not in the page) give to text for screen readers only.
_UNSEEN_CLASSES = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only"})

_PANEL_NAME = re.compile(r"tab-?(?:pane|panel|content)|accordion|collaps|faq", re.IGNORECASE)
_NO_PANEL_NAME = re.compile(r"modal|popup|dialog|menu|nav|tooltip|dropdown|cookie|consent", re.IGNORECASE)

_BANNER_LENGTH = 1_500
_DIALOG_LENGTH = 6_000


# Class names by which pages that use no table tell labels from values.
_LABEL_NAME = re.compile(r"(?:^|[-_ ])(?:label|key|term|caption|field-?name)(?:$|[-_ ])", re.IGNORECASE)
_VALUE_NAME = re.compile(r"(?:^|[-_ ])(?:value|val|data|detail|field-?value)(?:$|[-_ ])", re.IGNORECASE)


class Suspect(NamedTuple):
    """An element that is left out if, read to its end, it proves to be what it seems.

    `seems` "banner" and "dialog" are little text that speaks of cookies (`named`: the markup says so), "navigation" has no
    content of its own, "faint" is invisible in a way that scripts often undo, "white" is white text on white.
    """

    kind: Kind
    seems: Literal["banner", "dialog", "navigation", "faint", "white"]
    named: bool = False


class Look(NamedTuple):
    """How an element looks: left out for certain, perhaps, on a background of its own, with its line ends kept."""

    omitted: Kind | None = None
    suspect: Suspect | None = None
    coloured: bool = False
    keeps_lines: bool = False


PLAIN = Look()


class Seen(NamedTuple):
    """What the page as a whole says about its elements: style sheets and the ids that links and buttons on it open."""

    sheet: StyleSheet
    opened: frozenset[str]

    def look(self, element: "Element", tag: str, *, on_white: bool) -> Look:
        """How the element looks; `on_white` says that nothing around it has a background."""
        if tag in _SPECIAL:
            always = _ALWAYS.get(tag)
            if always:
                return Look(omitted=always)
        elif not element.keys() and not self.sheet.styles(tag):
            return PLAIN
        style = self.sheet.style(element)
        coloured_itself = bool(style) and coloured(style)
        if tag in _UNLOOKED_AT:
            return Look(coloured=coloured_itself) if coloured_itself else PLAIN
        if tag == "button" and not _heads(element):
            return Look(omitted="form")
        if self._hidden(element, tag, style) and not self._opens(element):
            return Look(omitted="hidden")
        if style and struck(style):
            return Look(omitted="deleted")
        suspect = _navigation(element, tag) or _banner(element, tag) or self._faint(element, style, on_white)
        if suspect and suspect.seems == "faint" and tag in _ROWS:
            return Look(omitted="hidden")
        if not suspect and not style:
            return PLAIN
        return Look(None, suspect, coloured_itself, bool(style) and keeps_lines(style))

    def _hidden(self, element: "Element", tag: str, style: Declarations) -> bool:
        hidden = element.get("hidden")
        if hidden is not None and hidden.lower() != "until-found":
            return True
        if tag == "dialog" and element.get("open") is None:
            return True
        if style and hides(style, block=any(child.tag in BLOCKS for child in element)):
            return True
        classes = element.get("class")
        return bool(classes) and not _UNSEEN_CLASSES.isdisjoint(str(classes).split()) and not style

    def _faint(self, element: "Element", style: Declarations, on_white: bool) -> Suspect | None:
        if element.get("aria-hidden") == "true" or (style and transparent(style)):
            return None if self._opens(element) else Suspect("hidden", "faint")
        if style and on_white and not self.sheet.external and white(style):
            return Suspect("hidden", "white")
        return None

    def _opens(self, element: "Element") -> bool:
        """Whether a reader opens the element with a click: a panel of tabs or an accordion, the target of a link."""
        name = f"{element.get('id') or ''} {element.get('class') or ''}"
        role = element.get("role") or ""
        if role in _DIALOG_ROLES or _NO_PANEL_NAME.search(name):
            return False
        return role == "tabpanel" or bool(_PANEL_NAME.search(name)) or element.get("id") in self.opened


def survey(root: "Element", sheets: list[str]) -> Seen:
    """Read the style sheets of a page and collect the ids that its links and buttons open."""
    external = bool(root.xpath("boolean(//link[contains(@rel, 'stylesheet')])"))
    links = root.xpath("//a[starts-with(@href, '#')]/@href | //@aria-controls | //@data-target | //@data-bs-target")
    opened = {link.lstrip("#") for link in cast("list[str]", links)}
    return Seen(style_sheet(sheets, external), frozenset(opened - {""}))


def proves(suspect: Suspect, text: str, content: bool, share: float) -> bool:
    """Whether an element read to its end is what it seemed.

    `content` says that it holds a main heading or a heading about eligibility, `share` is its part of the page's text.
    """
    if suspect.seems == "navigation":
        return not content
    if suspect.seems == "faint":
        return share <= 0.5
    if suspect.seems == "white":
        return share <= 0.5 and not content
    limit = _DIALOG_LENGTH if suspect.seems == "dialog" else _BANNER_LENGTH
    if content or share > 1 / 3 or len(text) > limit:
        return False
    return suspect.named or bool(_COOKIES.search(text))


def is_label(element: "Element") -> bool:
    """Whether the page names the element a label."""
    name = element.get("class")
    return bool(name) and bool(_LABEL_NAME.search(str(name)))


def is_value_of(element: "Element", label: "Element") -> bool:
    """Whether the page names the element a value and it follows the label with nothing between them."""
    name = element.get("class")
    return (
        bool(name)
        and element.getprevious() is label
        and not (label.tail or "").strip()
        and bool(_VALUE_NAME.search(str(name)))
    )


def speaks_of_eligibility(heading: str) -> bool:
    """Whether a heading announces criteria."""
    return bool(_ELIGIBILITY.search(heading))


def _navigation(element: "Element", tag: str) -> Suspect | None:
    if tag == "nav" or element.get("role") in _NAVIGATION_ROLES:
        return Suspect("navigation", "navigation")
    return None


def _banner(element: "Element", tag: str) -> Suspect | None:
    if tag not in _BANNER_TAGS:
        return None
    name = f"{element.get('id')} {element.get('class')} {element.get('aria-label')}"
    dialog = tag == "dialog" or element.get("role") in _DIALOG_ROLES
    named = bool(_BANNER_NAME.search(name))
    if named or dialog or _CONSENT_NAME.search(name):
        return Suspect("cookie_banner", "dialog" if dialog else "banner", named)
    return None


def _heads(button: "Element") -> bool:
    """A button that opens a part of the page, or stands in a heading, is a heading itself."""
    if button.get("aria-controls") or button.get("aria-expanded") or button.get("role") == "tab":
        return True
    if "collapse" in (button.get("data-toggle") or button.get("data-bs-toggle") or ""):
        return True
    parent = button.getparent()
    return parent is not None and parent.tag in HEADINGS | {"summary", "dt"}
