"""A small run made by hand, with page texts that try to break out of what shows them."""

from decimal import Decimal

from extractor.model.criterion import AtLeast, Characteristic, Cohort, Concept, Criterion, DocumentHead, Fact, Record
from extractor.model.document import Document, Repair, Span
from extractor.model.review import Ambiguity, Claim, Discrepancy, Proposal
from extractor.model.run import Failure, Run, Settings, SourceEntry
from extractor.model.values import Range, Timing

HOSTILE = (
    '<script>alert("x")</script></mark></div>"><img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} &lt;b&gt; \u202egnorw\u202c'
)
CRITERION = "Platelets at least 50 x10^9/L within 14 days of screening"
TEXT_A = f"Trial of a tonic\nAges 10 to 65 years\nInclusion:\n1. {CRITERION}\n{HOSTILE}\n"
TEXT_B = "Tonic study for families\nAdults 18 years and over\nMay join: enough platelets (TBD)\n"
END = Span(start=len(TEXT_B), end=len(TEXT_B), quote="")


def span(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start=start, end=start + len(quote), quote=quote)


def document(identifier: str, path: str, text: str, repairs: tuple[Repair, ...] = ()) -> Document:
    return Document(
        id=identifier,
        path=path,
        sha256="0" * 64,
        media_type="text/plain",
        kind="registry",
        text=text,
        reading=text,
        repairs=repairs,
    )


def entry(item: Document) -> SourceEntry:
    return SourceEntry(
        path=item.path,
        document=item.id,
        sha256=item.sha256,
        bytes=len(item.text),
        media_type=item.media_type,
        kind=item.kind,
        reader="text",
        encoding="utf-8",
        characters=len(item.text),
        omitted={"script": 2},
    )


def record(item: Document, **parts: object) -> Record:
    head = DocumentHead(
        id=item.id, path=item.path, sha256=item.sha256, media_type=item.media_type, kind=item.kind, repairs=item.repairs
    )
    return Record.model_validate({"document": head, **parts})


def age(text: str, quote: str, cohort: str | None = None, **bounds: object) -> Fact:
    return Fact(field="age", value=Range.model_validate({"unit": "a", **bounds}), span=span(text, quote), cohort=cohort)


def sample_run(name: str = "registry.txt") -> Run:
    """Two pages that disagree on age, one of them full of mark-up that must stay text."""
    doubtful = Repair(rule="lost_superscript", span=span(TEXT_A, "10^9"), before="10^9", after="10^9", doubtful=True)
    a, b = document("a-1", name, TEXT_A, (doubtful,)), document("b-2", "navigator.txt", TEXT_B)
    platelets = Characteristic(
        topic="measurement",
        concept=Concept(text="Platelets", span=span(TEXT_A, "Platelets")),
        value=Range(low=Decimal("50"), unit="10*9/L", unit_text="x10^9/L"),
        timing=(
            Timing(
                relation="within", window=Range(high=Decimal(14), unit="d"), anchor="screening", span=span(TEXT_A, "14 days")
            ),
        ),
        span=span(TEXT_A, CRITERION),
    )
    criterion = Criterion(
        id="c1",
        category="inclusion",
        label="1.",
        cohort="k1",
        text=CRITERION,
        span=span(TEXT_A, CRITERION),
        combination=AtLeast(n=2),
        characteristics=(platelets,),
    )
    cohort = Cohort(id="k1", name="<i>Tonic</i> group", span=span(TEXT_A, "tonic"))
    ages_a = (
        age(TEXT_A, "10 to 65 years", low="10", high="65"),
        age(TEXT_A, "65 years", cohort="k1", low="18", low_inclusive=False),
    )
    discrepancy = Discrepancy(
        id="d1",
        field="age",
        concept="age",
        cohort=None,
        severity="high",
        relation="wider",
        conditional=True,
        claims=(
            Claim(document="a-1", value="10 to 65 years", span=span(TEXT_A, "10 to 65 years")),
            Claim(document="b-2", value="≥ 18 years", span=span(TEXT_B, "18 years and over")),
        ),
        reasons=("lower_bound",),
        proposal=Proposal(value="take the registry's", basis=("reference",)),
    )
    silent = Discrepancy(
        id="d2",
        field="criterion_missing",
        concept=HOSTILE,
        cohort="Tonic",
        severity="low",
        relation="silent",
        claims=(
            Claim(document="a-1", value=HOSTILE, span=span(TEXT_A, HOSTILE)),
            Claim(document="b-2", value="says nothing"),
        ),
    )
    flags = (
        Ambiguity(
            id="q1", document="b-2", kind="placeholder", span=span(TEXT_B, "TBD"), message="left open", severity="high"
        ),
        Ambiguity(id="q2", document="a-1", kind="vague", span=span(TEXT_A, HOSTILE), message=HOSTILE, severity="medium"),
        Ambiguity(id="q3", document="b-2", kind="truncated", span=END, message="ends", severity="low"),
    )
    return Run(
        settings=Settings(),
        started="2026-01-01T00:00:00+00:00",
        sources=(entry(a), entry(b)),
        failures=(Failure(path="<b>lost.txt</b>", problem="is empty", remedy="give a page"),),
        documents=(a, b),
        records=(record(a, facts=ages_a, cohorts=(cohort,), criteria=(criterion,)), record(b)),
        discrepancies=(silent, discrepancy),
        ambiguities=flags,
        timings=(),
    )


def many_pages(count: int) -> Run:
    documents = [document(f"d-{index}", f"page{index}.txt", f"Page {index} TBD") for index in range(count)]
    flags = [
        Ambiguity(
            id=f"q{i}", document=item.id, kind="placeholder", span=span(item.text, "TBD"), message="open", severity="low"
        )
        for i, item in enumerate(documents)
    ]
    return sample_run().model_copy(
        update={
            "documents": tuple(documents),
            "records": tuple(record(item) for item in documents),
            "sources": tuple(entry(item) for item in documents),
            "discrepancies": (),
            "ambiguities": tuple(flags),
        }
    )
