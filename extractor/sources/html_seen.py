"""Which elements of a page a reader sees, and what is left out: hidden elements, navigation, banners, controls."""

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.sources.css import StyleSheet, coloured, hides, style_sheet, transparent, white
from extractor.sources.html_elements import HEADINGS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Kind = Literal["hidden", "comment", "script", "style", "cookie_banner", "navigation", "form", "embedded", "deleted"]

_ALWAYS: dict[str, Kind] = {
    "template": "hidden",
    "noscript": "hidden",
    "noframes": "hidden",
    "select": "form",
    "input": "form",
    "textarea": "form",
    "datalist": "form",
    "iframe": "embedded",
    "object": "embedded",
    "applet": "embedded",
    "svg": "embedded",
    "canvas": "embedded",
    "audio": "embedded",
    "video": "embedded",
    "del": "deleted",
    "s": "deleted",
    "strike": "deleted",
}
_UNLOOKED_AT = frozenset({"html", "body", "br", "hr", "img", "wbr", "sup", "sub"})
_NAVIGATION_ROLES = frozenset({"navigation", "menu", "menubar"})
_DIALOG_ROLES = frozenset({"dialog", "alertdialog"})
_BANNER_TAGS = frozenset({"div", "section", "aside", "dialog", "form", "p", "span", "ul", "footer", "header"})

_BANNER_NAME = re.compile(r"cookie|gdpr|ccpa|onetrust|usercentrics|didomi|truste", re.IGNORECASE)
_CONSENT_NAME = re.compile(r"consent|privacy|tracking", re.IGNORECASE)
_COOKIES = re.compile(r"cookie|gdpr|tracking technolog", re.IGNORECASE)
_ELIGIBILITY = re.compile(r"inclusion|exclusion|eligib|criteria", re.IGNORECASE)

_PANEL_NAME = re.compile(r"tab-?(?:pane|panel|content)|accordion|collaps|faq", re.IGNORECASE)
_NO_PANEL_NAME = re.compile(r"modal|popup|dialog|menu|nav|tooltip|dropdown|cookie|consent", re.IGNORECASE)

_BANNER_LENGTH = 1_500
_DIALOG_LENGTH = 6_000
_MAX_ANCESTORS = 64


class Suspect(NamedTuple):
    """An element that is left out if, read to its end, it proves to be what it seems.

    `seems` "banner" and "dialog" are little text that speaks of cookies (`named`: the markup says so), "navigation" has no
    content of its own, "faint" is invisible in a way that scripts often undo.
    """

    kind: Kind
    seems: Literal["banner", "dialog", "navigation", "faint"]
    named: bool = False


class Seen(NamedTuple):
    """What the page as a whole says about its elements: style sheets and the ids that links and buttons on it open."""

    sheet: StyleSheet
    opened: frozenset[str]

    def omitted(self, element: "Element", tag: str) -> Kind | None:
        """Why the element is certainly not part of the text, None if it may be."""
        always = _ALWAYS.get(tag)
        if always:
            return always
        if tag in _UNLOOKED_AT:
            return None
        if tag == "button" and not _heads(element):
            return "form"
        if tag == "dialog" and element.get("open") is None:
            return "hidden"
        return "hidden" if self._hidden(element) and not self._opens(element) else None

    def suspect(self, element: "Element", tag: str) -> Suspect | None:
        """Why the element may prove not to be part of the text."""
        role = element.get("role") or ""
        if tag == "nav" or role in _NAVIGATION_ROLES:
            return Suspect("navigation", "navigation")
        if tag in _BANNER_TAGS:
            name = " ".join(element.get(key) or "" for key in ("id", "class", "aria-label"))
            dialog = tag == "dialog" or role in _DIALOG_ROLES
            named = bool(_BANNER_NAME.search(name))
            if named or dialog or _CONSENT_NAME.search(name):
                return Suspect("cookie_banner", "dialog" if dialog else "banner", named)
        if tag not in _UNLOOKED_AT and (element.get("aria-hidden") == "true" or transparent(self.sheet.style(element))):
            return None if self._opens(element) else Suspect("hidden", "faint")
        return None

    def _hidden(self, element: "Element") -> bool:
        hidden = element.get("hidden")
        if hidden is not None and hidden.lower() != "until-found":
            return True
        style = self.sheet.style(element)
        return bool(style) and (hides(style) or (white(style) and self._on_white(element)))

    def _on_white(self, element: "Element") -> bool:
        """No element around has a background; with sheets that are not in the page nobody can say."""
        if self.sheet.external:
            return False
        node = element.getparent()
        for _ in range(_MAX_ANCESTORS):
            if node is None:
                return True
            if coloured(self.sheet.style(node)) or node.get("bgcolor"):
                return False
            node = node.getparent()
        return True

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
    found = links if isinstance(links, list) else []
    opened = {str(link).lstrip("#") for link in found}
    return Seen(style_sheet(sheets, external), frozenset(opened - {""}))


def proves(suspect: Suspect, text: str, content: bool, share: float) -> bool:
    """Whether an element read to its end is what it seemed.

    `content` says that it holds a main heading or a heading about eligibility, `share` is its part of the page's text.
    """
    if suspect.seems == "navigation":
        return not content
    if suspect.seems == "faint":
        return share <= 0.5
    limit = _DIALOG_LENGTH if suspect.seems == "dialog" else _BANNER_LENGTH
    if content or share > 1 / 3 or len(text) > limit:
        return False
    return suspect.named or bool(_COOKIES.search(text))


def speaks_of_eligibility(heading: str) -> bool:
    """Whether a heading announces criteria."""
    return bool(_ELIGIBILITY.search(heading))


def _heads(button: "Element") -> bool:
    """A button that opens a part of the page, or stands in a heading, is a heading itself."""
    if button.get("aria-controls") or button.get("aria-expanded") or button.get("role") == "tab":
        return True
    if "collapse" in (button.get("data-toggle") or button.get("data-bs-toggle") or ""):
        return True
    parent = button.getparent()
    return parent is not None and parent.tag in HEADINGS | {"summary", "dt"}
