"""Compare what surrounds a shared concept in corresponding criteria: negation, exceptions, and modifiers that narrow it.

"Active hepatitis" and "hepatitis, treated or not" let in different patients although both name hepatitis; "except
nicotine" and "including nicotine" are opposites although they share every telling word.
"""

import re

from extractor.catalogue import dimension, find_terms
from extractor.criteria.scope import Scope, find_scopes
from extractor.model.criterion import Characteristic, Criterion
from extractor.model.document import Span
from extractor.model.review import Discrepancy, DiscrepancyField, SetRelation
from extractor.model.values import Range
from extractor.quantity import find_quantities
from extractor.reconcile.align import Pair
from extractor.reconcile.evidence import claim, discrepancy, part
from extractor.reconcile.features import stem, stems
from extractor.reconcile.spelling import opposed_modifiers
from extractor.reconcile.statements import Party, Statement
from extractor.reconcile.thresholds import name_of
from extractor.reconcile.wording import PERMISSION

NARROWING = frozenset({"untreated", "uncontrolled", "metastatic", "latent"})
THERAPY_TOPICS = frozenset({"drug", "procedure", "device"})
OPPOSITE = 0.65
SHORT = 160

_WORD = re.compile(r"[^\W_]+")
_LISTED = re.compile(r"[,;]|\b(?:and|or)\b")
_EXCEPTION = re.compile(r"\bexceptions?\b", re.IGNORECASE)
_NON = re.compile(r"\bnon[- ]?$", re.IGNORECASE)


def compare_qualifiers(a: Party, b: Party, pairs: tuple[Pair, ...]) -> list[Discrepancy]:
    """Polarity, exceptions and modifiers of shared concepts, each concept once per pair of pages."""
    found: list[Discrepancy] = []
    seen: set[tuple[object, ...]] = set()
    for pair in pairs:
        for item in [
            *_exceptions(a, b, pair),
            *_longer_exceptions(a, b, pair),
            *_polarity(a, b, pair),
            *_opposite_lists(a, b, pair),
            *_modifiers(a, b, pair),
        ]:
            why = () if item.field == "polarity" else item.reasons
            keys = {(item.field, item.concept), (item.field, why, pair.a.id), (item.field, why, pair.b.id)}
            if not keys & seen:
                found.append(item)
            seen |= keys
    return found


def _statements(party: Party, criterion: Criterion) -> list[Statement]:
    return [s for s in party.statements if s.criterion is criterion]


def _exceptions(a: Party, b: Party, pair: Pair) -> list[Discrepancy]:
    """What one page excepts, the other names without excepting it."""
    found = []
    for owner, other, mine, theirs, flipped in ((a, b, pair.a, pair.b, False), (b, a, pair.b, pair.a, True)):
        for excepted in _excepted(mine):
            opposite = _named_without_exception(mine, theirs, excepted)
            if opposite is not None:
                claims = (
                    claim(owner.document, f"excepts {excepted.quote}", excepted),
                    claim(other.document, f"names {opposite.quote}", opposite),
                )
                found.append(
                    discrepancy(
                        _field_of_exception(owner, mine),
                        "high",
                        "different",
                        (claims[1], claims[0]) if flipped else claims,
                        concept=" ".join(sorted(stems(excepted.quote)))[:80],
                        cohort=pair.a.cohort or pair.b.cohort,
                        reasons=("exception-reversed",),
                    )
                )
    return found


def _longer_exceptions(a: Party, b: Party, pair: Pair) -> list[Discrepancy]:
    """Where both pages except the same things and one of them something more that the other does not name."""
    first, second = _excepted(pair.a), _excepted(pair.b)
    for x, y in ((x, y) for x in first for y in second):
        said, other = _words_of(x.quote), _words_of(y.quote)
        if not said & other or not (said < other or other < said):
            continue
        more, silent = (x, pair.b) if other < said else (y, pair.a)
        extra = _elements(more.quote, said & other) - {match.row.key for match in find_terms(silent.text)}
        if extra:
            claims = (claim(a.document, f"excepts {x.quote}", x), claim(b.document, f"excepts {y.quote}", y))
            wider = (more is x) == (pair.a.category == "exclusion")
            return [
                discrepancy(
                    _field_of_exception(a, pair.a),
                    "medium",
                    "wider" if wider else "narrower",
                    claims,
                    concept=", ".join(sorted(extra)),
                    cohort=pair.a.cohort or pair.b.cohort,
                    reasons=("exception-longer",),
                )
            ]
    return []


