"""Entities, tags, line ends and characters."""

import pytest

from extractor.repair import repairs_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("age &ge; 18 &amp; willing", "age ≥ 18 & willing"),
        ("age &amp;ge; 18", "age ≥ 18"),
        ("ALT &amp;amp;lt; 3", "ALT < 3"),
        ("&#8805;18 and &#x2264;65", "≥18 and ≤65"),
        ("patient&#39;s&nbsp;view", "patient's view"),
        ("1&#150;2", "1–2"),
        ("line one_x000D_<br>line two", "line one\nline two"),
        ("one<br/>two<br/ ><br>three\r\nfour\rfive", "one\ntwo\nthree\nfour\nfive"),
        ("<p>alpha</p><ul><li>beta</li></ul>", "\nalpha\n\n\n- beta\n"),
        ("10<sup>9</sup>/L and kg/m<sup>2</sup>", "10^9/L and kg/m^2"),
        ("a <b>bold</b> <span class='x'>word</span>", "a bold word"),
        ("10⁹/L, 10⁻³, kg/m², 75,000/mm³ or more", "10^9/L, 10^-3, kg/m^2, 75,000/mm^3 or more"),
        ("（age＞１８）", "(age>18)"),
        ("a\u00a0b\u2009c\u00add\u200be\ufefff", "a b cdef"),
        ("≧ 5 and ⩽ 6 and ˂ 7", "≥ 5 and ≤ 6 and < 7"),
        ("5 μg and 6 µg of ﬁsh at 37 ℃", "5 µg and 6 µg of fish at 37 °C"),
        ("a\x00b\x07c", "a bc"),
        ("\uf0b7 item with \uf0b3 5", "• item with ≥ 5"),
    ],
)
def test_reading(text: str, expected: str) -> None:
    assert repairs_of(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "AT&T and R&D; Fish&Chips; a & b;",
        "&nosuchname; stays",
        "x <5, y < ULN, z <and> w, p<q",
        "a < b and b > c",
        "count³1500 and ³ 18 years",
        "&#1114112; &#0; &#xD800;",
    ],
)
def test_left_alone(text: str) -> None:
    assert repairs_of(text)[0] == text
