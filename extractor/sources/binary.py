"""Files that are no text: what they look like from their first bytes, and what a person can do about it."""

from extractor.errors import SourceError

_SAVE_AS_TEXT = "open it and save it as text or HTML"

_SIGNATURES = (
    (b"%PDF", "a PDF document", "save its text as a .txt file"),
    (b"PK\x03\x04", "a ZIP archive or an office document (DOCX, XLSX, ODT)", "unpack it, or save it as text or HTML"),
    (b"PK\x05\x06", "an empty ZIP archive", "unpack it, or save it as text or HTML"),
    (b"\xd0\xcf\x11\xe0", "an old office document (DOC, XLS)", _SAVE_AS_TEXT),
    (b"{\\rtf", "an RTF document", _SAVE_AS_TEXT),
    (b"\x89PNG", "a PNG picture", "give the page itself, saved as text or HTML"),
    (b"\xff\xd8\xff", "a JPEG picture", "give the page itself, saved as text or HTML"),
    (b"GIF8", "a GIF picture", "give the page itself, saved as text or HTML"),
    (b"II*\x00", "a TIFF picture", "give the page itself, saved as text or HTML"),
    (b"MM\x00*", "a TIFF picture", "give the page itself, saved as text or HTML"),
    (b"RIFF", "a media file", "give the page itself, saved as text or HTML"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it first"),
    (b"SQLite format 3", "a SQLite database", "export the record as JSON, XML or text"),
    (b"bplist00", "a web archive or property list", "save the page as HTML only"),
    (b"\x7fELF", "a program", "give a page about a trial"),
    (b"MZ\x90", "a program", "give a page about a trial"),
)


def refuse_binary(path: str, data: bytes) -> None:
    """Raise SourceError when the bytes begin like a known format that holds no plain text."""
    for signature, name, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(path, f"this is {name}, not a text page", remedy)
    if data[:13].lower() == b"mime-version:" or b"\nContent-Type: multipart/related" in data[:2000]:
        raise SourceError(path, "this is a web archive (MHTML)", "save the page as HTML only")
