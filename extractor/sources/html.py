"""HTML pages as a reader sees them: headings, lists, tables, paragraphs; what is not seen is left out and counted."""

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import SourceError
from extractor.model.document import SourceField
from extractor.sources.builder import one_line
from extractor.sources.html_excerpt import excerpts
from extractor.sources.html_seen import survey
from extractor.sources.html_walk import Walk
from extractor.sources.text import well_formed

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")


class HtmlPage(NamedTuple):
    """The text of a page, its fields (the title) and how many pieces were left out, by kind."""

    text: str
    fields: tuple[SourceField, ...]
    omitted: dict[str, int]


def read_html(path: str, text: str) -> HtmlPage:
    """Read the text of an HTML page (decoded; what it declares as its encoding does not matter any more).

    Broken markup is read as browsers read it. The text is empty when the page shows none. Raises SourceError only for markup
    that is nested beyond what any page needs.
    """
    from lxml import etree

    root = _parse(path, text)
    omitted: Counter[str] = Counter(comment=text.count("<!--"))
    if root is None:
        return HtmlPage("", (), dict(+omitted))
    styles = list(root.iter("style"))
    sheets = ["".join(map(str, style.itertext())) for style in styles if (style.get("media") or "all") in ("all", "screen")]
    omitted.update(script=sum(1 for _ in root.iter("script")), style=len(styles))
    title = next((one_line("".join(map(str, one.itertext()))) for one in root.iter("title")), "")
    seen = survey(root, sheets)
    etree.strip_elements(root, "script", "style", "head", with_tail=False)
    length = sum(map(len, "".join(map(str, root.itertext())).split()))
    body = Walk(seen, excerpts(root), length, omitted).read(root)
    return _titled(well_formed(title), well_formed(body).translate(_INVISIBLE), dict(sorted((+omitted).items())))


def _parse(path: str, text: str) -> "Element | None":
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    root = etree.fromstring(text.encode(errors="replace"), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise SourceError(path, "the page's elements are nested thousands deep", "save the page as text")
    return root


def _titled(title: str, body: str, omitted: dict[str, int]) -> HtmlPage:
    """The title is the first line of the page, unless the page opens with the same words."""
    if not body.strip():
        return HtmlPage("", (), omitted)
    opening = body.partition("\n")[0]
    same = opening.casefold() == title.casefold()
    fields = (SourceField(name="page_title", start=0, end=len(opening if same else title)),) if title else ()
    return HtmlPage(f"{body}\n" if same or not title else f"{title}\n\n{body}\n", fields, omitted)
