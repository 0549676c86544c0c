"""Headings: of the page's sections, and of inclusion and exclusion lists, with what stands on the same line behind them."""

import re
from typing import NamedTuple

from extractor.segment import vocabulary
from extractor.segment.invitations import lay_heading
from extractor.segment.vocabulary import Heading

_LONGEST = 90
_DEEPEST = 2
_DECORATION = re.compile(
    r"""[\s\#*_=~"'“”«»\[\(✓✔✗✘×✅❌☑☒✖❎\ufe0f•·▪►➤➢-]{0,12}+
        (?:[A-Z]\.\d{1,2}(?:\.\d{1,2}){0,2}[ \t|]{1,3})?+  # "E.4 Principal exclusion criteria"
        (?:(?:[a-z]{2,12}(?:_[a-z]{2,12}){1,3}|cancel|check|done|close|block|info|help|person|list|add)(?=[A-Z]))?+  # icon
    """,
    re.VERBOSE,
)
_CORE = re.compile(
    r"""(?P<of>criteria[ ](?:of|for)[ ](?P<which>in|ex)clusion)
      | (?P<modifiers>(?:[A-Za-z]{3,16}[ ]{1,3}){0,4}?)
        (?:(?P<both>(?:in|ex)clusion[ ]?(?:/|&|and|or)[ ]?(?:in|ex)clusion)
          |(?P<none>non?[- ]?inclusion|exclusion(?:ary|s)?|exclusive)
          |(?P<some>inclusion(?:ary|s)?|inclusive))
        (?P<criteria>[ ]{0,3}criteri(?:a|on|um|as|ums))?+""",
    re.VERBOSE | re.IGNORECASE,
)
_REST = re.compile(
    r"""(?P<end>[\s:：.…*_#=\-–—)\]]{0,12}+$)
      | [ ]{0,3}(?P<bracket>[(\[][^()\[\]]{1,80}[)\]])(?:[ ]?criteria)?[ ]{0,3}[:：]?[\s*_]{0,4}+(?P<after>.*)
      | [ ]{0,3}[*_]{0,2}[:：][*_]{0,2}[ \t]{0,8}(?P<colon>\S.*)
      | [ ]{0,3}(?:[-–—]|[^\x00-\x7f]{1,3})[ ]{1,3}(?P<dash>\S.*)
      | [ ]{1,3}(?P<for>(?:for|of|in)[ ][^:：.;]{2,90})(?:[:：][ \t]{0,8}(?P<content>.*)|$)
      | [ ]{1,3}(?P<verb>(?:are|is|were|was|includ\w+|as[ ]follows|will)\b[^:：.;]{0,90})[:：][ \t]{0,8}(?P<listed>.*)
      | [ ]{1,6}(?=[(]?\d{1,2}[.)]\s|[•·▪*-][ ])(?P<label>.*)
      | [ ]{1,3}(?P<again>(?:[A-Za-z]{3,16}[ ]){0,3}(?:In|Ex)clusion\b.*)
      """,
    re.VERBOSE | re.DOTALL,
)
_WORDS = re.compile(r"[^\W\d_]+")


class ListHeading(NamedTuple):
    """A heading of an inclusion or exclusion list (`category` "" for an umbrella such as "Eligibility Criteria").

    `qualifier` are the words that restrict it ("for healthy volunteers", "Cohort 1"), `end` is where the text behind the
    heading begins, `former` says that the page itself calls the list outdated.
    """

    category: vocabulary.HeadingCategory
    start: int
    end: int
    qualifier: tuple[int, int] | None = None
    former: bool = False


def page_heading(text: str, start: int, end: int) -> Heading | None:
    """What section the line from `start` to `end` opens, if it is one of the known headings as a whole."""
    if end - start > _LONGEST:
        return None
    key = _key(text[_undecorated(text, start, end) : end])
    known = vocabulary.headings()
    found = known["whole"].get(key)
    if found or end - start > 90 or text[end - 1] in ".;,":
        return found
    words = key.split(" ")
    for count in range(min(len(words), 8), 0, -1) if words[0] in vocabulary.heading_openers() else ():
        found = known["first"].get(" ".join(words[:count]))
        if found:
            return found
    return lay_heading(key)


def field_label(text: str, start: int, end: int) -> Heading | None:
    """The section to which a line "Label: value" of a record belongs, if its label is a known one."""
    colon = text.find(":", start, min(end, start + 60))
    return vocabulary.headings()["label"].get(_key(text[start:colon])) if colon > 0 else None


