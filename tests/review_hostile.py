"""A run in which every text that a page shows tries to become a script, and the same payloads for what reviewers type."""

from pathlib import Path

from sample_run import document, entry, record

from extractor.model.criterion import Fact
from extractor.model.document import Span
from extractor.model.review import Ambiguity, Claim, Discrepancy, Proposal
from extractor.model.run import Run, Settings
from extractor.output import write

MARKER = "window.ran = 1"
VECTORS = (
    "<script>RUN</script>",
    "<img src=x onerror='RUN'>",
    "<svg onload='RUN'>",
    "<svg><script>RUN</script></svg>",
    "<body onload='RUN'>",
    "<iframe srcdoc='<script>parent.RUN</script>'></iframe>",
    "<iframe src='javascript:parent.RUN'></iframe>",
    "<details open ontoggle='RUN'>x</details>",
    "<input autofocus onfocus='RUN'>",
    "<video><source onerror='RUN'></video>",
    "<audio src=x onerror='RUN'></audio>",
    "<object data='javascript:RUN'></object>",
    "<embed src='javascript:RUN'>",
    "<a href='javascript:RUN' autofocus onfocus='RUN'>x</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror='RUN'></style></mglyph></table></mtext></math>",
    "<meta http-equiv='refresh' content='0;url=javascript:RUN'>",
    "<base href='http://evil.example/'><link rel='stylesheet' href='http://evil.example/x.css'>",
    "<form action='http://evil.example'><button autofocus onfocus='RUN'>x</button></form>",
    "<style>@import 'http://evil.example/x.css'; * { background: url(http://evil.example/y) }</style>",
    "<noscript><p title='</noscript><img src=x onerror=RUN>'>",
)
BREAKOUTS = (
    "",
    "\"'>",
    "</title></textarea></option></select>",
    "--></mark></q></style>",
    "' onmouseover='RUN' x='",
    "{{ 7 * 7 }}%}<!--",
)
PAYLOADS = tuple((before + vector).replace("RUN", MARKER) for vector in VECTORS for before in BREAKOUTS)
FIELDS = ("age", "threshold", "criterion_added", "other", "status", "phase")


def write_hostile_run(folder: Path) -> int:
    """A run of a discrepancy and an ambiguity for each payload, with the payload in every free text; how many payloads."""
    text = "".join(f"{number}. {payload}\n" for number, payload in enumerate(PAYLOADS))
    one = document("one-1", "pages/<img src=x onerror='window.ran = 1'>.txt", text)
    two = document("two-2", 'pages/"><script>window.ran = 1<.txt', text[::-1][::-1] + "end\n")
    spans = [_span(text, f"{number}. {payload}") for number, payload in enumerate(PAYLOADS)]
    pairs = tuple(_discrepancy(number, payload, spans[number]) for number, payload in enumerate(PAYLOADS))
    flags = tuple(_ambiguity(number, payload, spans[number]) for number, payload in enumerate(PAYLOADS))
    facts = tuple(Fact(field="title", value=payload, span=span) for payload, span in zip(PAYLOADS, spans, strict=True))
    run = Run(
        settings=Settings(),
        started="2026-01-01T00:00:00+00:00",
        sources=(entry(one), entry(two)),
        failures=(),
        documents=(one, two),
        records=(record(one, facts=facts), record(two, facts=facts)),
        discrepancies=pairs,
        ambiguities=flags,
        timings=(),
    )
    write(run, folder, report="")
    return len(PAYLOADS)


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), quote=words)


def _discrepancy(number: int, payload: str, span: Span) -> Discrepancy:
    claims = (Claim(document="one-1", value=payload, span=span), Claim(document="two-2", value=f"not {payload}", span=span))
    return Discrepancy.model_validate(
        {
            "id": f"d{number}",
            "field": FIELDS[number % len(FIELDS)],
            "concept": payload,
            "cohort": payload,
            "severity": ("high", "medium", "low")[number % 3],
            "relation": "different",
            "claims": claims,
            "reasons": (payload, f"only-one-says-{payload}", "wording"),
            "proposal": Proposal(value=payload, basis=(payload,)),
        }
    )


def _ambiguity(number: int, payload: str, span: Span) -> Ambiguity:
    proposal = Proposal(value=payload, basis=(payload,))
    kind, severity = ("vague", "placeholder")[number % 2], ("high", "medium", "low")[number % 3]
    return Ambiguity.model_validate(
        {
            "id": f"a{number}",
            "document": "one-1",
            "kind": kind,
            "span": span,
            "message": payload,
            "severity": severity,
            "proposal": proposal,
        }
    )
