"""Lists that are run together in one paragraph: headings, cohort headings and labels inside a line."""

import re
from typing import NamedTuple

from extractor.segment import vocabulary
from extractor.segment.labels import Label, read_label
from extractor.segment.lines import Piece

_HEADING = re.compile(
    r"""(?<![\w-])(?:(?:Key|Main|Major|General|Additional|Other|KEY|MAIN|MAJOR|GENERAL)\s)?
        (?:(?:Non-)?[Ii]nclusion|[Ee]xclusion|INCLUSION|EXCLUSION)\s(?:[Cc]riteri(?:a|on)|CRITERIA)
        (?=\s?[:：]|\s{1,4}[(]?1[.)]\s|\s+for\s[^:.;]{2,60}:)
      | (?<=[.;:)]\s)(?:Inclusion|Exclusion|INCLUSION|EXCLUSION)s?:(?=\s)""",
    re.VERBOSE,
)
_COHORT = re.compile(
    r"(?<=[.;)]\s)(?:Cohort|Group|Arm|Part|COHORT|GROUP|ARM|PART)\s(?:\d{1,2}|[A-Z]|[IVX]{1,4})\b\s?(?:\([^()]{1,60}\)\s?)?:"
)
_LABEL = re.compile(
    r"(?<=[\s;.:,；，。)])(?:\((?:\d{1,2}|[a-z]|[ivx]{2,4})\)|(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})[.)]|\d{1,2}[、．]"
    r"|\d{1,2}[-–](?=[ ][A-Z])|[①-⑳])(?=\s{0,4}[A-Za-z(<>≤≥=+\d])"
)
_STATEMENT = re.compile(
    r"(?<=[a-z\d%)] )(?:No|Not|Must|At least|More than|Fertile|Negative|See|Recovered|Concurrent|Prior)(?= [a-z])"
)
_WORD = re.compile(r"([\w%/]{1,24})[^\w\s]{0,2}\s{0,4}$")
_LEADS_IN = {"the", "these", "all", "any", "of", "per", "meet", "meets", "and", "or", "see", "both", "no", "other"}
_MOST, _FEWEST_TOPICS = 400, 2
_HIGHEST_LEVEL = 5


class _Found(NamedTuple):
    at: int
    label: Label
    strong: bool
    capital: bool


def first_heading(text: str) -> int | None:
    """Where the first heading of an inclusion or exclusion list stands inside a paragraph, if any does."""
    match = _HEADING.search(text)
    return match.start() if match else None


def split(text: str, piece: Piece, after: Label | None = None) -> list[Piece]:
    """The piece cut where a heading, a cohort heading or a list label begins inside it; `after` is the next label below."""
    cuts: dict[int, Label | None] = {}
    if "clusion" in (words := text[piece.start : piece.end]) or "CLUSION" in words:
        cuts.update((at, None) for at in _headings(text, piece))
    if ":" in words:
        cuts.update((match.start(), None) for match in _COHORT.finditer(text, piece.start + 1, piece.end))
    cuts.update((at, None) for at in _topics(text, piece))
    for found in _labels(text, piece, after):
        cuts[found.at] = found.label
    return _cut(text, piece, cuts) if cuts else [piece]


def _headings(text: str, piece: Piece) -> list[int]:
    found = []
    for match in _HEADING.finditer(text, piece.start + 1, piece.end):
        before = text[max(piece.start, match.start() - 12) : match.start()].split()
        word = before[-1].lower() if before else ""
        if word.endswith((".", ";", ":")) or (match.group()[0].isupper() and word not in _LEADS_IN):
            found.append(match.start())
    return found


def _topics(text: str, piece: Piece) -> list[int]:
    """Topic headings run together ("Age: Over 18 Performance status: ..."), if there are at least two, and the statements
    below them ("Renal: No dialysis No transplant").
    """
    if piece.end - piece.start < 40 or text.count(": ", piece.start, piece.end) < 2:
        return []
    found = [
        match.start()
        for match in vocabulary.any_of("topic_heads").finditer(text, piece.start, piece.end)
        if text[match.start()].isupper() and text[match.end() : match.end() + 1] == ":"
    ]
    if len(found) < _FEWEST_TOPICS:
        return []
    found += [match.start() for match in _STATEMENT.finditer(text, found[0], piece.end)]
    return [at for at in found if at > piece.start]


