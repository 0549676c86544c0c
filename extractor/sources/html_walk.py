"""One pass over the tree of a page, writing its text. No recursion: broken and hostile pages nest thousands deep."""

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from extractor.sources.html_elements import BLOCKS, CELLS, HEADINGS, LISTS, PREFORMATTED, SPACED, TABLE_CELLS
from extractor.sources.html_excerpt import Excerpts
from extractor.sources.html_list import ItemCounter
from extractor.sources.html_seen import PLAIN, Look, Seen, Suspect, is_label, is_value_of, proves, speaks_of_eligibility
from extractor.sources.html_table import Cell, Table, write_pair, write_table
from extractor.sources.html_writer import Mark, Writer

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LINES = {**dict.fromkeys(BLOCKS, 1), **dict.fromkeys(SPACED, 2)}
_ACTIVE = HEADINGS | LISTS | CELLS | PREFORMATTED | {"br", "li", "table", "tr", "dl", "sup", "main", "article", "img", "q"}
_MAX_TABLES = 8  # tables inside tables; deeper ones are read as plain blocks
_MAX_LISTS = 30
_ALT_LENGTH = 60


class _Doubt(NamedTuple):
    """A suspect element that is being read, and where to return to if it proves to be what it seems."""

    element: "Element"
    suspect: Suspect
    flow: int
    mark: Mark
    omitted: Counter[str]
    content: int


class _Flow(NamedTuple):
    """A page or a table cell that is being written, and the picture's words in it, for cells that show only a picture."""

    writer: Writer
    element: "Element | None"
    alt: list[str]


