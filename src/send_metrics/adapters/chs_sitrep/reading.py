"""The cells of the tables to published lists of children's services."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from attrs import define, field, frozen

from send_metrics.adapters.band_lists.agreement import Marks
from send_metrics.adapters.band_lists.counts import count
from send_metrics.adapters.band_lists.findings import Place, Rule
from send_metrics.adapters.band_lists.placing import CODES, NONE, Lists, Placed
from send_metrics.adapters.chs_sitrep.services import (
    SERVICES,
    children_service,
    is_of_adults,
)
from send_metrics.adapters.chs_sitrep.sheets import Sheet, read_sheets
from send_metrics.adapters.chs_sitrep.tables import (
    BANDS,
    NATIONAL,
    TOTALS,
    OrganisationRow,
    columns_left_out,
    month_of,
    national_rows,
    organisation_rows,
)
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.domain.wait_bands import CHS_SITREP
from send_metrics.errors import SourceError
from send_metrics.records.report import RowBalance
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import WAITING_LIST_BANDS

PROVIDER, ENGLAND, AREA = "provider", "England", "area"
_KINDS = {
    "provider": PROVIDER,
    "providers": PROVIDER,
    "national": ENGLAND,
    "england": ENGLAND,
    "region": AREA,
    "regions": AREA,
    "icb": AREA,
    "icbs": AREA,
    "stp": AREA,
    "integrated care board": AREA,
    "integrated care boards": AREA,
}
"""What types of organisation there are; those of areas sum up providers."""

_BY_ORGANISATION = "Table 4 to 4g"
_SERVICE_RULE = Rule(
    "query",
    "the service is not one of the seventeen that are known; it is counted under its own"
    " name",
    "correct the name, or tell us of the new service",
)
_LABEL_RULE = Rule(
    "error",
    "the row has figures and names no service",
    "supply the name, with (CYP) before it; the list cannot be placed without",
)
_KIND_RULE = Rule(
    "error",
    "the organisation is neither a provider nor an area, a region or England",
    "supply its type; the list may otherwise be counted twice",
)
_PROVIDER_RULE = Rule(
    "error",
    "the organisation has neither code nor name",
    "supply one; the list cannot be placed without",
)


@frozen
class CommunitySitrep:
    """Reads one month's workbook, or CSV copies of its sheets.

    A list is one service of one provider. What is printed for England, regions and
    integrated care boards sums providers up, and is left to them; services that are
    printed for England alone are lists without a provider. Services of adults are not
    read. An empty cell is not submitted, and never nought.
    """

    name: str = "chs_sitrep"
    title: str = (
        "NHS England community health services waiting lists, workbook or CSV copies"
    )
    tables: tuple[str, ...] = (WAITING_LIST_BANDS.name,)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:  # noqa: ARG002 - no person is named
        """Read the workbook, the CSV copy of a sheet, or the folder of copies at *path*.

        Raises:
            SourceError: it is another workbook, a sheet is missing, a header has
                changed, it names no month, or it is damaged or unsafe.
            SettingsError: the library that reads workbooks is not installed.
        """
        sheets = read_sheets(path)
        _refuse_missing(sheets, path.name)
        taken = _Taken(month_of(sheets, path.name))
        left_out: tuple[str, ...] = ()
        if TOTALS in sheets:
            taken.take_organisations(
                {
                    name: organisation_rows(sheets[name], path.name)
                    for name in (TOTALS, *BANDS)
                }
            )
            left_out = columns_left_out(sheets[TOTALS], path.name)
        if NATIONAL in sheets:
            taken.take_england(sheets[NATIONAL], path.name)
        return taken.reading(path.name, left_out)


def _refuse_missing(sheets: Mapping[str, Sheet], file: str) -> None:
    if not {NATIONAL, TOTALS, *BANDS} & set(sheets):
        message = (
            f"{file} has neither Table 3 nor Table 4; give the monthly workbook of"
            " community health services waiting lists"
        )
        raise SourceError(message)
    if {TOTALS, *BANDS} & set(sheets):
        lacking = [name for name in (TOTALS, *BANDS) if name not in sheets]
        if lacking:
            message = (
                f"{file} lacks {', '.join(name.capitalize() for name in lacking)}; totals"
                " and bands by organisation are read together"
            )
            raise SourceError(message)
    more = [name for name in sheets if name.startswith(TOTALS) and name > BANDS[-1]]
    if more:
        message = (
            f"{file} has tables after {BANDS[-1].capitalize()}; the bands have changed,"
            " ask for a version that reads them"
        )
        raise SourceError(message)


@frozen
class _List:
    """One list as it is printed; *who* is a provider, or names an area."""

    place: Place
    kind: str | None
    who: str = field(repr=False)
    service: str | None = field(repr=False)
    total: float = field(repr=False)
    bands: tuple[float, ...] = field(repr=False)


@define
class _Taken:
    """Lists as they are taken from the tables, and the rows that are none."""

    counted_on: str
    lists: list[_List] = field(factory=list)
    blank: int = 0
    of_adults: int = 0
    sums_of_services: int = 0

    def take_organisations(
        self, tables: Mapping[str, Iterable[OrganisationRow]]
    ) -> None:
        by_table = {name: _by_organisation(rows) for name, rows in tables.items()}
        everywhere = dict.fromkeys(key for rows in by_table.values() for key in rows)
        for key in everywhere:
            rows = {name: held.get(key) for name, held in by_table.items()}
            first = next(row for row in rows.values() if row is not None)
            if not any(
                cell for row in rows.values() if row for cell in row.cells.values()
            ):
                self.blank += 1
                continue
            services = dict.fromkeys(
                s for row in rows.values() if row for s in row.cells
            )
            for service in services:
                cells = {
                    name: row.cells.get(service, "") if row else ""
                    for name, row in rows.items()
                }
                title = first.titles.get(service, service)
                self.lists.append(
                    _List(
                        Place(first.line, title, _BY_ORGANISATION),
                        _KINDS.get(first.kind),
                        first.who,
                        service,
                        count(cells[TOTALS]),
                        tuple(count(cells[name]) for name in BANDS),
                    )
                )

    def take_england(self, sheet: Sheet, file: str) -> None:
        for row in national_rows(sheet, file):
            if not any((row.total, *row.bands)):
                self.blank += 1
            elif is_of_adults(row.label):
                self.of_adults += 1
            elif _sums_services(row.label):
                self.sums_of_services += 1
            else:
                self.lists.append(
                    _List(
                        Place(row.line, element=sheet.name.capitalize()),
                        ENGLAND,
                        NONE,
                        children_service(row.label),
                        count(row.total),
                        tuple(map(count, row.bands)),
                    )
                )

    def reading(self, file: str, left_out: tuple[str, ...]) -> Reading:
        """Return the lists as rows, with the account of every one.

        Raises:
            SourceError: there is no list of a children's service at all.
        """
        if not self.lists:
            message = (
                f"{file} holds no list of a children's service; their names begin with"
                " (CYP)"
            )
            raise SourceError(message)
        placed = Placed(self._as_lists(), "providers")
        self._hold_to_rules(placed)
        before = RowBalance(
            self.blank + self.of_adults + self.sums_of_services,
            accepted=0,
            merged_duplicates=self.sums_of_services,
            blank=self.blank + self.of_adults,
        )
        table = WAITING_LIST_BANDS.name
        return Reading(
            frames={table: placed.frame()},
            balances={table: placed.balance(before)},
            findings=tuple(placed.findings),
            columns_left_out={table: left_out},
            notes=(placed.note(), *self._notes(placed)),
        )

    def _as_lists(self) -> Lists:
        by_providers = {
            each.service
            for each in self.lists
            if each.kind == PROVIDER and not np.isnan((each.total, *each.bands)).all()
        }
        sums = [
            each.kind == AREA or (each.kind == ENGLAND and each.service in by_providers)
            for each in self.lists
        ]
        return Lists(
            scheme=CHS_SITREP,
            codes=pd.DataFrame(map(self._codes, self.lists), columns=list(CODES)),
            figures=np.array([each.bands for each in self.lists]),
            totals=np.array([each.total for each in self.lists]),
            places=tuple(each.place for each in self.lists),
            sums=np.array(sums),
            over=("provider", "icb"),
            compared=np.array([each.kind == ENGLAND for each in self.lists]),
        )

    def _codes(self, each: _List) -> tuple[str | None, ...]:
        of_provider = each.kind == PROVIDER
        icb = UNKNOWN if of_provider else each.who if each.kind == AREA else NONE
        provider = (each.who or None) if of_provider else NONE
        return (self.counted_on, icb, UNKNOWN, provider, each.service)

    def _hold_to_rules(self, placed: Placed) -> None:
        codes = placed.lists.codes
        kinds = np.array([each.kind is None for each in self.lists])
        placed.set_aside("organisation-type", _KIND_RULE, kinds)
        placed.set_aside("provider", _PROVIDER_RULE, _lacks(codes, "provider"))
        placed.set_aside("service", _LABEL_RULE, _lacks(codes, "service"))
        placed.settle()
        known = codes["service"].isin(SERVICES).to_numpy()
        placed.ask("service-known", _SERVICE_RULE, ~known)

    def _notes(self, placed: Placed) -> Iterator[str]:
        if self.of_adults:
            yield f"{self.of_adults:,} services of adults in Table 3 were not read"
        frame = placed.frame()
        alone = int(frame.loc[frame["provider"] == NONE, "service"].nunique())
        if alone:
            yield (
                f"{alone:,} services are printed for England alone; they have no provider"
            )


def _by_organisation(
    rows: Iterable[OrganisationRow],
) -> dict[tuple[str, str, int], OrganisationRow]:
    """Return the rows by organisation, the second of one apart from the first."""
    seen: Counter[tuple[str, str]] = Counter()
    named = {}
    for row in rows:
        kind = _KINDS.get(row.kind, row.kind)
        seen[kind, row.who] += 1
        named[kind, row.who, seen[kind, row.who]] = row
    return named


def _sums_services(label: str) -> bool:
    words = label.casefold().split()
    return children_service(label) is None and ("total" in words or "all" in words)


def _lacks(codes: pd.DataFrame, name: str) -> Marks:
    lacking: Marks = codes[name].isna().to_numpy()
    return lacking
