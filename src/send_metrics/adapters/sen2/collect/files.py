"""Find the nine files of an export, in a folder or in a zip that is not trusted."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from attrs import field, frozen

from send_metrics.adapters.message.refusals import refusal
from send_metrics.adapters.message.stream import MOST_BYTES
from send_metrics.adapters.sen2.profiles import RECORDS
from send_metrics.records.report import Finding

TABLES = ("sen2", *(record.lower() for record in RECORDS))
"""The tables of an export, each after the one that it belongs to."""

MOST_MEMBERS = 100
_NAME = re.compile(
    rf"(?:.*_)?({'|'.join(TABLES)})(?: ?\([0-9]+\)| - copy.*)?\.csv", re.IGNORECASE
)
_EXPORTED_ON = re.compile(r"[0-9]{2}-[0-9]{2}-[0-9]{4}")
_ZIP_SIGNATURE = b"PK"
_ENCRYPTED = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What zipfile raises on a broken archive; the last three come from damaged headers.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


@frozen
class ExportFile:
    """A file of an export, and how to get its bytes."""

    name: str
    size: int
    read: Callable[[], bytes] = field(repr=False)


def is_export(path: Path) -> bool:
    """Return whether *path* is a folder or a zip, unless the zip holds one message.

    Raises:
        SourceError: it is a zip that is broken or unsafe.
        OSError: it cannot be opened.
    """
    return path.is_dir() or (_is_zip(path) and _only_message(path) is None)


def open_message(path: Path) -> BinaryIO:
    """Open the XML at *path*, or the only one in the zip there.

    Raises:
        SourceError: it is a single CSV file, or a zip that is broken or unsafe.
        OSError: it cannot be opened.
    """
    if path.suffix.lower() == ".csv":
        what = "is a single CSV file; name the folder or zip that holds all nine"
        raise refusal(path.name, what)
    member = _only_message(path) if _is_zip(path) else None
    return path.open("rb") if member is None else io.BytesIO(member.read())


def files_of(path: Path, note: Callable[[Finding], None]) -> dict[str, ExportFile]:
    """Return the nine files of the export at *path* by table.

    *note* is told of CSV files that are none of the nine.

    Raises:
        SourceError: a file is missing or there twice, they are of different exports or
            too large, or they are in a zip that is broken or unsafe.
    """
    held = _held(path)
    found: dict[str, ExportFile] = {}
    further = 0
    for file in sorted(held, key=lambda file: file.name):
        named = _NAME.fullmatch(file.name)
        if named is None:
            further += file.name.lower().endswith(".csv")
        elif found.setdefault(named[1].lower(), file) is not file:
            what = f"holds two files of table {named[1].lower()}; keep the right one"
            raise refusal(path.name, what)
    _check_whole(path, found)
    if further:
        note(_further(further))
    return found


def _check_whole(path: Path, found: dict[str, ExportFile]) -> None:
    """Refuse files that are not all nine of one export, or too large for a return."""
    if not found:
        kind = "folder" if path.is_dir() else "zip"
        what = (
            f"is a {kind} without a file of a COLLECT export; name the XML of the"
            " return, or the folder or zip with the nine CSV files of the export"
        )
        raise refusal(path.name, what)
    missing = [table for table in TABLES if table not in found]
    if missing:
        what = (
            f"lacks the CSV file of {', '.join(missing)}; export all nine tables from"
            " COLLECT, also those that are empty"
        )
        raise refusal(path.name, what)
    exported_on = {_exported_on(file.name) for file in found.values()}
    if len(exported_on) > 1:
        days = sorted(filter(None, exported_on))
        others = " and of files without a day" if "" in exported_on else ""
        what = (
            f"mixes files of the export of {' and '.join(days)}{others}, going by"
            " their names; put the nine files of one export together"
        )
        raise refusal(path.name, what)
    if sum(file.size for file in found.values()) > MOST_BYTES:
        raise refusal(path.name, _too_large())


def _exported_on(name: str) -> str:
    day = _EXPORTED_ON.search(name)
    return day[0] if day else ""


def _too_large() -> str:
    limit = f"is larger than {MOST_BYTES // 1_000_000} MB"
    return f"{limit}; a SEN2 return is not: check the export"


def _further(count: int) -> Finding:
    return Finding(
        rule="sen2.further-files",
        severity="query",
        table="ehc_requests",
        wording="a CSV file has not the name of a table of the export; it is not read",
        action="check that nothing of the export is in it",
        rows=count,
    )


def _held(path: Path) -> list[ExportFile]:
    """Return every file in the folder or zip, but for those the system hides."""
    if path.is_dir():
        return [
            ExportFile(file.name, file.stat().st_size, file.read_bytes)
            for file in path.iterdir()
            if file.is_file() and not file.name.startswith(".")
        ]
    return _members(path)


def _is_zip(path: Path) -> bool:
    if path.suffix.lower() == ".zip":
        return True
    with path.open("rb") as file:
        return file.read(len(_ZIP_SIGNATURE)) == _ZIP_SIGNATURE


def _only_message(path: Path) -> ExportFile | None:
    """Return the XML of a zip that holds one and no CSV."""
    members = _members(path)
    messages = [file for file in members if file.name.lower().endswith(".xml")]
    tables = any(file.name.lower().endswith(".csv") for file in members)
    return messages[0] if len(messages) == 1 and not tables else None


def _members(path: Path) -> list[ExportFile]:
    """Return the files of a zip in which nothing looks wrong."""
    with _opened(path) as archive:
        members = archive.infolist()
    problem = _danger(members)
    if problem is not None:
        raise refusal(path.name, problem)
    return [
        ExportFile(member.filename, member.file_size, partial(_unpacked, path, member))
        for member in members
        if not member.filename.startswith((".", "__MACOSX/"))
    ]


def _unpacked(path: Path, member: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a member; zipfile gives no more than the size it states."""
    with _opened(path) as archive:
        return archive.read(member)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as archive:
                yield archive
        except _BROKEN:
            what = "cannot be read as a whole zip; fetch or pack it again"
            raise refusal(path.name, what) from None


def _danger(members: list[zipfile.ZipInfo]) -> str | None:
    """Return what is wrong with the directory of an archive, or nothing."""
    names = [
        member.filename
        for member in members
        if not member.filename.startswith("__MACOSX/")
    ]
    if len(members) > MOST_MEMBERS:
        return f"holds more than {MOST_MEMBERS} files; pack the nine CSV files alone"
    if any(map(_leads_out, names)):
        return "holds a file whose name leads out of it; do not use this zip"
    if any("/" in name for name in names):
        return "holds folders; pack the files themselves, not the folder around them"
    if any(member.flag_bits & _ENCRYPTED for member in members):
        return "asks for a password; pack it without one, or name the unpacked folder"
    if any(member.compress_type not in _PACKINGS for member in members):
        return "is packed in an uncommon way; pack it again as an ordinary zip"
    if sum(member.file_size for member in members) > MOST_BYTES:
        return _too_large()
    return None


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name
