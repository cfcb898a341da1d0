"""Which files of a folder hold the marks, and which the pupils and the schools."""

from pathlib import Path

from attrs import frozen

from send_metrics.errors import SourceError

KINDS = (".csv", ".parquet")


@frozen
class MarksFiles:
    """Files of marks, all of one kind, and those of pupils and schools if there are."""

    marks: tuple[Path, ...]
    pupils: Path | None = None
    schools: Path | None = None

    @property
    def are_parquet(self) -> bool:
        """Whether the marks are Parquet files rather than CSV files."""
        return self.marks[0].suffix.lower() == ".parquet"


def find_files(path: Path) -> MarksFiles:
    """Return the files at *path*: one file of marks, or those of a folder.

    Raises:
        SourceError: there is no file of marks, there are both kinds of them, several
            files of pupils or schools, or a file of the folder lies elsewhere.
    """
    if path.is_file():
        if path.suffix.lower() not in KINDS:
            message = f"{path.name}: marks are read from .csv and .parquet files only"
            raise SourceError(message)
        return MarksFiles((path,))
    try:
        inside = sorted(file for file in path.iterdir() if file.is_file())
    except OSError as error:
        message = f"{path.name}: cannot be opened ({type(error).__name__})"
        raise SourceError(message) from None
    marks = _called("marks", inside)
    if not marks:
        message = (
            f"{path.name}: the folder holds no file called marks*.csv or marks*.parquet;"
            " name the files so, or give the path of one file"
        )
        raise SourceError(message)
    if len({file.suffix.lower() for file in marks}) > 1:
        message = (
            f"{path.name}: the folder holds marks as CSV and as Parquet; keep one kind,"
            " or every mark may be there twice"
        )
        raise SourceError(message)
    files = MarksFiles(
        tuple(marks), _only("pupils", inside, path), _only("schools", inside, path)
    )
    for file in (*marks, files.pupils, files.schools):
        if file is not None and not file.resolve().is_relative_to(path.resolve()):
            message = f"{path.name}: {file.name} leads out of the folder; copy it there"
            raise SourceError(message)
    return files


def _only(name: str, files: list[Path], folder: Path) -> Path | None:
    found = [file for file in _called(name, files) if file.stem.lower() == name]
    if len(found) > 1:
        message = f"{folder.name}: the folder holds several files of {name}; keep one"
        raise SourceError(message)
    return found[0] if found else None


def _called(start: str, files: list[Path]) -> list[Path]:
    return [
        file
        for file in files
        if file.name.lower().startswith(start) and file.suffix.lower() in KINDS
    ]
