"""Decisions that are changed behind the back of a running page: nothing more is shown or taken on them."""

from pathlib import Path

import pytest
from decisions_sample import draft
from review_server import golden_pages, items_on, run_into, serving
from test_decisions_audit import tamper

from extractor.decisions.place import decisions_file
from extractor.decisions.store import open_store
from extractor.errors import ExtractorError
from extractor.review.desk import Desk, load

CHANGES = ("UPDATE events SET reason = 'another' WHERE sequence = 2", "DELETE FROM events WHERE sequence = 2")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    run_into(tmp_path / "out", golden_pages("near-copies", tmp_path / "pages"))
    return tmp_path / "out"


def test_an_open_page_sees_what_is_decided_elsewhere(out: Path) -> None:
    with open_store(decisions_file(out)) as store, open_store(decisions_file(out)) as other:
        desk = Desk(out, load(out), store)
        assert desk.table("Ann").events == []
        written = [other.append(draft(f"d-{number}"), expected=0) for number in range(3)]
        assert len(desk.table("Ann").events) == len(written) == 3
        assert len(desk.table("Ann").events) == 3


@pytest.mark.parametrize("change", CHANGES)
def test_the_last_event_known_must_still_stand(out: Path, change: str) -> None:
    place = decisions_file(out)
    with open_store(place) as store:
        for number in range(2):
            store.append(draft(f"d-{number}"), expected=0)
        desk = Desk(out, load(out), store)
        desk.table("Ann")
        tamper(str(place), change)
        with pytest.raises(ExtractorError, match="event 2 was changed or removed while the page was open"):
            desk.table("Ann")


def test_a_new_event_must_follow_the_one_before(out: Path) -> None:
    place = decisions_file(out)
    with open_store(place) as store:
        store.append(draft("d-0"), expected=0)
        desk = Desk(out, load(out), store)
        desk.table("Ann")
        store.append(draft("d-1"), expected=0)
        tamper(str(place), "UPDATE events SET reviewer = 'bo' WHERE sequence = 2")
        with pytest.raises(ExtractorError, match="event 2 was changed"):
            desk.table("Ann")


def test_the_page_says_so(out: Path) -> None:
    with serving(out, "Ann") as server:
        ann = server.visitor("Ann")
        item = items_on(ann.get("/").text)[0]
        assert ann.act(item, "note", ann.form_token(), note="seen").status == 303
        assert ann.get("/").status == 200
        tamper(str(decisions_file(out)), "UPDATE events SET reviewer = 'bo' WHERE sequence = 1")
        answer = ann.get("/")
        assert answer.status >= 500
        assert "extractor audit" in answer.text
