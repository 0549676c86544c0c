"""The report shows everything that was found, safely, and the same way each time."""

import re
from base64 import b64encode
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from sample_run import HOSTILE, TEXT_A, TEXT_B, age, document, many_pages, record, sample_run, span

from extractor.model.document import Span
from extractor.model.review import SEVERITIES
from extractor.model.values import Members, Range, Timing
from extractor.report import render
from extractor.report.ages import age_bars
from extractor.report.highlights import Mark, pieces
from extractor.report.quote import in_context
from extractor.report.view import MOST_ENTRIES
from extractor.report.words import phrase, timing_words, value_words, visible


def texts(page: str, xpath: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in html.fromstring(page).xpath(xpath)]


def page_text(page: str) -> str:
    return texts(page, "//main")[0]


def test_page_is_safe_and_self_contained() -> None:
    page = render(sample_run())
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //img | //iframe | //link | //object | //form")
    assert not [name for node in tree.iter() if isinstance(node.tag, str) for name in node.attrib if name.startswith("on")]
    assert not tree.xpath("//@style")
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert not re.search(r"(?:https?:)?//[a-z]", page.replace(HOSTILE, ""))
    assert "49" not in texts(page, "//article[@id='D2']")[0]


def test_security_policy_allows_the_one_style_and_nothing_else() -> None:
    page = render(sample_run())
    policy = html.fromstring(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    assert policy.startswith(
        "default-src 'none'; style-src 'sha256-" + b64encode(sha256(style[1].encode()).digest()).decode()
    )
    assert "unsafe" not in policy


def test_every_link_has_its_target_and_ids_are_unique() -> None:
    tree = html.fromstring(render(sample_run()))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//@href")} <= set(ids)
    assert set(" ".join(tree.xpath("//@aria-labelledby")).split()) <= set(ids)


def test_headings_do_not_skip_a_level() -> None:
    levels = [int(node.tag[1]) for node in html.fromstring(render(sample_run())).xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_texts_stand_whole_in_the_page() -> None:
    sources = html.fromstring(render(sample_run())).xpath("//div[@class='source']")
    for node, text in zip(sources, (TEXT_A, TEXT_B), strict=True):
        for reference in node.xpath(".//a[starts-with(@class, 'ref')]"):
            reference.text = ""
        assert node.text_content() == visible(text)


def test_discrepancies_come_by_severity_with_claims_and_links() -> None:
    page = render(sample_run())
    first, second = texts(page, "//article[contains(@class, 'discrepancy')]")
    assert first.startswith("D1 high age")
    assert "A is wider than B." in first
    assert "Holds only if the pages are about one trial." in first
    assert "proposal take the registry's (reference)" in first
    assert "low criterion missing" in second
    assert second.endswith("B says nothing")
    assert html.fromstring(page).xpath("//article[@id='D1']//a/@href") == ["#D1-A", "#D1-B"]


def test_failures_are_shown() -> None:
    page = render(sample_run())
    assert texts(page, "//section[@class='failures']//li") == ["<b>lost.txt</b>: is empty; give a page"]


def test_criteria_show_what_was_read() -> None:
    row = texts(render(sample_run()), "//table[@class='criteria']/tbody/tr")[0]
    assert row.startswith("inclusion1.<i>Tonic</i> group Platelets")
    assert "(at least 2 of)" in row
    assert "measurement Platelets ≥ 50 x10^9/L; within ≤ 14 days of screening" in row


def test_many_pages_share_one_bounded_table() -> None:
    run = many_pages(MOST_ENTRIES + 25)
    worst = run.ambiguities[-1].model_copy(update={"severity": "high"})
    page = render(run.model_copy(update={"ambiguities": (*run.ambiguities[:-1], worst)}))
    assert len(texts(page, "//section[@aria-labelledby='pages']//tbody/tr")) == MOST_ENTRIES + 25
    assert len(texts(page, "//li[contains(@class, 'question')]")) == MOST_ENTRIES
    assert "Q425 high" in page_text(page)  # the worst are never the ones left out
    assert "25 more are in ambiguities.jsonl." in texts(page, "//p[@class='note']")
    assert not html.fromstring(page).xpath("//div[@class='source']")


def test_same_run_gives_same_page() -> None:
    assert render(sample_run()) == render(sample_run())


def test_ages_are_drawn_by_cohort() -> None:
    run = sample_run()
    whole, group = age_bars(run.records[0], "A")
    assert (whole.cohort, whole.words, whole.start, whole.width) == ("whole trial", "10 to 65 years", "10.00", "55.00")
    assert (group.cohort, group.words, group.open_low, group.open_high) == ("<i>Tonic</i> group", "> 18 years", False, True)


def test_ages_in_other_units_stand_on_the_scale_of_years() -> None:
    item = document("x", "x.txt", "6 to 24 months")
    months = age(item.text, "6 to 24 months", low="6", high="24", unit="mo")
    (bar,) = age_bars(record(item, facts=(months,)), "A")
    assert (bar.start, bar.width, bar.words) == ("0.50", "1.50", "6 to 24 months")


def test_values_in_words() -> None:
    assert (
        value_words(Range(low=Decimal("0.50"), low_inclusive=False, high=Decimal(3), unit_text="mg/dL"))
        == "> 0.50 and ≤ 3 mg/dL"
    )
    assert value_words(Range(high=Decimal("2.5"), relative_to="ULN")) == "≤ 2.5 × ULN"
    assert value_words(Range(low=Decimal(18), high=Decimal(18), unit="a")) == "= 18 years"
    assert value_words(Members(members=("0", "1", "2"))) == "0, 1 or 2"
    assert value_words(Members(members=("II",))) == "II"
    washout = Timing(
        relation="before", window=Range(low=Decimal(4), unit="wk"), anchor="first dose", span=Span(start=0, end=0, quote="")
    )
    assert timing_words(washout) == "≥ 4 weeks before first dose"


def test_codes_in_words_keep_their_numbers() -> None:
    assert phrase("criterion_missing") == "criterion missing"
    assert phrase("all-of") == "all of"
    assert phrase("other_id:-1.5") == "other id:-1.5"


def test_context_keeps_to_the_line_and_says_where_it_is_cut() -> None:
    text = "first line\n" + "x" * 200 + "QUOTE" + "y" * 20 + "\nlast line"
    quote = in_context(text, span(text, "QUOTE"))
    assert quote == ("…" + "x" * 90, "QUOTE", "y" * 20)
    assert len(in_context("z" * 5000, Span(start=0, end=5000, quote="z" * 5000)).quote) < 700


def test_unseen_characters_are_made_visible() -> None:
    assert visible("a\x00b\u202ec\nd") == "a␀b⟨U+202E⟩c\nd"


marks = st.lists(
    st.builds(
        lambda start, length, level: Mark(start, start + length, level, *(("Q", "Q-A") if level in SEVERITIES else ())),
        st.integers(0, 40),
        st.integers(0, 40),
        st.sampled_from(["fact", *SEVERITIES]),
    ),
    max_size=12,
)


@given(st.text(alphabet="ab <&\n", min_size=1, max_size=60), marks)
def test_pieces_are_the_whole_text_and_every_mark_shows(text: str, marks: list[Mark]) -> None:
    parts = pieces(text, marks)
    assert "".join(part.text for part in parts) == text
    flagged = [mark for mark in marks if mark.label]
    assert sum(len(part.anchors) for part in parts) == sum(len(part.ends) for part in parts) == len(flagged)
    assert not flagged or any(part.severity for part in parts)
