"""The rows of measurements.csv and topics.csv: keys, aliases, codes and bounds."""

import re
from collections import defaultdict
from decimal import Decimal

import pytest

from extractor.catalogue import Measurement, Topic, dimension, measurement, measurements, topic, topics

ROWS: tuple[Measurement | Topic, ...] = (*measurements(), *topics())
KINDS = {
    "condition",
    "infection",
    "malignancy",
    "pregnancy",
    "drug",
    "procedure",
    "treatment",
    "device",
    "allergy",
    "consent",
    "contraception",
    "observation",
}
# Molar masses (g/mol) from the periodic table and handbooks; phosphate counts as phosphorus, urea nitrogen as N2.
MOLAR_MASSES = {
    "creatinine": "113.12",
    "bilirubin": "584.7",
    "glucose": "180.16",
    "cholesterol": "386.7",
    "triglycerides": "885.4",
    "sodium": "22.99",
    "potassium": "39.10",
    "calcium": "40.08",
    "magnesium": "24.31",
    "phosphate": "30.97",
    "chloride": "35.45",
    "bicarbonate": "61.02",
    "iron": "55.85",
    "urea": "60.06",
    "bun": "28.01",
    "uric_acid": "168.1",
    "vitamin_d": "400.6",
    "vitamin_b12": "1355.4",
    "folate": "441.4",
    "lactate": "90.08",
    "ammonia": "17.03",
    "cortisol": "362.5",
    "testosterone": "288.4",
    "estradiol": "272.4",
    "progesterone": "314.5",
    "free_t4": "776.9",
    "free_t3": "651.0",
    "phenylalanine": "165.2",
    "lead_level": "207.2",
}
SHORT = 3
TWINS = {
    ("alcohol_intake", "alcohol_abuse"),
    ("alcohol_intake", "alcohol_use"),
    ("caffeine_intake", "caffeine"),
    ("cigarettes", "smoking"),
    ("vitamin_d", "supplement"),
    ("er_expression", "tumor_alteration"),
    ("estradiol", "hormone_therapy"),
    ("fever", "febrile_illness"),
    ("her2", "tumor_alteration"),
    ("hot_flashes", "gynecologic_disease"),
    ("measurable_lesion", "recist"),
    ("menstrual_cycle_length", "menstruation"),
    ("pack_years", "smoking"),
    ("pain_score", "pain"),
    ("parity", "obstetric_history"),
    ("physical_activity", "exercise_ability"),
    ("pr_expression", "tumor_alteration"),
    ("radiographic_lung", "lung_disease"),
    ("refraction", "refractive_error"),
    ("stenosis", "carotid_disease"),
    ("stenosis", "coronary_artery_disease"),
    ("testosterone", "androgen"),
    ("tooth_count", "oral_disease"),
    ("weight_loss", "unintentional_weight_loss"),
}
"""Measurement and topic that share an alias."""


def case_of(alias: str) -> str | None:
    """The spelling that an alias insists on, None if letter case is free."""
    bare = alias.removeprefix("=")
    return bare if alias.startswith("=") or (len(bare) <= SHORT and bare.isupper()) else None


def words_of(alias: str) -> str:
    """An alias as the matcher sees it: lower-case words."""
    return " ".join(re.findall(r"[^\W_]+", alias.lower()))


def test_keys_are_unique_identifiers() -> None:
    keys = [row.key for row in ROWS]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []
    assert [key for key in keys if not re.fullmatch(r"[a-z][a-z0-9_]*", key)] == []


def shared_aliases() -> dict[tuple[str, str | None], list[Measurement | Topic]]:
    """Aliases of more than one row; letters may be shared where the rows insist on different letter cases ("Cr", "CR")."""
    seen: dict[tuple[str, str | None], list[Measurement | Topic]] = defaultdict(list)
    for row in ROWS:
        for alias in dict.fromkeys((words_of(each), case_of(each)) for each in (row.name, *row.aliases)):
            seen[alias].append(row)
    return {alias: rows for alias, rows in seen.items() if len(rows) > 1}


def test_no_alias_stands_on_two_rows_but_those_of_twins() -> None:
    """A measurement may share words with the topic that they name where no number follows; nothing else may."""
    shared = shared_aliases()
    for alias, rows in shared.items():
        assert [type(row) for row in rows] == [Measurement, Topic], (alias, [row.key for row in rows])
    assert {(rows[0].key, rows[1].key) for rows in shared.values()} == TWINS


def test_twins_of_one_row_are_counted_once() -> None:
    """A measurement has the same twin whatever the spelling, except where the words differ in kind (heavy drinking)."""
    assert {key for key, _ in TWINS if sum(key == other for other, _ in TWINS) > 1} == {"alcohol_intake", "stenosis"}


