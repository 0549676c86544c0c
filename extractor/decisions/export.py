"""Writing the resolved records as JSON lines, CSV (RFC 4180) or an Excel workbook; the same records give the same bytes."""

import csv
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from extractor.decisions.resolve import Resolved
from extractor.decisions.table import COLUMNS, cells
from extractor.errors import ExtractorError

Format = Literal["jsonl", "csv", "xlsx"]
EXCEL_ROWS = 1_048_576
EXCEL_CHARACTERS = 32_767
_CUT = " … (cut: the whole is in the jsonl)"
_EPOCH = datetime(1980, 1, 1)
_SAVED = re.compile(rb"(<dcterms:modified[^>]{0,300}>)[^<]{0,40}(</dcterms:modified>)")
_WIDTHS = {"value": 40, "question": 60, "evidence": 60, "reason": 40}


def write_export(rows: Sequence[Resolved], file: Path, *, form: Format, folder: Path) -> None:
    """Write `rows` to `file`, whole or not at all; an earlier file there is replaced.

    Raises ExtractorError where `file` lies in `folder` (a run replaces its folder, and refuses one that holds other files),
    or the format cannot hold the rows.
    """
    if file.resolve().is_relative_to(folder.resolve()):
        raise ExtractorError(f"{file}: lies in the folder of the run, which the next run replaces", "name another --out")
    data = FORMATS[form](rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        Path(draft).chmod(0o666 & ~_umask())
        Path(draft).replace(file)
    finally:
        Path(draft).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def to_jsonl(rows: Sequence[Resolved]) -> bytes:
    """One JSON object a line, every text exactly as it is."""
    return "".join(row.model_dump_json() + "\n" for row in rows).encode()


def to_csv(rows: Sequence[Resolved]) -> bytes:
    """UTF-8 with a byte order mark (spreadsheets take it for another encoding without), lines ended by CR LF."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows(cells(row) for row in rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def to_xlsx(rows: Sequence[Resolved]) -> bytes:
    """A workbook of one sheet, every cell text. Raises ExtractorError for more rows than a sheet holds."""
    from openpyxl import Workbook

    if len(rows) >= EXCEL_ROWS:
        raise ExtractorError(f"{len(rows)} rows are more than an Excel sheet holds", "export as csv or jsonl")
    book = Workbook(write_only=True)
    book.properties.created = _EPOCH
    sheet = book.create_sheet("resolved")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[_letter(number)].width = _WIDTHS.get(column, 16)
    for line in (COLUMNS, *map(cells, rows)):
        sheet.append([_text_cell(sheet, text) for text in line])
    target = io.BytesIO()
    book.save(target)
    return _dateless(target.getvalue())


def _letter(number: int) -> str:
    return chr(ord("A") + number - 1)


def _text_cell(sheet: object, text: str) -> object:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=text if len(text) <= EXCEL_CHARACTERS else text[: EXCEL_CHARACTERS - len(_CUT)] + _CUT)
    cell.data_type = "s"
    return cell


def _dateless(data: bytes) -> bytes:
    """The same archive with every entry dated alike, and without the time of saving that the library writes into it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _SAVED.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            copy.writestr(zipfile.ZipInfo(name, _EPOCH.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


FORMATS: dict[Format, Callable[[Sequence[Resolved]], bytes]] = {"jsonl": to_jsonl, "csv": to_csv, "xlsx": to_xlsx}