class Walk:
    """Reads one page. `length` is the number of its characters without white space, `omitted` is counted up."""

    def __init__(self, seen: Seen, excerpts: Excerpts, length: int, omitted: Counter[str]) -> None:
        self._seen = seen
        self._excerpts = excerpts
        self._length = max(length, 1)
        self._omitted = omitted
        self._writer = Writer()
        self._flows = [_Flow(self._writer, None, [])]
        self._lists: list[ItemCounter] = []
        self._tables: list[Table] = []
        self._terms: list[str] = []  # the term of each definition list that waits for its description
        self._doubts: list[_Doubt] = []
        self._raised: list[Mark] = []
        self._label: Element | None = None  # the last element that the page names a label, when it shows text
        self._heading: Mark | None = None
        self._content = 0  # main headings and headings about eligibility so far
        self._keep_lines: list[Element] = []
        self._coloured: list[Element] = []

    def read(self, root: "Element") -> str:
        """The text of the tree."""
        from lxml import etree

        skipped = None
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "end":
                if element is skipped:
                    skipped = None
                    self._writer.block(_LINES.get(tag, 0))
                else:
                    self._end(element, tag)
                if element.tail:
                    self._text(element.tail)
                continue
            look = self._look(element, tag)
            if look.omitted:
                self._omitted[look.omitted] += 1
                skipped = element
                walker.skip_subtree()
                continue
            self._begin(element, tag, look)
            if element.text:
                self._text(element.text)
        while len(self._flows) > 1:
            self._close_cell()
        return self._writer.finished()

    def _text(self, text: str) -> None:
        if self._keep_lines:
            self._writer.preformatted(text)
        else:
            self._writer.text(text)

    def _look(self, element: "Element", tag: str) -> Look:
        if self._excerpts.cut and element in self._excerpts.cut:
            return Look(omitted="excerpt")
        look = self._seen.look(element, tag, on_white=not self._coloured)
        return PLAIN if look is not PLAIN and element in self._excerpts.whole else look

    def _begin(self, element: "Element", tag: str, look: Look) -> None:
        lines = _LINES.get(tag)
        if lines:
            self._writer.block(lines)
        if self._label is not None:
            if is_value_of(element, self._label):
                self._writer.join()
            self._label = None
        if look.suspect and tag not in CELLS:
            self._doubt(element, look.suspect)
        if tag in _ACTIVE:
            self._begin_tag(element, tag)
        if look is PLAIN:
            return
        if look.suspect and tag in CELLS:
            self._doubt(element, look.suspect)
        if look.coloured:
            self._coloured.append(element)
        if look.keeps_lines:
            self._keep_lines.append(element)

    def _doubt(self, element: "Element", suspect: Suspect) -> None:
        mark = self._writer.mark()
        self._doubts.append(_Doubt(element, suspect, len(self._flows), mark, self._omitted.copy(), self._content))

    def _begin_tag(self, element: "Element", tag: str) -> None:
        if tag == "br":
            self._writer.line_end()
        elif tag == "li":
            self._writer.item(self._lists[-1].marker(element) if self._lists else "-")
        elif tag in LISTS:
            self._begin_list(element)
        elif tag in ("table", "tr", "dl") or tag in CELLS:
            self._begin_grid(element, tag)
        elif tag in HEADINGS:
            self._heading = self._writer.mark()
        elif tag == "sup":
            self._raised.append(self._writer.mark())
        elif tag in PREFORMATTED:
            self._keep_lines.append(element)
        elif tag in ("main", "article"):
            self._content += 1
        elif tag == "img":
            self._flows[-1].alt.append(" ".join((element.get("alt") or "").split()))
        elif tag == "q":
            self._writer.text("“")

    def _end(self, element: "Element", tag: str) -> None:
        if self._coloured and self._coloured[-1] is element:
            self._coloured.pop()
        while self._keep_lines and self._keep_lines[-1] is element:
            self._keep_lines.pop()
        if tag in CELLS:
            self._settle(element)
        if tag in _ACTIVE:
            self._end_tag(element, tag)
        if self._doubts:
            self._settle(element)
        if element.text and tag not in CELLS and not len(element) and is_label(element) and element.text.strip():
            self._label = element
        lines = _LINES.get(tag)
        if lines:
            self._writer.block(lines)

    def _end_tag(self, element: "Element", tag: str) -> None:
        if tag == "li":
            self._writer.item_end()
        elif tag in LISTS:
            self._end_list()
        elif tag in ("table", "tr", "dl") or tag in CELLS:
            self._end_grid(element, tag)
        elif tag in HEADINGS:
            self._end_heading(tag)
        elif tag == "sup" and self._raised:
            self._writer.raise_since(self._raised.pop())
        elif tag == "q":
            self._writer.text("”")

    def _settle(self, element: "Element") -> None:
        """A suspect that is read to its end: keep its text, or take it back and count it once."""
        if not self._doubts or self._doubts[-1].element is not element:
            return
        doubt = self._doubts.pop()
        if doubt.flow != len(self._flows):
            return
        text = self._writer.since(doubt.mark)
        share = (self._writer.written - doubt.mark.written) / self._length
        if proves(doubt.suspect, text, self._content > doubt.content, share):
            self._writer.back_to(doubt.mark)
            self._omitted.clear()
            self._omitted.update(doubt.omitted)
            self._omitted[doubt.suspect.kind] += 1

    def _end_heading(self, tag: str) -> None:
        text = self._writer.since(self._heading) if self._heading else ""
        self._content += tag == "h1" or speaks_of_eligibility(text)
        self._heading = None

    def _begin_list(self, element: "Element") -> None:
        self._lists.append(ItemCounter(element))
        if len(self._lists) <= _MAX_LISTS:
            self._writer.begin_list()

    def _end_list(self) -> None:
        if len(self._lists) <= _MAX_LISTS:
            self._writer.end_list()
        self._lists.pop()

    def _begin_grid(self, element: "Element", tag: str) -> None:
        if tag == "table":
            self._tables.append(Table())
        elif tag == "dl":
            self._terms.append("")
        elif tag == "tr":
            if self._tables:
                self._tables[-1].begin_row()
        elif self._gridded(tag):
            self._writer = Writer()
            self._flows.append(_Flow(self._writer, element, []))

    def _end_grid(self, element: "Element", tag: str) -> None:
        if tag == "table":
            write_table(self._tables.pop(), self._writer)
        elif tag == "tr":
            if self._tables:
                self._tables[-1].end_row()
        elif tag == "dl":
            self._flush_term()
            self._terms.pop()
        elif self._flows[-1].element is element:
            self._place(tag, self._close_cell())

    def _gridded(self, tag: str) -> bool:
        """Whether a cell belongs to a table or definition list that is read as one."""
        around = self._tables if tag in TABLE_CELLS else self._terms
        return bool(around) and len(self._flows) <= _MAX_TABLES

    def _close_cell(self) -> str:
        flow = self._flows.pop()
        self._writer = self._flows[-1].writer
        alt = " ".join(word for word in flow.alt if word)
        return flow.writer.finished() or (alt if len(alt) <= _ALT_LENGTH else "")

    def _place(self, tag: str, text: str) -> None:
        if tag in TABLE_CELLS:
            self._tables[-1].add(Cell(text, tag == "th"))
        elif tag == "dt":
            self._flush_term()
            self._terms[-1] = text
        else:
            write_pair(self._terms[-1], text, self._writer)
            self._terms[-1] = ""

    def _flush_term(self) -> None:
        if self._terms[-1]:
            self._writer.paste(self._terms[-1])
            self._terms[-1] = ""
