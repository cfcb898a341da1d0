"""Writing that leaves either the old output or the new one, never half of each."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from send_metrics.errors import SettingsError, UsageError

_LIST = ".written-by-send-metrics"


def write_whole(path: Path | str, content: bytes) -> Path:
    """Write a file and return its path; readers see the old bytes or the new ones.

    The folder is made if it is not there. The file is safe on disk before it takes
    the place of the old one.

    Raises:
        SettingsError: the file cannot be written or replaced, for example because it is
            open in a spreadsheet on Windows; the old one is untouched.
    """
    path = Path(path)
    unfinished = _beside(path, "part")
    try:
        with _refusals_explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
            _settle(path.parent)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return path


@contextmanager
def whole_folder(target: Path | str) -> Iterator[Path]:
    """Give an empty folder that takes the place of *target* when the block ends well.

    If the block fails, *target* stays as it was and nothing else is left behind. Only a
    process killed between the two renames of the swap leaves no *target*; what was
    there then stands beside it, whole, under a hidden name that ends in ``.old``. A
    folder that holds anything this function did not put there is never replaced.

    Raises:
        UsageError: *target* is a file, or holds files that were not written here.
        SettingsError: the folder cannot be written or replaced.
    """
    target = Path(target).resolve()
    _check_it_is_ours(target)
    unfinished = _beside(target, "part")
    try:
        with _refusals_explained(target):
            unfinished.mkdir(parents=True)
        yield unfinished
        with _refusals_explained(target):
            names = _files(unfinished)
            listed = "".join(f"{name}\n" for name in names)
            write_whole(unfinished / _LIST, listed.encode())
            for name in names:
                _settle(unfinished / name)
            _check_it_is_ours(target)
            _swap(unfinished, target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _swap(unfinished: Path, target: Path) -> None:
    replaced = _beside(target, "old")
    if target.exists():
        target.rename(replaced)
    try:
        unfinished.rename(target)
    except OSError:
        if replaced.exists():
            replaced.rename(target)
        raise
    _settle(target.parent)
    shutil.rmtree(replaced, ignore_errors=True)


def _check_it_is_ours(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        message = f"{target} is a file; name a folder to write to"
        raise UsageError(message)
    held = _files(target)
    written = target / _LIST
    ours = {_LIST}
    if written.is_file():
        ours |= set(written.read_text(encoding="utf-8").splitlines())
    foreign = [name for name in held if name not in ours]
    if foreign:
        message = (
            f"{target} holds {foreign[0]}, which was not written by this program;"
            " name a new or an empty folder, so that nothing of yours is replaced"
        )
        raise UsageError(message)


def _files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    )


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.{ending}")


def _settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    if os.name != "posix" and path.is_dir():
        return  # Windows has no such wait for folders
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


@contextmanager
def _refusals_explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        message = (
            f"{path} could not be written: {why}; what was there before is untouched;"
            " close it if it is open, and check that the folder may be written to"
        )
        raise SettingsError(message) from error
