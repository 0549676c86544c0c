"""Reading labelled criteria: offsets, labels in pieces, nested labels, what the annotators set aside, the split."""

from pathlib import Path

import pytest
from entities_pages import write_corpus

from extractor.errors import ExtractorError
from extractor.training.chia import Label, part_of, read_chia


def corpus(folder: Path, text: str, rows: str) -> Path:
    for ending, content in (("txt", text), ("ann", rows)):
        with (folder / f"T1_inc.{ending}").open("w", encoding="utf-8", newline="") as file:
            file.write(content)
    return folder


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_labels_stand_on_their_words_whatever_the_line_ends(tmp_path: Path, line_end: str) -> None:
    lines = read_chia(write_corpus(tmp_path, trials=4, line_end=line_end))
    assert len(lines) == 24
    for line in lines:
        ((start, end, kind),) = line.labels
        assert line.text[start:end] in line.text
        assert line.text[start:end].split()[0] in line.text.split()
        assert kind in ("condition", "drug", "procedure")
        assert not line.text.endswith(("\r", "\n"))


def test_of_nested_labels_the_longer_one_stays(tmp_path: Path) -> None:
    text = "Removal of kidney stones\n"
    rows = "T1\tProcedure 0 24\tRemoval of kidney stones\nT2\tCondition 11 24\tkidney stones\n"
    (line,) = read_chia(corpus(tmp_path, text, rows))
    assert line.labels == (Label(0, 24, "procedure"),)


def test_a_lone_adjective_of_a_broken_label_is_none(tmp_path: Path) -> None:
    text = "Hepatic or renal disease\n"
    rows = "T1\tCondition 0 7;17 24\tHepatic disease\nT2\tCondition 11 24\trenal disease\n"
    (line,) = read_chia(corpus(tmp_path, text, rows))
    assert line.labels == (Label(11, 24, "condition"),)


def test_what_the_annotators_set_aside_is_kept_as_such(tmp_path: Path) -> None:
    text = "Asthma\nAny disorder that the doctor finds unsuitable\n"
    rows = "T1\tCondition 0 6\tAsthma\nT2\tNon-query-able 7 52\tAny disorder that the doctor finds unsuitable\n"
    first, second = read_chia(corpus(tmp_path, text, rows))
    assert (first.unlabelled, second.unlabelled) == ((), ((0, 45),))


def test_all_files_of_a_trial_are_in_one_part() -> None:
    parts = [part_of(f"TRIAL{number}") for number in range(400)]
    assert {part: parts.count(part) > 20 for part in ("train", "dev", "test")} == {"train": True, "dev": True, "test": True}
    assert parts.count("train") > 280


def test_a_folder_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match=r"holds no \.ann files"):
        read_chia(tmp_path)
