"""UTF-8 read in another encoding, whole and with bytes lost."""

import pytest

from extractor.repair import repairs_of
from extractor.repair.encoding import is_thai

SIGNS = "é≥≤×µ°²–’“”•…αβöß©·"


def reading(text: str) -> str:
    return repairs_of(text)[0]


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "mac_roman"])
@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_comes_back(sign: str, codec: str) -> None:
    data = f"at{sign} of".encode()
    try:
        damaged = data.decode(codec)
    except UnicodeDecodeError:
        pytest.skip("the code page has no character for one of the bytes")
    expected = f"at{sign} of".replace("²", "^2")
    assert reading(damaged) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from day 1 โ€“ 7", "from day 1 – 7"),
        ("aged โ‰ฅ 18 years", "aged ≥ 18 years"),
        ("5 ร— 2 tablets", "5 × 2 tablets"),
        ("ยฉ the site ยท all rights", "© the site · all rights"),
        ("Sjรถgren and TNF-ฮฑ", "Sjögren and TNF-α"),
    ],
)
def test_windows_874_with_all_bytes(text: str, expected: str) -> None:
    assert reading(text) == expected
    assert not any(one.doubtful for one in repairs_of(text)[1])


@pytest.mark.parametrize(
    ("text", "expected", "doubtful"),
    [
        ("The plan is open โ nobody knows yet", "The plan is open – nobody knows yet", False),
        ("- โAble to walk\n- รNot able to walk", "- Able to walk\n- Not able to walk", False),
        ("a limit (โ VERIFY with the site)", "a limit (VERIFY with the site)", False),
        ("the patientโs doctor", "the patient's doctor", False),
        ("one dose 50 mg ร 2 daily", "one dose 50 mg × 2 daily", True),
        ("ages 20 โ 60 years", "ages 20 – 60 years", True),
        ("the investigatorâ??s view", "the investigator's view", False),
        ("Gรteau", "G\ufffdteau", True),
    ],
)
def test_lost_bytes_are_decided_by_their_surroundings(text: str, expected: str, doubtful: bool) -> None:
    read, repairs = repairs_of(text)
    assert read == expected
    assert any(one.doubtful for one in repairs) == doubtful


@pytest.mark.parametrize("text", ["aged โ 18 years", "ANC โฅ1500/µL", "SpO2 â?¤ 94%", "SpO2 โค94%"])
def test_what_may_have_been_a_comparator_is_left(text: str) -> None:
    assert reading(text) == text


def test_a_thai_page_is_left() -> None:
    page = "โครงการวิจัยนี้รับผู้ป่วยอายุ 18 ปีขึ้นไป โดยต้องได้รับการรักษาในโรงพยาบาล"
    assert is_thai(page)
    assert repairs_of(page) == (page, ())


def test_nested_damage_is_peeled_off() -> None:
    once = "patient’s".encode().decode("cp1252")
    twice = once.encode().decode("mac_roman")
    assert reading(twice) == "patient’s"


@pytest.mark.parametrize("text", ["Café Œuvre Älter", "SANTÉ® group", "«Été»", "10 £ or 12 €", "¬ and √ are signs"])
def test_ordinary_accents_are_left(text: str) -> None:
    assert reading(text) == text