def test_every_alias_has_a_word() -> None:
    assert [(row.key, alias) for row in ROWS for alias in (row.name, *row.aliases) if not words_of(alias)] == []
    assert [row.key for row in ROWS if not row.name or row.name != row.name.strip()] == []
    assert [(row.key, alias) for row in ROWS for alias in row.aliases if alias != alias.strip()] == []


def test_one_letter_is_no_alias() -> None:
    assert [(row.key, alias) for row in ROWS for alias in (row.name, *row.aliases) if len(words_of(alias)) < 2] == []


def test_rows_are_found_by_key() -> None:
    assert all(measurement(row.key) is row for row in measurements())
    assert all(topic(row.key) is row for row in topics())
    assert measurement("no-such-key") is None
    assert topic("no-such-key") is None


def test_topic_kinds() -> None:
    assert {row.topic for row in topics()} == KINDS


@pytest.mark.parametrize(
    "key",
    [
        "pregnancy",
        "breastfeeding",
        "informed_consent",
        "dialysis",
        "renal_failure",
        "chronic_kidney_disease",
        "end_stage_renal_disease",
        "liver_disease",
        "cirrhosis",
        "hepatic_impairment",
        "heart_failure",
        "malignancy",
        "hiv",
        "hepatitis_b",
        "hepatitis_c",
        "surgery",
        "car_t_therapy",
        "immunosuppressant",
        "biologic",
        "jak_inhibitor",
        "diabetes",
        "investigational_drug",
    ],
)
def test_keys_that_other_vocabularies_name(key: str) -> None:
    assert topic(key) is not None


def test_codes_have_the_form_of_their_system() -> None:
    forms = {
        "ICD-10-CM": re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?"),
        "ATC": re.compile(r"[A-DG-JL-NPRSV][0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?"),
    }
    for row in topics():
        assert (row.system is None) == (row.code is None), row.key
        if row.system is not None and row.code is not None:
            assert forms[row.system].fullmatch(row.code), row.key
            assert row.display, row.key
            assert row.system == ("ATC" if row.topic in ("drug", "contraception") else "ICD-10-CM"), row.key


def luhn(number: str) -> int:
    """The mod 10 check digit of a LOINC number (LOINC Users' Guide, appendix C)."""
    doubled = str(int(number[::-1][::2][::-1]) * 2)
    return -sum(map(int, doubled + number[::-1][1::2])) % 10


def test_loinc_check_digits() -> None:
    assert luhn("718") == 7
    codes = [(row.key, row.loinc) for row in measurements() if row.loinc]
    assert len(codes) >= 100
    for key, code in codes:
        number, digit = code.split("-")
        assert luhn(number) == int(digit), key


def test_bounds_rise() -> None:
    bounded = [row for row in measurements() if row.low is not None and row.high is not None]
    assert len(bounded) > 400
    assert [row.key for row in bounded if row.low is not None and row.high is not None and row.low >= row.high] == []
    assert [row.key for row in measurements() if (row.low is None) != (row.high is None)] == []


def test_units_are_known() -> None:
    assert [row.key for row in measurements() if row.unit is not None and dimension(row.unit) is None] == []


def test_molar_masses() -> None:
    for key, mass in MOLAR_MASSES.items():
        row = measurement(key)
        assert row is not None
        assert row.molar_mass is not None, key
        assert abs(row.molar_mass / Decimal(mass) - 1) < Decimal("0.001"), key


def test_levels_are_a_range_of_steps() -> None:
    steps = re.compile(r"(-?[0-9]+|[0-9]?[A-Z]|[IV]+[a-c]?|[A-Z][0-9])-([0-9]+\+?|[A-Z]|[IV]+|[A-Z][0-9])")
    levels = [(row.key, row.levels) for row in measurements() if row.levels]
    assert len(levels) > 100
    assert [each for each in levels if not steps.fullmatch(each[1])] == []


def test_no_topic_hides_a_negation() -> None:
    """ "Unable to consent" is consent and a negation; a name that swallowed the cue would be read the wrong way round."""
    cues = {"unable", "inability", "incapable", "unwilling", "no", "not", "without", "never", "refuse", "refuses", "lack"}
    hidden = [
        (row.key, alias) for row in topics() for alias in (row.name, *row.aliases) if words_of(alias).split()[0] in cues
    ]
    assert hidden == []


def test_no_topic_repeats_its_names_with_a_modifier() -> None:
    """ "Active infection" is infection and a modifier, which the reading keeps apart."""
    modifiers = {
        "active",
        "uncontrolled",
        "severe",
        "known",
        "prior",
        "previous",
        "current",
        "recent",
        "untreated",
        "serious",
    }
    for row in topics():
        names = {words_of(alias) for alias in (row.name, *row.aliases)}
        doubled = [name for name in names if name.split()[0] in modifiers and " ".join(name.split()[1:]) in names]
        assert doubled == [], row.key
