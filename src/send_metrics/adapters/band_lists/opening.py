"""Open a published file, zipped or not, without trusting what a zip says of itself."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from send_metrics.errors import SourceError

MOST_MEMBERS = 500
MOST_BYTES = 1_000_000_000
HIGHEST_RATIO = 200
BYTES_AT_ONCE = 2_000_000
_ZIP_SIGNATURE = b"PK"
_ENCRYPTED = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What zipfile and the system raise on a broken archive; RuntimeError and the rest of
# its kind come from damaged headers.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


def blocks_of(path: Path, called: str) -> Iterator[bytes]:
    """Yield the CSV at *path*, or the only CSV in the zip there, in blocks of bytes.

    *called* is what messages call such a file.

    Raises:
        SourceError: it is a folder, empty, unreadable, or a zip that is broken, unsafe
            or does not hold exactly one CSV; or more comes out of it than may.
    """
    if path.is_dir():
        message = f"{path.name} is a folder; name one {called} in it, a CSV or zip"
        raise SourceError(message)
    try:
        with path.open("rb") as file:
            signature = file.read(len(_ZIP_SIGNATURE))
            file.seek(0)
            if path.suffix.lower() != ".zip" and signature != _ZIP_SIGNATURE:
                yield from _counted(file, path.name, MOST_BYTES, called)
                return
            with zipfile.ZipFile(file) as archive:
                member = _only_csv(archive, path.name, called)
                most = min(MOST_BYTES, HIGHEST_RATIO * max(member.compress_size, 1))
                with archive.open(member) as content:
                    yield from _counted(content, path.name, most, called)
    except _BROKEN:
        kind = "zip" if path.suffix.lower() == ".zip" else "file"
        message = f"{path.name} cannot be read as a whole {kind}; download it again"
        raise SourceError(message) from None


def _counted(content: IO[bytes], name: str, most: int, called: str) -> Iterator[bytes]:
    """Yield blocks until there are no more, or more than may be: sizes can lie."""
    so_far = 0
    while block := content.read(BYTES_AT_ONCE):
        so_far += len(block)
        if so_far > most:
            message = f"{name} holds more than {most:,} bytes; no {called} does"
            raise SourceError(message)
        yield block
    if not so_far:
        message = f"{name} is empty; download it again"
        raise SourceError(message)


def refuse_danger(archive: zipfile.ZipFile, name: str, called: str) -> None:
    """Refuse an archive in whose directory something looks wrong.

    Raises:
        SourceError: it is unsafe to unpack; the message says why.
    """
    problem = _danger(archive.infolist())
    if problem is not None:
        message = f"{name} {problem}; no {called} does, download it again"
        raise SourceError(message)


def _only_csv(archive: zipfile.ZipFile, name: str, called: str) -> zipfile.ZipInfo:
    """Return the one CSV of an archive in which nothing looks wrong."""
    refuse_danger(archive, name, f"zip of a {called}")
    members = archive.infolist()
    tables = [
        member
        for member in members
        if member.filename.lower().endswith(".csv")
        and not member.filename.startswith("__MACOSX/")
    ]
    if len(tables) != 1:
        held = f"{len(tables)} CSV files" if tables else "no CSV file"
        message = f"{name} holds {held}; give a zip with one, or the CSV itself"
        raise SourceError(message)
    return tables[0]


def _danger(members: list[zipfile.ZipInfo]) -> str | None:
    """Return what is wrong with the directory of an archive, or nothing."""
    names = [member.filename for member in members]
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MOST_MEMBERS:
        return f"holds more than {MOST_MEMBERS} files"
    if any(_leads_out(each) for each in names):
        return "holds a file whose name leads out of it"
    if len(set(names)) < len(names):
        return "holds two files of one name"
    if any(member.flag_bits & _ENCRYPTED for member in members):
        return "asks for a password"
    if any(member.compress_type not in _PACKINGS for member in members):
        return "is packed in an uncommon way"
    if unpacked > MOST_BYTES:
        return f"unpacks to more than {MOST_BYTES:,} bytes"
    if unpacked > HIGHEST_RATIO * max(packed, 1):
        return f"unpacks to more than {HIGHEST_RATIO} times its size"
    return None


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name
