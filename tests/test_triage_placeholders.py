"""Placeholders, defaults, illustrative text, missing values."""

import time

import pytest
from test_triage_page import flags, quotes


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("- Up to 70 years (VERIFY: highest age in the protocol)", "VERIFY: highest age in the protocol"),
        ("Parking costs: TBD", "TBD"),
        ("Study hospitals: to be announced.", "to be announced"),
        ("Principal contact: TBC", "TBC"),
        ("Hospitals: [list of hospitals to be inserted]", "[list of hospitals to be inserted]"),
        ("Reviewed on [date]", "[date]"),
        ("Dose: ???", "???"),
        ("Lorem ipsum dolor sit amet", "Lorem ipsum"),
        ("Status: we hope to say more. Coming soon.", "Coming soon"),
        ("Sponsor: XX", "XX"),
        ("Maximum age: 130 Years", "130 Years"),
        ("Maximum age: 100(Year)", "100(Year)"),
        ("Maximum age: 0", "0"),
        ("Sex: -", "Sex: -"),
        ("Target sample size: 0", "Target sample size: 0"),
        ("Age: 21 to ?? years", "21 to ??"),
        ("Registry number: NCTXXXXXXXX", "NCTXXXXXXXX"),
        ("- Up to 70 years (lower limit: ask sponsor!)", "ask sponsor"),
        ("- No surgery within N weeks before the first dose", "within N"),
    ],
)
def test_placeholder(text: str, part: str) -> None:
    found = quotes(text, "placeholder")
    assert len(found) == 1 and part in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "- Diagnosis has to be confirmed by biopsy",
        "- The lesion needs to be determined.",
        "We verify each result twice.",
        "Karyotype 46,XX is allowed",
        "Maximum age: 75 Years",
        "Maximum age: N/A",
        "Sex: All",
        "Target sample size: 40",
        "[Smith 2004] wrote about it",
    ],
)
def test_no_placeholder(text: str) -> None:
    assert quotes(text, "placeholder") == []


def test_a_guess_inside_a_placeholder_is_told_once() -> None:
    text = "- Adults (VERIFY: upper limit, commonly 75 or 80)"
    assert [kind for kind, _ in flags(text)] == ["placeholder"]


@pytest.mark.parametrize(
    "text",
    [
        "The list below is illustrative.",
        "Illustrative list. Ask the clinic.",
        "- Karnofsky (typically 70 or more)",
        "A course is usually about three weeks.",
        "How long? Typically as long as it helps.",
        "People who smoke are generally excluded.",
    ],
)
def test_illustrative(text: str) -> None:
    assert len(quotes(text, "illustrative")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Asthma is often treated by inhalers.",
        "Doctors typically see rash and fever in this disease.",
        "The disease commonly begins in the hands.",
    ],
)
def test_background_prose_is_left_alone(text: str) -> None:
    assert flags(text) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("- Surgery within a protocol-defined window before entry", "protocol-defined window"),
        ("- Weight in a range set by the protocol", "set by the protocol"),
        ("- Haemoglobin above the protocol minimum", "the protocol minimum"),
        ("The drug is given for a protocol-defined number of days.", "protocol-defined number"),
    ],
)
def test_missing_value(text: str, part: str) -> None:
    found = quotes(text, "missing_value")
    assert len(found) == 1 and part in found[0]


def test_a_value_given_beside_the_protocol_is_not_missing() -> None:
    assert quotes("- Haemoglobin of at least 9 g/dL as defined in the protocol", "missing_value") == []


def test_a_list_declared_incomplete() -> None:
    assert quotes("Other protocol-defined inclusion criteria may apply.", "truncated") != []
    assert quotes("Key Inclusion Criteria:\n- Adults", "truncated") == ["Key Inclusion Criteria"]


def test_lost_letters() -> None:
    assert quotes("A trial to prevent fever ?? influenza in adults", "other") == ["fever ?? influenza"]


def test_a_list_that_is_a_sample() -> None:
    assert len(quotes("The list is only a sample and will be replaced.", "illustrative")) == 1


@pytest.mark.parametrize(
    "text", ["Please ask the sponsor.", "- Ask your doctor; factor X deficiency", "- Grade N of the scale"]
)
def test_no_note_to_ask_and_no_blank(text: str) -> None:
    assert quotes(text, "placeholder") == []


@pytest.mark.parametrize("unit", ["?? ", "NCT", "X", "within N ", "1 to ", "ask the "])
def test_blanks_are_found_in_time(unit: str) -> None:
    before = time.perf_counter()
    quotes("- " + unit * (100_000 // len(unit)), "placeholder")
    assert time.perf_counter() - before < 8