def _elements(listed: str, known: frozenset[str]) -> set[str]:
    """What the catalogue names among the elements of a list that share no word with `known`."""
    elements = (element for element in _LISTED.split(listed) if not _words_of(element) & known)
    return {match.row.key for element in elements for match in find_terms(element)}


def _field_of_exception(party: Party, criterion: Criterion) -> DiscrepancyField:
    """An exception from earlier treatment is a matter of prior therapy, any other one of polarity."""
    reads = [s.characteristic for s in _statements(party, criterion)]
    treated = any(read.topic in THERAPY_TOPICS and "history" in read.modifiers for read in reads)
    return "prior_therapy" if treated else "polarity"


def _excepted(criterion: Criterion) -> list[Span]:
    """What the criterion excepts: the exception scopes of its printed words."""
    quote, base = criterion.span.quote, criterion.span.start
    scopes = [scope for scope in find_scopes(_unwrapped(quote)) if scope.kind == "exception"]
    places = sorted({(scope.start, scope.end) for scope in scopes if quote[scope.start : scope.end].strip()})
    return [Span(start=base + start, end=base + end, quote=quote[start:end]) for start, end in places]


def _unwrapped(quote: str) -> str:
    """The same characters on one line: a line that the page wraps ends no clause."""
    return quote.replace("\n", " ").replace("\r", " ")


def _named_without_exception(mine: Criterion, criterion: Criterion, excepted: Span) -> Span | None:
    """The place where the other criterion includes what is excepted here, or None."""
    wanted = _words_of(excepted.quote) - _words_of(mine.span.quote.replace(excepted.quote, " "))
    own = _excepted(criterion)
    denials = [scope for scope in find_scopes(_unwrapped(criterion.span.quote)) if scope.kind == "negation"]
    hits = []
    for match in _WORD.finditer(criterion.span.quote):
        start, end = criterion.span.start + match.start(), criterion.span.start + match.end()
        if _words_of(match.group()) & wanted and not _NON.search(criterion.span.quote[: match.start()]):
            if any(span.start < end and start < span.end for span in own):
                return None
            if any(_takes_back(criterion.span.quote, denial, match) for denial in denials):
                return None
            if _is_permitted(criterion.span.quote[match.end() :]):
                return None
            hits.append(Span(start=start, end=end, quote=match.group()))
    named = {stem(hit.quote) for hit in hits}
    if not named or (len(named) * 2 < len(wanted) and _first_word(excepted.quote) not in named):
        return None
    first, last, outer = hits[0], hits[-1], criterion.span
    if outer.end - outer.start <= SHORT:
        return outer
    end = last.end if last.end - first.start <= 120 else first.end
    return part(outer, first.start, end)


def _takes_back(quote: str, denial: Scope, match: re.Match[str]) -> bool:
    """Whether a negation speaks of this word alone ("without a pacemaker") or of what it does ("fever does not count")."""
    if denial.cue_end <= match.start():
        return denial.holds(match.start(), match.end()) and not stems(quote[denial.cue_end : match.start()])
    return match.end() <= denial.cue_start and ". " not in _unwrapped(quote[match.end() : denial.cue_start])


def _is_permitted(rest: str) -> bool:
    """Whether the sentence goes on to permit what it names: an exception told as a permission."""
    sentence = _unwrapped(rest).partition(". ")[0]
    permission = PERMISSION.search(sentence) or _EXCEPTION.search(sentence)
    return permission is not None and not sentence[: permission.start()].rstrip().endswith("not")


def _first_word(text: str) -> str | None:
    """The stem of the first word that carries meaning: what an exception is about."""
    return next((stem(m.group()) for m in _WORD.finditer(text) if stems(m.group())), None)