def list_heading(text: str, start: int, end: int, *, depth: int = 0) -> ListHeading | None:
    """The heading of a list of criteria that begins at `start`, with or without text behind it."""
    begin = _undecorated(text, start, end)
    stop = min(end, begin + 120)
    core = _CORE.match(text, begin, stop) if "clusi" in text[begin:stop].lower() else None
    if core is None or not _known_modifiers(core["modifiers"] or ""):
        return _plain_heading(text, begin, end)
    category = _category(core)
    rest = _REST.match(text, core.end(), end)
    if rest is None:
        return _plain_heading(text, begin, end)
    former = bool(re.match(r"(?:previous|former|old)\b", core["modifiers"] or "", re.IGNORECASE))
    group = _group_modifier(core)
    if rest["again"] is not None:
        return list_heading(text, rest.start("again"), rest.end(), depth=depth + 1) if depth < _DEEPEST else None
    heading = _with_rest(text, category, begin, core, rest)
    return heading and heading._replace(former=former, qualifier=heading.qualifier or group)


def _with_rest(
    text: str, category: vocabulary.HeadingCategory, begin: int, core: re.Match[str], rest: re.Match[str]
) -> ListHeading | None:
    """What the words behind the core make of it. A bare "Inclusion" is a heading only before a colon, a dash or nothing."""
    if rest["end"] is not None:
        return ListHeading(category, begin, rest.end())
    if rest["colon"] is not None:
        return ListHeading(category, begin, rest.start("colon"))
    if rest["bracket"] is not None:
        return ListHeading(category, begin, rest.start("after"), rest.span("bracket"))
    if rest["dash"] is not None:
        return _dashed(text, category, begin, rest)
    if core["criteria"] is None and core["of"] is None and rest["label"] is None:
        return None
    if rest["label"] is not None:
        return ListHeading(category, begin, rest.start("label"))
    if rest["for"] is not None:
        stop = rest.start("content") if rest["content"] is not None else rest.end()
        return ListHeading(category, begin, stop, rest.span("for"))
    return ListHeading(category, begin, rest.start("listed"))


def _dashed(text: str, category: vocabulary.HeadingCategory, begin: int, rest: re.Match[str]) -> ListHeading:
    """ "Inclusion criteria - may be eligible", "Exclusion criteria - Part B", "Inclusion - adults over 18"."""
    start, end = rest.span("dash")
    if page_heading(text, start, end):
        return ListHeading(category, begin, end)
    if end - start <= 60 and text[end - 1] not in ".;":
        return ListHeading(category, begin, end if text[end - 1] == ":" else start, (start, end))
    return ListHeading(category, begin, start)


def _plain_heading(text: str, begin: int, end: int) -> ListHeading | None:
    """A heading of the vocabulary that opens an inclusion or exclusion list, alone on the line or before a colon."""
    colon = text.find(":", begin, min(end, begin + _LONGEST))
    stop = colon + 1 if colon >= 0 else end
    found = page_heading(text, begin, stop) if stop > begin else None
    if found is None or found.role != "eligibility" or found.category == "narrative":
        return None
    content = stop
    while content < end and text[content].isspace():
        content += 1
    return ListHeading(found.category, begin, content)


def _category(core: re.Match[str]) -> vocabulary.HeadingCategory:
    if core["both"]:
        return ""
    return "exclusion" if core["none"] or (core["which"] or "").lower() == "ex" else "inclusion"


def _undecorated(text: str, start: int, end: int) -> int:
    """Where the words of a line begin, behind the marks, the number and the icon's name that stand before them."""
    match = _DECORATION.match(text, start, end)
    return match.end() if match else start


def _key(line: str) -> str:
    line = line.strip().rstrip(" \t:：*_#=-–—.…?").casefold()
    return " ".join(line.replace("’", "'").split())


def _known_modifiers(modifiers: str) -> bool:
    known = vocabulary.words("heading_modifiers")
    return all(word in known or f"{word}*" in known for word in modifiers.lower().split())


def _group_modifier(core: re.Match[str]) -> tuple[int, int] | None:
    """ "Donor inclusion criteria": the group of people that the modifiers name."""
    if not core["modifiers"]:
        return None
    known = vocabulary.words("heading_modifiers")
    for word in _WORDS.finditer(core["modifiers"].lower()):
        if f"{word.group()}*" in known:
            start = core.start("modifiers") + word.start()
            return start, start + len(core["modifiers"][word.start() :].rstrip())
    return None
