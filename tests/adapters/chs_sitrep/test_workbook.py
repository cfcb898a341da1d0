"""Which rows the lists of a workbook become, and what is asked about."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from send_metrics import Figures, calculate, merge
from send_metrics.adapters.chs_sitrep import CommunitySitrep
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.reading import read as read_records
from send_metrics.records.conform import conform
from send_metrics.records.report import RowBalance
from send_metrics.records.tables import WAITING_LIST_BANDS

from .conftest import ReadWorkbook
from .made_up import (
    AUDIOLOGY,
    PAEDIATRICS,
    SPEECH,
    Organisation,
    Workbook,
    as_kind,
    provider,
    save,
    save_copies,
)

TABLE = "waiting_list_bands"
CANARY = "Zyxwvut"
END_OF_OCTOBER = dt.date(2023, 10, 31)
ONE = (10, 1, 1, 1, 1, 1, 3, 2)
TWO = (4, 0, 0, 0, 1, 0, 3, 0)
TWICE = (14, 1, 1, 1, 2, 1, 6, 2)


def rows(reading: Reading, *columns: str) -> list[tuple[Any, ...]]:
    frame: pd.DataFrame = reading.frames[TABLE][list(columns)]
    return [tuple(row) for row in frame.astype(object).itertuples(index=False)]


def told(reading: Reading) -> list[tuple[str, str]]:
    return [
        (each.rule, each.place.removeprefix(f"{TABLE}, ")) for each in reading.findings
    ]


def test_each_band_that_anybody_is_in_becomes_a_row(read: ReadWorkbook) -> None:
    reading = read(Workbook([provider("RZ1", audiology=(6, 1, 0, 0, 2, 0, 0, 3))]))

    assert reading.findings == ()
    assert rows(
        reading,
        *("scheme", "part", "counted_on", "icb", "commissioner", "provider"),
        *("treatment_function", "service", "band", "pathways"),
    ) == [
        (
            *("chs_sitrep", "incomplete", pd.Timestamp("2023-10-31"), "unknown"),
            *("unknown", "RZ1", "none", "Audiology", band, waiting),
        )
        for band, waiting in ((0, 1), (4, 2), (52, 3))
    ]


def test_the_rows_are_canonical_as_they_are(read: ReadWorkbook) -> None:
    reading = read(Workbook([provider("RZ1", audiology=ONE, speech=TWO)]))
    table = conform(WAITING_LIST_BANDS, reading.frames[TABLE])

    assert (table.findings, table.columns_left_out) == ((), ())
    assert table.balance == RowBalance(rows_in=9, accepted=9)


def test_what_is_printed_for_areas_is_left_to_the_providers(read: ReadWorkbook) -> None:
    one, two = provider("RZ1", audiology=ONE), provider("RZ2", audiology=TWO)
    both = provider("", audiology=TWICE)
    reading = read(
        Workbook(
            [
                as_kind(both, "National", "-"),
                as_kind(both, "Region", "Y99"),
                as_kind(one, "ICB", "QZ1"),
                as_kind(two, "ICB", "QZ2"),
                *(one, two),
            ],
            national={AUDIOLOGY: TWICE},
        )
    )

    assert reading.findings == ()
    assert reading.frames[TABLE]["pathways"].sum() == 14
    assert set(reading.frames[TABLE]["provider"]) == {"RZ1", "RZ2"}
    assert reading.balances[TABLE].rejected == 0
    assert reading.notes[0] == (
        "13 lists: 2 of providers, 5 of totals left to their providers, 0 repeated,"
        " 0 set aside, 6 not submitted"
    )


def test_england_is_compared_with_its_providers(read: ReadWorkbook) -> None:
    providers = [provider("RZ1", audiology=ONE), provider("RZ2", audiology=TWO)]
    other = (14, 1, 1, 1, 2, 1, 5, 3)
    reading = read(Workbook(providers, national={AUDIOLOGY: other}))

    assert told(reading) == [("total-of-parts", "line 6, Table 3")]
    assert reading.findings[0].severity == "query"
    assert reading.frames[TABLE]["pathways"].sum() == 14


def test_a_service_that_is_printed_for_england_alone_has_no_provider(
    read: ReadWorkbook,
) -> None:
    looked_after = "(CYP) Looked after children teams*"
    reading = read(
        Workbook(
            [provider("RZ1", audiology=ONE)],
            national={AUDIOLOGY: ONE, looked_after: TWO},
        )
    )

    assert set(rows(reading, "service", "provider")) == {
        ("Audiology", "RZ1"),
        ("Looked after children teams", "none"),
    }
    assert "1 services are printed for England alone" in reading.notes[1]


@pytest.mark.parametrize(
    "written",
    [
        "(CYP) Therapy interventions: speech and language",
        "(CYP)  THERAPY INTERVENTIONS: Speech and Language ",
    ],
)
def test_a_service_is_the_same_in_every_sheet_whatever_its_case(
    read: ReadWorkbook, written: str
) -> None:
    workbook = Workbook(
        [provider("RZ1", speech=ONE)],
        spelt={"Table 4": {SPEECH: written}, "Table 4f": {SPEECH: written.upper()}},
    )
    reading = read(workbook)

    assert reading.findings == ()
    assert set(reading.frames[TABLE]["service"]) == {
        "Therapy interventions: Speech and language"
    }
    assert reading.frames[TABLE]["pathways"].sum() == 10


@pytest.mark.parametrize("who", [("Organisation Type", "Organisation Name"), ("", "")])
def test_older_files_have_no_codes_and_print_the_type_once(
    read: ReadWorkbook, who: tuple[str, str]
) -> None:
    organisations = [
        Organisation("National", None, "England", {AUDIOLOGY: TWICE}),
        Organisation("Provider", None, "Made-up Trust", {AUDIOLOGY: ONE}),
        Organisation(None, None, "Another Trust", {AUDIOLOGY: TWO}),
    ]
    reading = read(Workbook(organisations, who=who))

    assert reading.findings == ()
    assert set(reading.frames[TABLE]["provider"]) == {"MADE-UP TRUST", "ANOTHER TRUST"}
    assert reading.frames[TABLE]["pathways"].sum() == 14


def test_an_empty_list_is_not_submitted_and_one_of_noughts_is(
    read: ReadWorkbook,
) -> None:
    reading = read(
        Workbook(
            [
                provider("RZ1", audiology=ONE),
                provider("RZ2", audiology=(0,) * 8),
                provider("RZ3"),
            ]
        )
    )

    assert reading.findings == ()
    assert reading.balances[TABLE] == RowBalance(rows_in=10, accepted=7, blank=3)
    assert "4 lists: 2 of providers" in reading.notes[0]
    assert "2 not submitted" in reading.notes[0]


def test_those_in_the_total_and_in_no_band_have_no_band(read: ReadWorkbook) -> None:
    reading = read(Workbook([provider("RZ1", audiology=(12, *ONE[1:]))]))

    assert told(reading) == [
        ("total-above-bands", f"line 6, Table 4 to 4g, column {AUDIOLOGY}")
    ]
    frame = reading.frames[TABLE]
    assert frame.loc[frame["band"].isna(), "pathways"].tolist() == [2]


@pytest.mark.parametrize(
    ("counts", "rule"),
    [
        ((9, *ONE[1:]), "total-below-bands"),
        ((None, *ONE[1:]), "total-missing"),
        ((10, 1.5, *ONE[2:]), "whole-number"),
        ((10, -1, *ONE[2:]), "whole-number"),
        ((10, CANARY, *ONE[2:]), "whole-number"),
        (("-", *ONE[1:]), "whole-number"),
    ],
)
def test_a_list_that_contradicts_itself_is_set_aside_and_counted(
    read: ReadWorkbook, counts: tuple[Any, ...], rule: str
) -> None:
    reading = read(
        Workbook([provider("RZ1", audiology=ONE), provider("RZ2", audiology=counts)])
    )

    assert told(reading) == [(rule, f"line 7, Table 4 to 4g, column {AUDIOLOGY}")]
    assert reading.findings[0].severity == "error"
    assert set(reading.frames[TABLE]["provider"]) == {"RZ1"}
    assert reading.balances[TABLE].rejected >= 1
    assert CANARY not in repr(reading.findings)


@pytest.mark.parametrize(
    ("counts", "told_of", "untold"),
    [((10, None, *ONE[2:]), 9, 1), ((10, *[None] * 7), 0, 10)],
)
def test_where_a_band_is_empty_the_others_of_the_total_are_undetermined(
    tmp_path: Path, counts: tuple[Any, ...], told_of: int, untold: int
) -> None:
    """Nobody is counted as not having waited, and nobody is lost."""
    workbook = Workbook([provider("RZ1", audiology=counts)])
    path = save(tmp_path / "sitrep.xlsx", workbook.sheets)
    records = read_records("chs_sitrep", path)
    [finding] = records.report.findings
    kpis = ["waits.community_over_18_weeks", "waits.community_still_waiting"]
    share, waiting = calculate(kpis, records, as_at=END_OF_OCTOBER)

    assert (finding.rule, finding.severity) == ("band-missing", "query")
    assert share.state.denominator == told_of
    assert share.undetermined == untold
    assert waiting.count == 10


def test_an_empty_band_is_nought_where_the_others_make_the_total(
    read: ReadWorkbook,
) -> None:
    reading = read(Workbook([provider("RZ1", audiology=(9, None, *ONE[2:]))]))

    assert reading.findings == ()
    assert reading.frames[TABLE]["pathways"].sum() == 9


def test_a_service_that_is_not_known_is_counted_and_asked_about(
    read: ReadWorkbook,
) -> None:
    new = "(CYP) New SERVICE"
    each = Organisation("Provider", "RZ1", "Made-up", {new: ONE})
    reading = read(Workbook([each], services=(AUDIOLOGY, new)))

    assert told(reading) == [("service-known", f"line 6, Table 4 to 4g, column {new}")]
    assert set(reading.frames[TABLE]["service"]) == {"New service"}


def test_a_row_of_england_that_names_no_service_is_set_aside(
    read: ReadWorkbook,
) -> None:
    reading = read(
        Workbook(
            national={
                "(A) Audiology": TWO,
                AUDIOLOGY: ONE,
                CANARY: TWO,
                "All CYP services": TWICE,
            }
        )
    )

    assert told(reading) == [("service", "line 8, Table 3")]
    assert rows(reading, "provider")[0] == ("none",)
    assert reading.balances[TABLE] == RowBalance(
        rows_in=13, accepted=7, rejected=2, merged_duplicates=1, blank=3
    )
    assert "1 services of adults in Table 3 were not read" in reading.notes
    assert CANARY not in repr(reading.findings)


@pytest.mark.parametrize(
    ("kind", "code", "rule"),
    [(CANARY, "RZ2", "organisation-type"), ("Provider", None, "provider")],
)
def test_an_organisation_that_cannot_be_placed_is_set_aside(
    read: ReadWorkbook, kind: str, code: str | None, rule: str
) -> None:
    odd = Organisation(kind, code, None, {AUDIOLOGY: TWO})
    reading = read(Workbook([provider("RZ1", audiology=ONE), odd]))

    assert [found.rule for found in reading.findings] == [rule]
    assert reading.frames[TABLE]["pathways"].sum() == 10
    assert CANARY not in repr(reading.findings)


def test_repeated_lists_are_merged_and_contradicting_ones_set_aside(
    read: ReadWorkbook,
) -> None:
    one = provider("RZ1", audiology=ONE)
    same = read(Workbook([one, one, provider("RZ2", audiology=TWO)]))
    other = read(
        Workbook([one, provider("RZ1", audiology=TWO), provider("RZ2", audiology=TWO)])
    )

    assert same.frames[TABLE]["pathways"].sum() == 14
    assert same.balances[TABLE].merged_duplicates == 7
    assert [found.rule for found in other.findings] == ["one-line-per-list"] * 2
    assert other.frames[TABLE]["pathways"].sum() == 4


def test_copies_of_the_sheets_say_the_same_as_the_workbook(
    read: ReadWorkbook, tmp_path: Path
) -> None:
    workbook = Workbook(
        [provider("RZ1", audiology=ONE, speech=(12, *ONE[1:]))],
        national={AUDIOLOGY: ONE, PAEDIATRICS: TWO},
    )
    folder = save_copies(tmp_path / "copies", workbook.sheets)
    copied = CommunitySitrep().read(folder, Pseudonyms())
    printed = read(workbook)

    assert copied.frames[TABLE].equals(printed.frames[TABLE])
    assert copied.findings == printed.findings
    assert copied.balances == printed.balances


def test_a_copy_of_the_national_table_alone_will_do(tmp_path: Path) -> None:
    sheets = Workbook(national={AUDIOLOGY: ONE}).sheets
    folder = save_copies(tmp_path / "copies", {"Table 3": sheets["Table 3"]})
    reading = CommunitySitrep().read(folder / "Table 3.csv", Pseudonyms())

    assert rows(reading, "provider", "band")[0] == ("none", 0)


@pytest.mark.parametrize("name", ["sitrep 2023-10.xlsx", "Sitrep-October-2023.xlsx"])
def test_without_a_month_in_it_the_name_of_the_file_says_it(
    read: ReadWorkbook, name: str
) -> None:
    reading = read(Workbook([provider("RZ1", audiology=ONE)], month="latest"), name)

    assert set(reading.frames[TABLE]["counted_on"]) == {pd.Timestamp("2023-10-31")}


def test_providers_merged_equal_england_exactly(tmp_path: Path) -> None:
    providers = [
        provider("RZ1", audiology=(12, *ONE[1:]), speech=TWO),
        provider("RZ2", audiology=TWO),
        provider("RZ3", speech=ONE),
    ]
    england = {
        AUDIOLOGY: (16, 1, 1, 1, 2, 1, 6, 2),
        SPEECH: TWICE,
    }

    def figures(name: str, workbook: Workbook, by: str = "") -> Figures:
        path = save(tmp_path / name, workbook.sheets)
        kpi = "waits.community_over_18_weeks"
        return calculate(
            kpi, read_records("chs_sitrep", path), as_at=END_OF_OCTOBER, by=by
        )

    parts = [figures(f"{each.code}.xlsx", Workbook([each])) for each in providers]
    [whole] = figures("whole.xlsx", Workbook(providers))
    [printed] = figures("england.xlsx", Workbook(national=england))
    [merged] = merge(*parts)

    assert merged.to_dict() == whole.to_dict() == printed.to_dict()
    assert (whole.state.numerator, whole.state.denominator) == (16, 30)
    assert {
        (dict(f.by)["provider"], f.state.numerator)
        for f in figures("again.xlsx", Workbook(providers), "provider")
    } == {("RZ1", 8), ("RZ2", 3), ("RZ3", 5)}
