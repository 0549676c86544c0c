"""Are two pages about one trial? Evidence for and against, with weights a person can read.

Different registry ids are never merged silently: they always leave an open question. The weights
(`data/reconcile_identity.csv`) only propose an answer; they never settle it.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractor import data_file
from extractor.model.criterion import Record
from extractor.model.document import Document
from extractor.model.review import Claim, Discrepancy, Proposal, SetRelation, Severity
from extractor.reconcile.evidence import claim, discrepancy
from extractor.reconcile.fact_claims import facts_of, texts_of
from extractor.reconcile.features import stems

SAME_TITLE = 85
OTHER_TITLE = 45
SAME_NAME = 88

_REGISTRY = re.compile(r"[A-Za-z]+|^\d{4}-\d{6}")


class Evidence(NamedTuple):
    """One reason to think that two pages are (positive weight) or are not (negative) about one trial."""

    code: str
    weight: float
    words: str


class Identity(NamedTuple):
    """The evidence on a pair of pages, and the open question it leaves.

    None where the pages give the same id, or where two registries name each other's id.
    """

    evidence: tuple[Evidence, ...]
    question: Discrepancy | None

    @property
    def score(self) -> float:
        return sum(e.weight for e in self.evidence)

    @property
    def apart(self) -> bool:
        """Whether the pages plainly are of two trials: other ids of one registry, another condition and another product."""
        return {"other-id-same-registry", "other-condition", "other-product"} <= {e.code for e in self.evidence}


@cache
def _weights() -> dict[str, Evidence]:
    found = data_file.rows("reconcile_identity.csv")
    return {row["evidence"]: Evidence(row["evidence"], float(row["weight"]), row["words"]) for row in found}


def registry_of(registry_id: str) -> str:
    """The registry that an id's form belongs to ("NCT", "EUCTR", "ISRCTN" ...)."""
    match = _REGISTRY.match(registry_id)
    prefix = match.group().upper() if match else ""
    return "EUCTR" if not prefix or prefix[0].isdigit() else prefix


def normal_id(registry_id: str) -> str:
    """An id without what is printed differently: case, blanks, the country suffix of the EU register."""
    return re.sub(r"^EUCTR|-[A-Z]{2}$|\s", "", registry_id.upper())


def identify(a: Record, b: Record, texts: tuple[Document, Document]) -> Identity:
    """The evidence on whether two records are of one trial, and the question for a person."""
    codes = [_id_code(a, b), *_id_details(a, b), *_fact_codes(a, b)]
    evidence = tuple(_weights()[code] for code in codes if code)
    cross_referenced = "other-registry" in codes and "same-secondary-id" in codes
    if "same-id" in codes or cross_referenced:
        return Identity(evidence, None)
    return Identity(evidence, _question(a, b, texts, evidence))


def _ids(record: Record) -> list[str]:
    return [normal_id(value) for value in texts_of(record, "registry_id")]


def _id_code(a: Record, b: Record) -> str:
    first, second = _ids(a), _ids(b)
    if not first or not second:
        return "no-id"
    if set(first) & set(second):
        return "same-id"
    shared = {registry_of(i) for i in texts_of(a, "registry_id")} & {registry_of(i) for i in texts_of(b, "registry_id")}
    return "other-id-same-registry" if shared else "other-registry"


def _id_details(a: Record, b: Record) -> list[str]:
    codes = []
    first, second = _ids(a), _ids(b)
    known_a, known_b = ({normal_id(v) for v in texts_of(r, "secondary_id")} for r in (a, b))
    if known_a & known_b or known_a & set(second) or known_b & set(first):
        codes.append("same-secondary-id")
    if any(i != j and Levenshtein.distance(i, j) <= 2 for i in first for j in second):
        codes.append("near-id")
    return codes


def _fact_codes(a: Record, b: Record) -> list[str]:
    codes = []
    for name, field in (("sponsor", "sponsor"), ("condition", "condition"), ("product", "intervention")):
        first, second = texts_of(a, field), texts_of(b, field)  # type: ignore[arg-type]
        if first and second:
            codes.append(f"{'same' if share_name(first, second) else 'other'}-{name}")
    for name, field in (("phase", "phase"), ("enrollment", "enrollment")):
        first, second = texts_of(a, field), texts_of(b, field)  # type: ignore[arg-type]
        if first and second:
            codes.append(f"{'same' if set(first) & set(second) else 'other'}-{name}")
    if share_name(texts_of(a, "location"), texts_of(b, "location")):
        codes.append("same-site")
    titles = [fuzz.token_sort_ratio(x.lower(), y.lower()) for x in texts_of(a, "title") for y in texts_of(b, "title")]
    if titles and max(titles) >= SAME_TITLE:
        codes.append("same-title")
    elif titles and max(titles) < OTHER_TITLE:
        codes.append("other-title")
    return [code for code in codes if code in _weights()]


def share_name(first: Iterable[str], second: Iterable[str]) -> bool:
    """Whether a name of one list stands in the other: equal stems, one within the other, or a spelling variant."""
    others = list(second)
    pairs = [(stems(x), stems(y), x.lower(), y.lower()) for x in first for y in others]
    return any((s and t and (s <= t or t <= s)) or fuzz.token_sort_ratio(x, y) >= SAME_NAME for s, t, x, y in pairs)


def _question(a: Record, b: Record, texts: tuple[Document, Document], evidence: tuple[Evidence, ...]) -> Discrepancy:
    codes = {e.code for e in evidence}
    score = sum(e.weight for e in evidence)
    relation: SetRelation = "silent" if "no-id" in codes else "different"
    return discrepancy(
        "identity",
        _severity(codes, score),
        relation,
        (_id_claim(a, texts[0]), _id_claim(b, texts[1])),
        concept="registry id",
        reasons=tuple(f"{e.code}:{e.weight:+g}" for e in evidence),
        proposal=Proposal(value=_verdict(codes, score), basis=tuple(e.code for e in evidence)),
    )


def _severity(codes: set[str], score: float) -> Severity:
    if "other-id-same-registry" in codes:
        return "high"
    return "low" if "other-registry" in codes and score >= 3 else "medium"


def _verdict(codes: set[str], score: float) -> str:
    if "other-id-same-registry" in codes:
        return "likely sister trials, or a wrong id" if score >= -1 else "likely different trials"
    return "likely one trial" if score >= 2 else "cannot tell" if score >= -1 else "likely different trials"


def _id_claim(record: Record, document: Document) -> Claim:
    facts = facts_of(record, "registry_id")
    if facts:
        return claim(record.document.id, str(facts[0].value), facts[0].span)
    place = re.search(
        r"(?im)^.{0,20}(?:registry|registration|trial|study|identifier)\b.{0,12}(?:number|id|no\.?|identifier)\b.{0,60}$",
        document.reading,
    )
    return claim(record.document.id, "no registry id given", document.span(*place.span()) if place else None)
