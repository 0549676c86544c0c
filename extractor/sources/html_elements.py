"""Kinds of HTML elements by the way they are laid out (HTML standard, section 15, "Rendering")."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# Blocks that are set off by an empty line, and blocks that only begin a line.
SPACED = HEADINGS | {"p", "blockquote", "figure", "pre", "summary", "details", "fieldset", "hr", "xmp", "listing"}
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "body", "caption", "center", "dd", "dialog", "div", "dl", "dt", "figcaption"),
        *("footer", "form", "header", "hgroup", "html", "legend", "main", "nav", "search", "section", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "title", "tr"),
    }
)
LISTS = frozenset({"ul", "ol", "menu", "dir"})
TABLE_CELLS = frozenset({"td", "th"})
CELLS = TABLE_CELLS | {"dt", "dd"}
PREFORMATTED = frozenset({"pre", "xmp", "listing"})

DOCUMENT = frozenset({"html", "head", "body"})
HEAD = frozenset({"head", "link", "meta", "script", "style", "template", "title"})

# Elements that tell a page of markup from a text that quotes a tag or two.
STRUCTURE = DOCUMENT | HEAD | HEADINGS | BLOCKS | LISTS | SPACED | {"li", "ol", "ul", "span", "iframe"}
