"""Edits and their composition: passes work on one another's output, the result counts in the original text.

A pass is a function from a text to edits in that text's own coordinates. `compose` joins the edits of one pass to those of
the passes before it, so that a piece edited twice becomes one edit over the original characters.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Characters `start` to `end` of a text become `after`. `rule` names why; `doubtful` asks for a person."""

    start: int
    end: int
    after: str
    rule: str
    doubtful: bool = False


def ordered(edits: Iterable[Edit]) -> list[Edit]:
    """The edits by position; of two that overlap, the one that starts first (then the longer one) stays."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def apply(text: str, edits: list[Edit]) -> str:
    """The text with ordered edits carried out."""
    parts, at = [], 0
    for edit in edits:
        parts.append(text[at : edit.start])
        parts.append(edit.after)
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


class _Cluster(NamedTuple):
    """Edits of two passes that meet: the stretch of the middle text they cover, and the lengths they bring."""

    start: int
    end: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    doubtful: bool
    text_growth: int
    reading_growth: int


def _rules(rules: tuple[str, ...]) -> tuple[str, ...]:
    """Single rule names in order of first use; rules may themselves be joined names."""
    return tuple(dict.fromkeys(name for rule in rules for name in rule.split("+")))


def _touches(cluster: _Cluster, start: int, end: int) -> bool:
    """Whether a further stretch of the middle text belongs to the cluster: overlap, or a shared edge with an empty side."""
    if start < cluster.end:
        return True
    return start == cluster.end and (start == end or cluster.start == cluster.end)


def _clusters(old: list[Edit], new: list[Edit]) -> list[_Cluster]:
    """Old edits (by where their output stands) and new edits, both in the middle text, joined where they meet."""
    stretches: list[_Cluster] = []
    shift = 0
    for edit in old:
        start, width = edit.start + shift, len(edit.after)
        growth = width - (edit.end - edit.start)
        stretches.append(_Cluster(start, start + width, (edit.rule,), (), edit.doubtful, -growth, 0))
        shift += growth
    for edit in new:
        growth = len(edit.after) - (edit.end - edit.start)
        stretches.append(_Cluster(edit.start, edit.end, (), (edit.rule,), edit.doubtful, 0, growth))
    stretches.sort(key=lambda c: (c.start, c.end))
    joined: list[_Cluster] = []
    for item in stretches:
        if joined and _touches(joined[-1], item.start, item.end):
            last = joined[-1]
            joined[-1] = _Cluster(
                last.start,
                max(last.end, item.end),
                _rules(last.old + item.old),
                _rules(last.new + item.new),
                last.doubtful or item.doubtful,
                last.text_growth + item.text_growth,
                last.reading_growth + item.reading_growth,
            )
        else:
            joined.append(item)
    return joined


def compose(old: list[Edit], new: list[Edit], reading: str) -> list[Edit]:
    """One list of edits of the original text for two passes in a row.

    `old` counts in the original text, `new` in the text after `old`; `reading` is the text after both. Rule names of edits
    that meet are joined with "+". Linear in the number of edits but for one sort.
    """
    if not old:
        return new
    composed: list[Edit] = []
    text_shift = reading_shift = 0
    for cluster in _clusters(old, new):
        start, stop = cluster.start + text_shift, cluster.end + text_shift + cluster.text_growth
        first, last = cluster.start + reading_shift, cluster.end + reading_shift + cluster.reading_growth
        composed.append(
            Edit(start, stop, reading[first:last], "+".join(_rules(cluster.old + cluster.new)), cluster.doubtful)
        )
        text_shift += cluster.text_growth
        reading_shift += cluster.reading_growth
    return composed