def _words_of(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning; hyphens part words, so that "CD19-CART" and "CD19- or CAR-T" share one."""
    return stems(text.replace("-", " "))


def _shared(a: Party, b: Party, pair: Pair) -> list[tuple[Statement, Statement]]:
    """Statements of one catalogue concept in both criteria, without numbers (those are compared as numbers)."""
    second = {s.key: s for s in reversed(_statements(b, pair.b)) if s.admits is None}
    return [
        (s, second[s.key])
        for s in _statements(a, pair.a)
        if s.admits is None and s.key in second and not s.key.startswith("~")
    ]


def _polarity(a: Party, b: Party, pair: Pair) -> list[Discrepancy]:
    """One page requires what the other excludes."""
    found = []
    for x, y in _shared(a, b, pair):
        if x.characteristic.topic == "consent":
            continue  # who cannot consent is kept out, who consents is let in: one rule, told from either side
        if len(_stances(a, pair.a, x.key)) + len(_stances(b, pair.b, y.key)) > 2:
            continue  # pregnant patients are kept out, those who avoid to become pregnant are let in
        if x.excludes != y.excludes and not _excused(x) and not _excused(y) and pair.score >= 0.5:
            found.append(_item(a, b, "polarity", x, y, "disjoint", "required-and-excluded"))
    return found


def _stances(party: Party, criterion: Criterion, key: str) -> set[bool]:
    """Whether the criterion keeps out, or lets in, patients with the concept; both where it names it twice."""
    return {s.excludes for s in _statements(party, criterion) if s.key == key}


def _opposite_lists(a: Party, b: Party, pair: Pair) -> list[Discrepancy]:
    """The same thing stands in one page's inclusions and the other's exclusions, and nothing in either turns it round."""
    if pair.a.category == pair.b.category or pair.score < OPPOSITE:
        return []
    if any(find_scopes(c.text) or find_quantities(c.text) or c.text.endswith(":") for c in (pair.a, pair.b)):
        return []
    claims = tuple(
        claim(party.document, f"{'excludes' if c.category == 'exclusion' else 'admits'}: {c.text}", c.span)
        for party, c in ((a, pair.a), (b, pair.b))
    )
    concept = " ".join(sorted(stems(pair.a.text) & stems(pair.b.text)))[:80]
    return [
        discrepancy("polarity", "high", "disjoint", (claims[0], claims[1]), concept=concept, reasons=("opposite-lists",))
    ]


def _excused(statement: Statement) -> bool:
    read = statement.characteristic
    return read.exception is not None or read.condition is not None or _is_timed(statement.criterion)


def _is_timed(criterion: Criterion) -> bool:
    """A time makes a statement hold in part: "at least 4 weeks since surgery" asks what "surgery in 4 weeks" excludes."""
    return any(read.timing or _is_length(read.value) for read in criterion.characteristics)


def _is_length(value: object) -> bool:
    return isinstance(value, Range) and value.unit is not None and dimension(value.unit) == "time"


def _modifiers(a: Party, b: Party, pair: Pair) -> list[Discrepancy]:
    """One page narrows the concept with a word that the other does not have; at most one item a pair of criteria."""
    for x, y in _shared(a, b, pair):
        mine, theirs = _all_modifiers(a, pair.a, x.key), _all_modifiers(b, pair.b, y.key)
        if x.excludes != y.excludes:
            continue
        only_a, only_b = NARROWING & (mine - theirs), NARROWING & (theirs - mine)
        if _are_opposed(mine, theirs):
            return [_item(a, b, _field(x.characteristic), x, y, "different", "opposite-words")]
        historical = ("history" in mine) != ("history" in theirs) and ({"active", "current"} & (mine ^ theirs))
        if only_a or only_b or historical:
            narrower = bool(only_a) or ("history" in theirs and not only_b)
            relation: SetRelation = "narrower" if narrower == (not x.excludes) else "wider"
            reason = "only-one-says-" + "-".join(sorted(only_a | only_b)) if only_a or only_b else "history-or-current"
            return [_item(a, b, _field(x.characteristic), x, y, relation, reason)]
    return []


def _are_opposed(mine: set[str], theirs: set[str]) -> bool:
    """Whether each side has one of two words of which only one can hold, and not both of them."""
    return any(pair & mine and pair & theirs and not pair & mine & theirs for pair in opposed_modifiers())


def _all_modifiers(party: Party, criterion: Criterion, key: str) -> set[str]:
    """What narrows the concept anywhere in the criterion: one that is named again need not be described again."""
    return {m for s in _statements(party, criterion) if s.key == key for m in s.characteristic.modifiers}


def _field(characteristic: Characteristic) -> DiscrepancyField:
    return "prior_therapy" if characteristic.topic in THERAPY_TOPICS else "other"


def _item(
    a: Party, b: Party, field: DiscrepancyField, x: Statement, y: Statement, relation: SetRelation, reason: str
) -> Discrepancy:
    return discrepancy(
        field,
        "high" if field == "polarity" else "medium",
        relation,
        (claim(a.document, _words(x), around(x)), claim(b.document, _words(y), around(y))),
        concept=name_of(x),
        cohort=x.criterion.cohort or y.criterion.cohort,
        reasons=(reason,),
    )


def _words(statement: Statement) -> str:
    modifiers = " ".join(statement.characteristic.modifiers)
    return f"{modifiers} {name_of(statement)} {'excludes' if statement.excludes else 'required'}"


def around(statement: Statement, reach: int = 100) -> Span:
    """The concept with the words around it, within its criterion."""
    outer, inner = statement.criterion.span, statement.characteristic.span
    return part(outer, max(outer.start, inner.start - reach), min(outer.end, inner.end + reach))
