"""The whole stage: the reading is the text after its repairs, and a repaired text needs none."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.document import Repair, Source, SourceField
from extractor.repair import repair, repairs_of

PIECES = [
    "platelets ",
    "ANC ",
    "age ",
    "patients ",
    "the ",
    "of ",
    "ofthe ",
    "Studydrug",
    "AgainstDisease",
    "mRNA",
    " ",
    "\n",
    "\r\n",
    "\r",
    "<br>",
    "<br/ >",
    "_x000D_",
    "<p>",
    "<sup>9</sup>",
    "<",
    ">",
    "<5",
    "≥",
    "&ge;",
    "&amp;lt;",
    "&amp;amp;ge;",
    "&",
    ";",
    "amp;",
    "&#8211;",
    "\u00a0",
    "\u200b",
    "＞",
    "（",
    "10⁹",
    "³ 18",
    "m²",
    "µ",
    "μ",
    "â€œ",
    "â‰¥",
    "â??",
    "Ã©",
    "√©",
    "‚â•",
    "‚Äô",
    "¬µ",
    "โ",
    "ร",
    "ร—",
    "โ€“",
    "โฅ",
    "ยฉ",
    "18",
    "1,5 mg",
    "100.000/mm3",
    "x 109/L",
    "0.5×109/L",
    "110^9/L",
    "10? /L",
    "- ",
    "(",
    ")",
    "?",
]
damaged = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def applied(text: str, repairs: tuple[Repair, ...]) -> str:
    parts, at = [], 0
    for one in repairs:
        assert one.span.start >= at
        assert text[one.span.start : one.span.end] == one.span.quote == one.before
        parts += [text[at : one.span.start], one.after]
        at = one.span.end
    return "".join(parts) + text[at:]


@settings(max_examples=400, deadline=None)
@given(damaged)
def test_the_reading_is_the_text_after_its_repairs(text: str) -> None:
    reading, repairs = repairs_of(text)
    assert applied(text, repairs) == reading
    assert all(one.before != one.after for one in repairs)


@settings(max_examples=400, deadline=None)
@given(damaged)
def test_a_reading_needs_no_further_sure_repair(text: str) -> None:
    reading, _ = repairs_of(text)
    assert [one for one in repairs_of(reading)[1] if not one.doubtful] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Adults with an ANC >= 1.5 x 10^9/L, a platelet count of 100,000/mm3 and an eGFR ≥ 30 mL/min/1.73m2.",
        "Procter & Gamble; AT&T; R&D; p < 0.05 and q > 3; a <5% loss, x<y>z",
        "mRNA, HbA1c, pSS, eGFR, NeuroStar, BRCA1, anti-PD-L1, McDonald and von Willebrand stay as they are.",
        "ECOG 0,1 or 2; grade 2,3,4; 1,500/mm3; 18.65; 3x1000/µL; 2 x 100 mg",
        "ผู้ป่วยที่มีอายุตั้งแต่สิบแปดปีขึ้นไป และสามารถให้ความยินยอมได้",
        "Größe über 1,80 m wird naïve Patienten – „Zitat“ – nicht betreffen",
    ],
)
def test_an_undamaged_text_has_no_repairs(text: str) -> None:
    if "1,80 m" in text:
        text = text.replace("1,80 m", "180 cm")
    assert repairs_of(text) == (text, ())


def test_a_document_keeps_the_source() -> None:
    field = SourceField(name="brief_title", start=0, end=5)
    source = Source(
        path="a/b.txt",
        sha256="0" * 64,
        media_type="text/plain",
        reader="text",
        encoding="utf-8",
        text="Title\r\nage &ge; 18",
        fields=(field,),
        omitted={"script": 2},
    )
    document = repair(source, "d1")
    assert document.id == "d1"
    assert document.text == source.text
    assert document.reading == "Title\nage ≥ 18"
    assert document.fields == (field,)
    assert document.omitted == {"script": 2}
    assert [r.rule for r in document.repairs] == ["line-end", "html-entity"]
    assert document.span(10, 14).quote == "&ge; 18"


def test_repairs_on_top_of_each_other_are_one() -> None:
    text = "count 1.5 &#215; 109/L of neutrophils"
    reading, (one,) = repairs_of(text)
    assert reading == "count 1.5 × 10^9/L of neutrophils"
    assert (one.rule, one.before, one.doubtful) == ("html-entity+lost-superscript", "1.5 &#215; 109", True)


def test_letters_in_two_parts_are_read_as_one() -> None:
    text = unicodedata.normalize("NFD", "Sjögren syndrome, naïve, Ménière")
    assert repairs_of(text)[0] == "Sjögren syndrome, naïve, Ménière"
    assert repairs_of("x\u0301\u0302 \u0301")[0] == "x\u0301\u0302 \u0301"
