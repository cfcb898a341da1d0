"""The parts of a workbook, none of which unpacks too far."""

import io
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from send_metrics.adapters.band_lists.opening import refuse_danger
from send_metrics.errors import SettingsError, SourceError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

LARGEST_BYTES = 50_000_000
LARGEST_PART_BYTES = 100_000_000
LARGEST_UNPACKED_BYTES = 200_000_000

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What reading a damaged archive may raise."""

_MACROS = ("vbaproject.bin", "basic/", "scripts/")
_LINKS = ("xl/externallinks/",)


@frozen
class Archive:
    """A workbook as it lies on disk, and the content of its parts by name."""

    name: str
    raw: bytes = field(repr=False)
    parts: dict[str, bytes] = field(repr=False)


def open_archive(path: Path) -> Archive:
    """Return the parts of a workbook, every one of them read to its end.

    Raises:
        SourceError: the file is too large, damaged, asks for a password, or would unpack
            too far.
    """
    raw = bytes_of(path, otherwise="save the sheet that is read as CSV")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            refuse_danger(archive, path.name, "workbook")
            members = archive.infolist()
            _refuse_excess(members, path.name)
            # Sizes that lie show when a part is read and does not add up.
            parts = {member.filename: archive.read(member) for member in members}
    except BROKEN:
        raise damaged(path.name) from None
    return Archive(path.name, raw, parts)


def damaged(name: str) -> SourceError:
    """Return what is said of a file that cannot be read as a workbook."""
    return SourceError(
        f"{name} cannot be read as a workbook; it is damaged or asks for a password:"
        " fetch it again, or save it without a password"
    )


def calamine_workbook(archive: Archive) -> "CalamineWorkbook":
    """Return the workbook as the library that reads it holds it.

    Raises:
        SettingsError: that library is not installed.
        SourceError: the workbook is damaged.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ModuleNotFoundError:
        message = (
            "python-calamine is not installed, and reading workbooks needs it;"
            ' run python -m pip install "send-metrics[sheets]"'
        )
        raise SettingsError(message) from None
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(archive.raw))
    except (CalamineError, *BROKEN):
        raise damaged(archive.name) from None


def bytes_of(path: Path, *, otherwise: str) -> bytes:
    """Return what a file holds; *otherwise* is what to do with one that is too large.

    Raises:
        SourceError: the file is too large, or cannot be opened.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            most = f"{LARGEST_BYTES // 1_000_000} MB"
            message = f"{path.name} is larger than {most}; {otherwise}"
            raise SourceError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path.name}: cannot be opened ({type(error).__name__})"
        raise SourceError(message) from None


def _refuse_excess(members: list[zipfile.ZipInfo], name: str) -> None:
    sizes = [member.file_size for member in members]
    if (
        max(sizes, default=0) > LARGEST_PART_BYTES
        or sum(sizes) > LARGEST_UNPACKED_BYTES
    ):
        message = (
            f"{name} unpacks to more than {LARGEST_UNPACKED_BYTES // 1_000_000} MB, or"
            f" one part of it to more than {LARGEST_PART_BYTES // 1_000_000} MB; save"
            " the sheet that is read as CSV"
        )
        raise SourceError(message)


def refuse_code_and_links(archive: Archive) -> None:
    """Refuse a workbook that holds macros or links to other workbooks.

    Raises:
        SourceError: it does.
    """
    names = [name.casefold() for name in archive.parts]
    if any(part in each for each in names for part in _MACROS):
        message = (
            f"{archive.name} holds macros; save it as a workbook without them (.xlsx)"
        )
        raise SourceError(message)
    if any(each.startswith(_LINKS) for each in names):
        raise linked(archive.name)


def linked(name: str) -> SourceError:
    """Return what is said of a workbook that takes values from other files."""
    return SourceError(
        f"{name} links to other workbooks, so its values may be out of date; break the"
        " links (Data, Edit Links, Break Link) and save it again"
    )
