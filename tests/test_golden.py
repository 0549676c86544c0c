"""The golden cases themselves: they load, they quote their pages, and their pages are nobody else's text."""

import re
from functools import cache
from pathlib import Path

import pytest

from extractor.check.cases import EXPECTED, Case, load_cases, quotes
from extractor.check.matching import find_in_document
from extractor.check.phrases import load_phrases
from extractor.repair import repair
from extractor.sources import read_source

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "golden"
SHARED = ROOT.parent / "shared"
RUN = 10

CASES, TROUBLES = load_cases(GOLDEN)
A_COLLECTION = 20
"""A case of more pages than this is a collection of small ones; not each has to be read or to be silent on something."""


def case_id(case: Case) -> str:
    return case.name


def own_words(path: str) -> str:
    """A page without its markup and without the set phrases of the field, which are nobody's; a word marks their places."""
    text = re.sub(r"<[^<>]{0,500}>", " setphrase ", Path(path).read_text(encoding="utf-8"))
    return re.sub(r"(?i)upper limit of (?:the )?normal(?: range)?|(?:minimum|maximum) age|sex: *all", " setphrase ", text)


def runs_of_words(text: str) -> set[tuple[str, ...]]:
    """Every run of ten words of a text, in lower case."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


@cache
def shared_runs() -> frozenset[tuple[str, ...]]:
    """Every run of ten words in other people's texts; empty where they are not at hand."""
    pages = [path for path in SHARED.glob("cases/*/*/*.*") if path.name != EXPECTED]
    corpora = [path for name in ("leaf", "chia") for path in SHARED.glob(f"corpora/{name}/*.txt")]
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in sorted([*pages, *corpora]))
    return frozenset(run for text in texts for run in runs_of_words(text))


def test_every_case_loads() -> None:
    assert TROUBLES == []
    assert len(CASES) >= 25
    assert not any(case.expected.draft for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_every_quote_stands_on_its_page(case: Case) -> None:
    documents = {
        stem: repair(read_source(path, Path(path).read_bytes()), document_id=stem) for stem, path in case.pages.items()
    }
    lost = [(stem, quote) for stem, quote in quotes(case.expected) if quote and not find_in_document(documents[stem], quote)]
    assert lost == []


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_every_case_says_what_must_be_read_and_what_must_not(case: Case) -> None:
    assert set(case.expected.records) <= set(case.pages)
    if len(case.pages) > A_COLLECTION:
        return
    assert set(case.expected.records) == set(case.pages) or case.expected.discrepancies
    assert all(record.facts or record.criteria for record in case.expected.records.values())
    assert case.expected.must_not.discrepancies
    assert case.expected.must_not.ambiguities


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_no_expectation_is_also_forbidden(case: Case) -> None:
    wanted = {
        (item.field, item.concept, tuple(sorted(item.quotes.items(), key=str))) for item in case.expected.discrepancies
    }
    forbidden = {
        (item.field, item.concept, tuple(sorted(item.quotes.items(), key=str)))
        for item in case.expected.must_not.discrepancies
    }
    assert not wanted & forbidden
    blanket = {
        item.field for item in case.expected.must_not.discrepancies if not (item.concept or item.quotes or item.severity)
    }
    assert not {item.field for item in case.expected.discrepancies} & blanket


@pytest.mark.skipif(not SHARED.is_dir(), reason="other people's texts are not at hand")
@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_pages_share_no_run_of_ten_words_with_other_peoples_texts(case: Case) -> None:
    assert len(shared_runs()) > 100_000
    for path in case.pages.values():
        both = runs_of_words(own_words(path)) & shared_runs()
        assert not both, f"{path}: {sorted(' '.join(run) for run in both)[:3]}"


@pytest.mark.skipif(not SHARED.is_dir(), reason="other people's texts are not at hand")
def test_phrases_share_no_run_of_ten_words_with_other_peoples_texts() -> None:
    phrases, _ = load_phrases(GOLDEN)
    both = {phrase.place: runs_of_words(phrase.text) & shared_runs() for phrase in phrases}
    assert {place: runs for place, runs in both.items() if runs} == {}
