"""The adapter: from files of census returns to totals of attendance, and pupils."""

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from send_metrics.adapters.contract import Reading
from send_metrics.adapters.message.refusals import refusal
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.school_census.returns import Return, read_return
from send_metrics.adapters.school_census.tables import (
    Needs,
    needs_told,
    pupils,
    takes_need,
    totals,
)
from send_metrics.records.tables import ATTENDANCE_TOTALS, PUPILS

MOST_FILES = 5_000


@frozen
class SchoolCensus:
    """Reads returns of schools, each of one school and term, whole or in a folder."""

    name: str = "school_census"
    title: str = (
        "attendance and SEN in school census returns, XML of one school and term or a"
        " folder of them, collections 2017 to 2026"
    )
    tables: tuple[str, ...] = (ATTENDANCE_TOTALS.name, PUPILS.name)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read the return at *path*, or every .xml file of the folder there.

        Raises:
            SourceError: a file is no school census that can be read, or two are of the
                same school and term.
        """
        try:
            returns = [read_return(file, pseudonyms) for file in _files(path)]
        except OSError as error:
            what = f"cannot be opened ({type(error).__name__}); check its permissions"
            raise refusal(path.name, what) from None
        _refuse_twice(returns)
        needs = needs_told(returns)
        made = {
            ATTENDANCE_TOTALS.name: totals(returns, needs),
            PUPILS.name: pupils(returns, needs),
        }
        return Reading(
            frames={name: frame for name, (frame, _) in made.items()},
            balances={name: balance for name, (_, balance) in made.items()},
            findings=tuple(f for one in returns for f in one.pupils.notes.all()),
            notes=_notes(returns, needs),
            stands_alone=str(returns[0].header) if len(returns) == 1 else None,
        )


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix.lower() == ".xml")
    if not found:
        raise refusal(
            path.name, "is a folder without an .xml file; name one, or a file"
        )
    if len(found) > MOST_FILES:
        raise refusal(
            path.name, f"holds more than {MOST_FILES} files; read it in parts"
        )
    for file in found:
        if not file.resolve().is_relative_to(path.resolve()):
            raise refusal(
                path.name, f"{file.name} leads out of the folder; copy it there"
            )
    return found


def _refuse_twice(returns: Sequence[Return]) -> None:
    met: dict[str, str] = {}
    for one in returns:
        first = met.setdefault(str(one.header), one.file_name)
        if first != one.file_name:
            what = (
                f"is the {one.header}, as {first} is; keep the one that was sent last"
            )
            raise refusal(one.file_name, what)


def _notes(returns: Sequence[Return], needs: Needs) -> tuple[str, ...]:
    without = sum(one.pupils.without_attendance for one in returns)
    no_urn = sum(not one.urn for one in returns)
    taken = sum(
        takes_need(person, one, needs)
        for one in returns
        for person in one.pupils.people
    )
    several = f"{len(returns)} school census returns"
    said = [str(returns[0].header) if len(returns) == 1 else several]
    if without:
        said.append(f"{without} pupils without attendance, of whom no row is made")
    if taken:
        said.append(
            f"{taken} times the type of need is taken from the spring census of the year,"
            " as the others do not ask for it"
        )
    if no_urn:
        said.append(
            f"{no_urn} returns give no URN; their school is named by the number of its"
            " authority and school, 9191234"
        )
    return tuple(said)
