"""Bytes of a text file to text, without guessing in silence."""

import codecs
import re
import unicodedata
from pathlib import Path

from send_metrics.errors import SourceError
from send_metrics.records.report import Finding

LARGEST_BYTES = 1_000_000_000
"""A larger CSV file is refused: it would be held in memory several times over."""

_UTF_8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def read_text(path: Path, table: str) -> tuple[str, list[Finding]]:
    """Return the text of a file and what there is to say about its encoding.

    Raises:
        SourceError: the file is too large, cannot be opened, or `text_of` refuses it.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            message = (
                f"{path.name}: the file is larger than {LARGEST_BYTES // 1_000_000} MB;"
                " split it, or supply Parquet"
            )
            raise SourceError(message)
        raw = path.read_bytes()
    except OSError as error:
        message = f"{path.name}: cannot be opened ({type(error).__name__})"
        raise SourceError(message) from None
    return text_of(raw, path.name, table)


def text_of(raw: bytes, name: str, table: str) -> tuple[str, list[Finding]]:
    """Return the text of a file called *name*, and what there is to say about it.

    A byte order mark decides; otherwise UTF-8, otherwise Windows-1252, which is
    reported as a query. Line ends are left as they are; letters are composed (NFC).

    Raises:
        SourceError: the file is empty, holds NUL characters, or mixes encodings.
    """
    text, findings = _decoded(raw, name, table)
    place = text.find("\0")
    if place >= 0:
        message = (
            f"{name}: line {line_of(text, place)} holds a NUL character; the file is"
            " damaged or in another encoding; save it again as UTF-8"
        )
        raise SourceError(message)
    if not text.strip("\ufeff \t\r\n"):
        message = f"{name}: the file is empty; ask for it again"
        raise SourceError(message)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text, findings


def _decoded(raw: bytes, name: str, table: str) -> tuple[str, list[Finding]]:
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16"), []
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
            message = (
                f"{name}: the text is not in the encoding that the file announces;"
                " it is damaged or cut short; save it again as UTF-8"
            )
            raise SourceError(message) from None
    mixed = _UTF_8_SEQUENCE.search(raw)
    if mixed is not None:
        line = raw.count(b"\n", 0, mixed.start()) + 1
        message = (
            f"{name}: two encodings are mixed, UTF-8 on line {line} and another one"
            " elsewhere; save the file again as UTF-8"
        )
        raise SourceError(message)
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = (
            f"{name}: line {line} is neither UTF-8 nor Windows-1252; save the file"
            " again as UTF-8"
        )
        raise SourceError(message) from None
    finding = Finding(
        rule="encoding",
        severity="query",
        table=table,
        wording="the file is not UTF-8; it was read as Windows-1252",
        action="check accents and other special letters, or save it as UTF-8",
    )
    return text, [finding]


def line_of(text: str, place: int) -> int:
    """Return the line that a place is on, whichever line ends the file has."""
    before = text[:place].replace("\r\n", "\n")
    return before.count("\n") + before.count("\r") + 1