def _labels(text: str, piece: Piece, after: Label | None) -> list[_Found]:
    """The list labels inside the piece: those that count on from its own or from a first one, or follow a full stop.

    A first one counts alone where the next line counts on from it ("... following: (i) shock", then "(ii) sepsis").
    """
    candidates = _candidates(text, piece)
    if not candidates:
        return []
    chains: dict[str, list[_Found]] = {}
    accepted: list[_Found] = []
    if piece.label is not None and piece.label.number is not None:
        chains[piece.label.shape] = [_Found(piece.line_start, piece.label, True, True)]
    for found in candidates:
        chain = chains.setdefault(found.label.shape, [])
        number = found.label.number or 0
        if chain and number == (chain[-1].label.number or 0) + 1:
            chain.append(found)
            if len(chain) == 2 and chain[0].at != piece.line_start:
                accepted.append(chain[0])
            accepted.append(found)
        elif number == 1 and (not chain or len(chain) > 1 or chain[0].at == piece.line_start):
            chains[found.label.shape] = [found]
        elif found.strong and found.capital and _jumps(piece, found, chain):
            chains[found.label.shape] = [*chain, found]
            accepted.append(found)
    accepted += [chain[-1] for shape, chain in chains.items() if after is not None and _leads_to(chain[-1:], shape, after)]
    return sorted(found for found in set(accepted) if found.at != piece.line_start)


def _leads_to(last: list[_Found], shape: str, after: Label) -> bool:
    """Is the last label of a chain a bracketed first one that the label of the next line counts on from?"""
    counts = (after.shape, after.number) == (shape, 2) and shape.startswith("(")
    return counts and bool(last) and last[0].label.number == 1


def _jumps(piece: Piece, found: _Found, chain: list[_Found]) -> bool:
    """A number out of turn counts only in a paragraph that is numbered anyway."""
    numbered = piece.label is not None and piece.label.kind == "decimal"
    return found.label.kind == "decimal" and (numbered or len(chain) > 1)


def _candidates(text: str, piece: Piece) -> list[_Found]:
    found: list[_Found] = []
    before = piece.label
    for match in _LABEL.finditer(text, piece.start, piece.end):
        at = match.start()
        if at == piece.start and piece.label is not None:
            continue
        label = read_label(text, at, piece.end, before)
        if label is None or label.kind not in ("decimal", "letter", "roman") or label.end >= piece.end:
            continue
        candidate = _weigh(text, piece, at, label)
        if candidate:
            found.append(candidate)
            before = label
        if len(found) > _MOST:
            break
    return found


def _weigh(text: str, piece: Piece, at: int, label: Label) -> _Found | None:
    """Is it a label by what stands around it? A number that a word or sign before it takes is none."""
    left = text[max(piece.start, at - 32) : at].rstrip()
    sign = left[-1:] if at > piece.start else ";"
    strong = sign in ".;:；。:" or not left
    following = text[label.end]
    capital = following.isupper() or following in "<>≤≥"
    if label.shape.endswith(".") and not (capital or strong or following.isdigit()):
        return None
    if not strong:
        word = _WORD.search(left)
        taken = word is None or _takes(word.group(1).lower(), label)
        if sign in "<>≤≥=±×~-–/(" or (taken and not label.shape.startswith("(")):
            return None
        if label.shape == "A.":
            return None
    return _Found(at, label, strong and sign != ":", capital)


def _takes(word: str, label: Label) -> bool:
    """Can the number belong to the word before it ("grade 2", "week 12", but hardly "period 15")?"""
    levels = word in vocabulary.words("level_words") and (label.number or 0) > _HIGHEST_LEVEL
    return word in vocabulary.words("number_words") and not levels


def _cut(text: str, piece: Piece, cuts: dict[int, Label | None]) -> list[Piece]:
    depths: dict[str, int] = {piece.label.shape: 0} if piece.label is not None else {}
    parts: list[Piece] = []
    edges = sorted(cuts)
    for index, at in enumerate([piece.start, *edges]):
        stop = edges[index] if index < len(edges) else piece.end
        label = cuts[at] if index and at in cuts else (cuts.get(at) or piece.label)
        start = label.end if label is not None and (index or at in cuts) else at
        start, stop = _trimmed(text, start, stop)
        if start >= stop:
            continue
        deeper = _depth(depths, label, piece)
        indent = piece.indent + 2 * deeper
        first = piece.line_start if not index else at
        parts.append(Piece(start, stop, indent, indent + 2, label, piece.after_blank and not index, first, bool(index)))
    return parts


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    words = text[start:stop]
    begin = start + len(words) - len(words.lstrip())
    return begin, max(begin, start + len(words.rstrip()))


def _depth(depths: dict[str, int], label: Label | None, piece: Piece) -> int:
    """How many levels deeper than the piece a label stands: one for each kind of label that starts inside it."""
    if label is None or label is piece.label:
        return 0
    goes_on = label.kind == "decimal" and label.number != 1 and piece.label is not None
    return depths.setdefault(label.shape, 0 if goes_on else len(depths))
