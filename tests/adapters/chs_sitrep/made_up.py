"""Small workbooks in the published layout, made up cell by cell."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
from attrs import evolve, frozen

Cell = int | float | str | None
Grid = list[list[Cell]]

AUDIOLOGY, SPEECH = (
    "(CYP) Audiology",
    "(CYP) Therapy interventions: Speech and language",
)
PAEDIATRICS = "(CYP) Community paediatric service"
BAND_TITLES = [
    "Waiting 0-1 weeks",
    *("Waiting >1-2 weeks", "Waiting >2-4 weeks", "Waiting >4-12 weeks"),
    *("Waiting >12-18 weeks", "Waiting >18-52 weeks", "Waiting >52 weeks"),
]
TABLES = ["Table 4", *(f"Table 4{letter}" for letter in "abcdefg")]
Counts = Sequence[Cell]
"""The total of a list, then its seven bands."""


@frozen
class Organisation:
    """A row of the tables by organisation, with the counts of each service."""

    kind: Cell
    code: Cell
    name: Cell
    lists: Mapping[str, Counts]


@frozen
class Workbook:
    """The sheets that are read, and where they depart from the ordinary."""

    organisations: Sequence[Organisation] = ()
    national: Mapping[str, Counts] | None = None
    month: str = "October 2023"
    who: Sequence[str] = ("Organisation Type", "Organisation Code", "Organisation Name")
    services: Sequence[str] = (
        "(A) Audiology",
        AUDIOLOGY,
        SPEECH,
    )
    spelt: Mapping[str, Mapping[str, str]] = {}
    national_titles: Sequence[str] = ("", "Total waiting list", *BAND_TITLES)
    without: Sequence[str] = ()

    @property
    def sheets(self) -> dict[str, Grid]:
        held: dict[str, Grid] = {
            "Cover page": [["Published 14 December 2023"]],
            "Contents": [["Contents"], [], [f"Waiting lists, {self.month}"]],
            "Table 2": [["Table 2: January 2022 to October 2023"]],
        }
        if self.national is not None:
            held["Table 3"] = [
                *self._above("Table 3"),
                list(self.national_titles),
                *([label, *counts] for label, counts in self.national.items()),
                [],
                ["Source: a made-up return"],
            ]
        if self.organisations:
            for place, table in enumerate(TABLES):
                held[table] = [
                    *self._above(table),
                    [
                        *self.who,
                        *(self.spelt.get(table, {}).get(s, s) for s in self.services),
                    ],
                    *(self._row(each, place) for each in self.organisations),
                ]
        return {n: grid for n, grid in held.items() if n not in self.without}

    def _above(self, table: str) -> Grid:
        return [[f"{table}: waiting lists, {self.month}"], [], ["Unvalidated"], []]

    def _row(self, each: Organisation, place: int) -> list[Cell]:
        who = dict(
            zip(
                ("Type", "Code", "Name"), (each.kind, each.code, each.name), strict=True
            )
        )
        shown = [who[title.split()[-1]] for title in self.who if title]
        if not any(self.who):
            shown = [each.kind, each.name]
        counts = [each.lists.get(service) for service in self.services]
        return [*shown, *(held[place] if held else None for held in counts)]


def provider(code: str, **lists: Counts) -> Organisation:
    named = {"audiology": AUDIOLOGY, "speech": SPEECH, "paediatrics": PAEDIATRICS}
    return Organisation(
        "Provider",
        code,
        f"Made-up Trust {code}",
        {named[name]: counts for name, counts in lists.items()},
    )


def as_kind(each: Organisation, kind: str, code: str) -> Organisation:
    return evolve(each, kind=kind, code=code, name=f"Made-up {kind}")


def save(path: Path, sheets: Mapping[str, Grid]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, grid in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(grid):
                for column, cell in enumerate(cells):
                    if cell not in (None, ""):
                        sheet.write(row, column, cell)
    return path


def save_copies(folder: Path, sheets: Mapping[str, Grid]) -> Path:
    folder.mkdir()
    for name, grid in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                ["" if cell is None else cell for cell in row] for row in grid
            )
    return folder
