"""References that lead off the page, and entries that break off."""

import pytest
from test_triage_page import flags, quotes


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("- Meets the criteria for lupus (Appendix 7)", "Appendix 7"),
        ("- Weak immune system (see Appendix B)", "see Appendix B"),
        ("- Forbidden medicines, see section 4.3", "section 4.3"),
        ("- Values as in Table 3", "Table 3"),
        ("- Suitable for the drug as per local label", "local label"),
        ("- No reason against the scan (the clinic keeps the list)", "keeps the list"),
        ("- Took part in Study ZZ-104b", "Study ZZ-104b"),
    ],
)
def test_unresolved(text: str, part: str) -> None:
    found = quotes(text, "unresolved_reference")
    assert len(found) == 1 and part in found[0]


def test_an_appendix_on_the_page_resolves() -> None:
    assert quotes("- Meets the criteria (Appendix 7)\nAppendix 7: the criteria in full", "unresolved_reference") == []


def test_each_reference_once() -> None:
    assert len(quotes("- First rule (Appendix 2)\n- Second rule (Appendix 2)", "unresolved_reference")) == 1


def test_ordinary_words_are_no_references() -> None:
    assert (
        quotes("- Caesarean section 2 years ago\n- Eats at the table\n- In this study 40 join", "unresolved_reference") == []
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("- Score of 9 or more (Appendix", "(Appendix"),
        ("- Clear lungs (no sign of disease\n- Other", "(no sign of disease"),
        ("- Known allergy to one of the", "one of the"),
        ("- Has one of the following:", "following:"),
        ("- May join another trial (if the sponsor agrees)*", "agrees)*"),
        ("he participant may join if all of these hold\n- Adult", "he participant may join"),
        ("- Takes part in another trial\n- on pneumonia\n- Has gout", "on pneumonia"),
    ],
)
def test_truncated(text: str, part: str) -> None:
    found = [quote for quote in quotes(text, "truncated") if part in quote]
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "- A mass in the pelvis, AND\n- A normal scan",
        "- Has one of the following:\n  - gout\n  - asthma",
        "- Allowed (if agreed)*\n* by the sponsor",
        "- a) first (second) third",
        "- Type of cancer the patient was treated for.",
    ],
)
def test_whole(text: str) -> None:
    assert quotes(text, "truncated") == []


def test_dropped_word() -> None:
    assert ("other", "heparin, , aspirin") in flags("- Takes heparin, , aspirin or others")
    assert quotes("- Red, blue, green", "other") == []


def test_the_segmentation_says_so() -> None:
    assert [kind for kind, _ in flags("- Any patient whose blood", notes={"c1": ("cut-off",)})] == ["truncated"]
