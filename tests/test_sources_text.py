"""Plain text, encodings, and what is refused before any reading."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import SourceError
from extractor.sources import discover, read_source

PAGE = "Study of aspirin\r\n\r\nInclusion criteria\r\n- Age ≥ 18 years\r\n- Körpergewicht über 50 kg\r\n"


def problem(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_source("page", data)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_is_the_decoded_file_with_its_line_ends(encoding: str) -> None:
    source = read_source("dir/page.txt", PAGE.encode(encoding))
    assert source.text == PAGE
    assert (source.path, source.media_type, source.reader) == ("dir/page.txt", "text/plain", "text")
    assert source.fields == () and source.omitted == {}


def test_windows_1252_is_the_last_resort() -> None:
    source = read_source("page", "Dose 5 µg – “low” for Ménière’s disease".encode("cp1252"))
    assert source.text == "Dose 5 µg – “low” for Ménière’s disease"
    assert source.encoding == "cp1252"


def test_a_stray_byte_does_not_spoil_utf_8() -> None:
    text = "Größe ≥ 150 cm, Gewicht ≥ 50 kg, Ödeme, Übelkeit, Müdigkeit"
    source = read_source("page", text.encode() + b" caf\xe9 ")
    assert source.text == f"{text} café "
    assert source.encoding == "utf-8+cp1252"


def test_valid_utf_8_is_read_as_such_whatever_the_page_declares() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Platelets ≥ 100 ×10⁹/L'
    assert "Platelets ≥ 100 ×10⁹/L" in read_source("page", page.encode()).text


@pytest.mark.parametrize(("label", "codec", "words"), [
    ("windows-1251", "cp1251", "Критерии включения: возраст от 18 лет"),
    ("Shift_JIS", "cp932", "選択基準 年齢18歳以上"),
    ("gb2312", "gb18030", "入选标准 年龄大于18岁"),
    ("ISO-8859-2", "iso8859_2", "Kryteria włączenia: wiek powyżej 18 lat"),
])  # fmt: skip
def test_declared_encodings_are_read(label: str, codec: str, words: str) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head><body><p>{words}</p>'
    assert words in read_source("page", page.encode(codec)).text


@pytest.mark.parametrize(("data", "word"), [
    (b"", "empty"),
    (b" \n\t ", "empty"),
    (b"\xef\xbb\xbf\n", "no text"),
    (b"%PDF-1.7\n1 0 obj", "PDF"),
    (b"PK\x03\x04\x14\x00\x06\x00", "DOCX"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
    (b"{\\rtf1\\ansi text}", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"),
    (b"\x1f\x8b\x08\x00", "gzip"),
    (b"MIME-Version: 1.0\nContent-Type: multipart/related", "MHTML"),
    (b"text with \x00" + b"\x00 bytes and more" * 20, "binary"),
    (bytes(range(256)) * 40, "binary"),
    (b"12345 67890 -- 42 %", "no letter"),
    (b"a" * 5_000_000, "different words"),
    (b"abc " * 10_000, "different words"),
    (b"x" * 20_000_001, "20 MB"),
])  # fmt: skip
def test_what_is_no_page_is_named(data: bytes, word: str) -> None:
    assert word in problem(data).problem


def test_a_long_page_without_spaces_between_words_is_a_page() -> None:
    signs = "".join(chr(0x4E00 + (i * 37) % 400) for i in range(12_000))
    assert read_source("page", signs.encode()).text == signs


def test_a_text_with_a_few_tags_stays_text() -> None:
    page = "Trial ID: X1\nInclusion: <br> age <18 years<br/>_x000D_<br> <b>consent</b> and <p>5 mg</p>"
    source = read_source("page", page.encode())
    assert source.reader == "text" and source.text == page


@pytest.mark.parametrize("text", [
    "<18 years of age are excluded, and so are patients >80",
    "[Draft] A study of tea in tired engineers",
    "{placeholder} A study of tea in tired engineers",
    "<note> to readers: this page is text",
])  # fmt: skip
def test_brackets_at_the_start_do_not_make_a_format(text: str) -> None:
    assert read_source("page", text.encode()).reader == "text"


def test_the_digest_is_of_the_bytes() -> None:
    assert read_source("page", b"abc").sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_discover_walks_folders_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/a.html", "a.txt", ".hidden/x.txt", "b/.dot", "expected.json"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    found = discover([tmp_path / "b/z.txt", tmp_path, tmp_path / "missing"])
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["b/z.txt", "a.txt", "b/a.html", "expected.json", "missing"]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        source = read_source("page", data)
    except SourceError as error:
        assert "\n" not in str(error)
    else:
        source.text.encode()


@given(
    st.text(max_size=300),
    st.sampled_from(["", "<html>", "<?xml version='1.0'?>", '{"a":', "<clinical_study>", "<!DOCTYPE html>"]),
)
def test_any_text_is_read_or_refused(text: str, start: str) -> None:
    try:
        source = read_source("page", (start + text).encode(errors="replace"))
    except SourceError as error:
        assert "\n" not in str(error)
    else:
        assert all(0 <= field.start < field.end <= len(source.text) for field in source.fields)


def test_a_few_nul_characters_are_read_as_lost_ones() -> None:
    source = read_source("page.txt", b"Trial X\x00\nInclusion Criteria:\n* Age 18\x00 or older\n")
    assert source.text == "Trial X\ufffd\nInclusion Criteria:\n* Age 18\ufffd or older\n"
    assert source.omitted == {"nul_character": 2}
