"""Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, declared encodings, windows-1252 as the last resort.

The order follows the WHATWG Encoding and HTML standards where they speak (labels such as "iso-8859-1" mean windows-1252),
except that bytes which are valid UTF-8 are read as UTF-8 whatever a page declares: text in another encoding is hardly ever
valid UTF-8 by chance, while wrong declarations are common.
"""

import codecs
import re
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the one of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# WHATWG labels whose meaning is not Python's codec of that name, or which Python does not know.
_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "windows-1252": "cp1252",
    "x-cp1252": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    **{f"windows-{page}": f"cp{page}" for page in (1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    **{f"iso-8859-{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}

_DECLARED = re.compile(
    rb"<\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9_.:-]{1,40})|<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{1,40})",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096

_BEYOND_ASCII = re.compile("[^\x00-\x7f]")

# The C1 range of windows-1252; its five undefined bytes stay C1 control characters, as the WHATWG index has it.
_CP1252_HIGH = {byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0xA0)}


class Decoded(NamedTuple):
    """Text without its byte order mark, line ends as they stood, and the name of the encoding that it was read in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Read any bytes as text; the caller has made sure that they are no picture, archive or the like. Never raises."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, errors="replace"), encoding)
    wide = _wide_encoding(data)
    if wide:
        return Decoded(data.decode(wide, errors="replace"), wide)
    declared = declared_encoding(data)
    for candidate in ("utf-8", declared) if declared != "iso2022_jp" else (declared, "utf-8"):
        text = _strictly(data, candidate) if candidate else None
        if candidate and text is not None:
            return Decoded(text, candidate)
    return _mixed(data) or Decoded(_cp1252(data), "cp1252")


def declared_encoding(data: bytes) -> str | None:
    """The Python codec for the encoding that an XML declaration or an HTML `meta` near the start names, if it is known."""
    found = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    if not found:
        return None
    label = (found[1] or found[2]).decode("ascii").lower()
    return _LABELS.get(label)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark shows as NUL in nearly every second byte of the (mostly ASCII) text."""
    head = data[:4096]
    half = len(head) // 2
    if half < 4 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * half and even <= 0.02 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd <= 0.02 * half:
        return "utf-16-be"
    return None


def _strictly(data: bytes, encoding: str) -> str | None:
    if encoding == "cp1252":
        return _cp1252(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _cp1252(data: bytes) -> str:
    return data.decode("latin-1").translate(_CP1252_HIGH)


def _mixed(data: bytes) -> Decoded | None:
    """UTF-8 with a few stray bytes (a cut file, a pasted character): those bytes alone are read as windows-1252."""
    replaced = data.decode("utf-8", errors="replace")
    strays = replaced.count("\ufffd")
    if strays > 20 or len(_BEYOND_ASCII.findall(replaced)) < 5 * strays:
        return None
    return Decoded(data.decode("utf-8", errors=_STRAY), "utf-8+cp1252")


def _stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _cp1252(error.object[error.start : error.end]), error.end


_STRAY = "extractor.stray-cp1252"
codecs.register_error(_STRAY, _stray)
