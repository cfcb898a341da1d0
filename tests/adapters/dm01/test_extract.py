"""Which rows a line becomes, which lines are set aside, and what is refused."""

import datetime as dt
import io
import zipfile
from typing import Any

import pandas as pd
import pytest

from send_metrics import Records, calculate, merge
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.reading import read as read_records
from send_metrics.errors import SourceError
from send_metrics.records.conform import conform
from send_metrics.records.report import RowBalance
from send_metrics.records.tables import WAITING_LIST_BANDS
from tests.adapters.rtt.made_up import extract as rtt_extract
from tests.adapters.rtt.made_up import line as rtt_line

from .conftest import ReadContent
from .made_up import BANDS, HEADER, extract, line

TABLE = "waiting_list_bands"
CANARY = "Zyxwvut"
END_OF_JANUARY = dt.date(2026, 1, 31)


def rows(reading: Reading, *columns: str) -> list[tuple[Any, ...]]:
    frame: pd.DataFrame = reading.frames[TABLE][list(columns)]
    return [tuple(row) for row in frame.astype(object).itertuples(index=False)]


def told(reading: Reading) -> list[tuple[str, int | None, str | None]]:
    return [(each.rule, each.line, each.column) for each in reading.findings]


def test_each_band_that_anybody_is_in_becomes_a_row(read: ReadContent) -> None:
    reading = read(extract([line({0: 3, 6: 2, 13: 1})]))

    assert rows(
        reading,
        *("scheme", "part", "counted_on", "icb", "commissioner", "provider"),
        *("service", "band", "pathways"),
    ) == [
        (
            *("dm01", "incomplete", pd.Timestamp("2026-01-31"), "QZ1", "01Z", "RZ1"),
            *("AUDIOLOGY_ASSESSMENTS", band, waiting),
        )
        for band, waiting in ((0, 3), (6, 2), (13, 1))
    ]


def test_the_rows_are_canonical_as_they_are(read: ReadContent) -> None:
    reading = read(extract([line({0: 3, 13: 2})]))
    table = conform(WAITING_LIST_BANDS, reading.frames[TABLE])

    assert (table.findings, table.columns_left_out) == ((), ())
    assert table.balance == RowBalance(rows_in=2, accepted=2)


def test_a_zip_is_read_like_the_file_in_it(read: ReadContent) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("DM01-JANUARY-2026-full-extract.csv", extract([line({0: 3})]))

    assert rows(read(packed.getvalue(), "extract.zip"), "pathways") == [(3,)]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("AUDIOLOGY_ASSESSMENTS", "AUDIOLOGY_ASSESSMENTS"),
        ("Audiology - Audiology Assessments", "AUDIOLOGY_ASSESSMENTS"),
        ("magnetic  resonance imaging", "MRI"),
        ("Urodynamics", "URODYNAMICS"),
    ],
)
def test_a_test_has_one_code_however_it_is_written(
    read: ReadContent, written: str, code: str
) -> None:
    reading = read(extract([line({0: 3}, test=written)]))

    assert (rows(reading, "service"), reading.findings) == ([(code,)], ())


def test_a_test_that_is_not_known_is_counted_and_asked_about(read: ReadContent) -> None:
    reading = read(extract([line({0: 3}), line({0: 2}, test=f"{CANARY} scan")]))
    [finding] = reading.findings

    assert rows(reading, "service", "pathways")[1] == (f"{CANARY} scan".upper(), 2)
    assert (finding.rule, finding.severity, finding.line) == ("test-known", "query", 3)
    assert CANARY.casefold() not in repr(finding).casefold()


def test_totals_are_compared_with_their_tests_and_left_to_them(
    read: ReadContent,
) -> None:
    tests = [line({0: 3, 7: 1}), line({0: 2}, test="MRI")]
    agreeing = read(extract([*tests, line({0: 5, 7: 1}, test="TOTAL")]))
    other = read(extract([*tests, line({0: 5, 6: 1}, test="Total")]))

    assert agreeing.findings == ()
    assert told(other) == [("total-of-parts", 4, None)]
    for reading in (agreeing, other):
        assert reading.frames[TABLE]["pathways"].sum() == 6
        assert reading.balances[TABLE] == RowBalance(
            rows_in=5, accepted=3, merged_duplicates=2
        )


def test_those_in_the_total_and_in_no_band_have_no_band(read: ReadContent) -> None:
    reading = read(extract([line({0: 3}, total="5")]))

    assert told(reading) == [("total-above-bands", 2, None)]
    frame = reading.frames[TABLE]
    assert frame["pathways"].tolist() == [3, 2]
    assert frame["band"].isna().tolist() == [False, True]


@pytest.mark.parametrize("total", ["3", "3.0", " 3 "])
def test_an_empty_band_is_nought_only_where_the_others_make_the_total(
    read: ReadContent, total: str
) -> None:
    sound = read(extract([line({0: 3, 1: ""}, total=total)]))
    short = read(extract([line({0: 3}), line({0: 3, 1: ""}, total="4", provider="R")]))

    assert sound.findings == ()
    assert told(short) == [("band-missing", 3, None)]
    assert rows(short, "pathways", "band_not_submitted") == [
        *((3, "no"), (3, "no"), (1, "yes")),
    ]


@pytest.mark.parametrize("cell", ["-1", "1.5", "*", "1,000", "NA", "nan", CANARY])
@pytest.mark.parametrize("column", [BANDS[6], "Total WL"])
def test_a_list_with_a_cell_that_is_no_count_is_set_aside(
    read: ReadContent, cell: str, column: str
) -> None:
    reading = read(
        extract([line({0: 3}), line({1: 1}, provider="RZ2") | {column: cell}])
    )

    assert told(reading) == [("whole-number", 3, column)]
    assert rows(reading, "pathways") == [(3,)]
    assert CANARY not in repr(reading.findings)


@pytest.mark.parametrize(
    ("cells", "rule", "column"),
    [
        ({"period": CANARY}, "period", "Period"),
        ({"provider": " "}, "provider", "Provider Org Code"),
        ({"test": ""}, "test", "Diagnostic Tests"),
        ({"total": "2"}, "total-below-bands", None),
        ({"total": ""}, "total-missing", None),
    ],
)
def test_a_list_that_breaks_a_rule_is_set_aside_and_counted(
    read: ReadContent, cells: dict[str, str], rule: str, column: str | None
) -> None:
    broken = {"provider": "RZ2"} | cells
    reading = read(extract([line({0: 3}), line({0: 2, 3: 1}, **broken)]))

    assert told(reading) == [(rule, 3, column)]
    assert reading.findings[0].severity == "error"
    assert reading.balances[TABLE] == RowBalance(
        rows_in=reading.balances[TABLE].rejected + 1,
        accepted=1,
        rejected=reading.balances[TABLE].rejected,
    )
    assert reading.balances[TABLE].rejected >= 1
    assert CANARY not in repr(reading.findings)


def test_a_list_that_is_set_aside_counts_although_nobody_is_in_its_bands(
    read: ReadContent,
) -> None:
    reading = read(extract([line({0: 3}), line({}, provider="")]))

    assert reading.balances[TABLE] == RowBalance(rows_in=2, accepted=1, rejected=1)


def test_lists_of_several_publications_are_held_together_and_never_added(
    tmp_path,
) -> None:
    ours, theirs = tmp_path / "dm01.csv", tmp_path / "rtt.csv"
    ours.write_text(extract([line({0: 3, 6: 1})]), encoding="utf-8")
    theirs.write_text(rtt_extract([rtt_line({17: 30, 18: 10})]), encoding="utf-8")
    apart = Pseudonyms()
    records = Records.joined(
        read_records(adapter, path, pseudonyms=apart)
        for adapter, path in (("dm01", ours), ("rtt", theirs))
    )
    kpis = ["waits.diagnostics_six_weeks_or_more", "waits.rtt_within_18_weeks"]

    tests, hospitals = calculate(kpis, records, as_at=END_OF_JANUARY)

    assert (tests.state.numerator, tests.state.denominator) == (1, 4)
    assert (hospitals.state.numerator, hospitals.state.denominator) == (30, 40)


def test_repeated_lists_are_merged_and_contradicting_ones_set_aside(
    read: ReadContent,
) -> None:
    same = read(extract([line({0: 3}), line({0: 3}), line({1: 1}, provider="RZ2")]))
    other = read(extract([line({0: 3}), line({0: 4}), line({1: 1}, provider="RZ2")]))

    assert same.balances[TABLE] == RowBalance(
        rows_in=3, accepted=2, merged_duplicates=1
    )
    assert told(other) == [
        ("one-line-per-list", 2, None),
        ("one-line-per-list", 3, None),
    ]
    assert rows(other, "provider") == [("RZ2",)]


def test_every_line_is_accounted_for_in_a_note(read: ReadContent) -> None:
    content = extract(
        [
            line({0: 3, 1: 1}),
            line({0: 3, 1: 1}),
            line({0: 3, 1: 1}, test="TOTAL"),
            line({0: 2}, provider=""),
            dict.fromkeys(HEADER, ""),
            dict.fromkeys(HEADER, "")
            | {"Period": "DM01-JANUARY-2026", "Provider Org Code": "RZ3"},
        ]
    )
    reading = read(content)

    assert reading.notes == (
        "5 lists: 1 of tests, 1 of totals left to their tests, 1 repeated, 1 set aside,"
        " 1 not submitted",
    )
    assert reading.balances[TABLE] == RowBalance(
        rows_in=9, accepted=2, rejected=1, merged_duplicates=4, blank=2
    )


@pytest.mark.parametrize("missing", ["06 < 07 Weeks", "Total WL", "Diagnostic Tests"])
def test_a_header_that_has_changed_is_refused_by_name(
    read: ReadContent, missing: str
) -> None:
    header = [name for name in HEADER if name != missing]

    with pytest.raises(SourceError, match=f"the header lacks {missing}"):
        read(extract([line({0: 3})], header))


def test_an_extract_of_other_lists_is_refused_without_its_values(
    read: ReadContent,
) -> None:
    with pytest.raises(SourceError, match="does not hold the names") as said:
        read(f"{CANARY},RTT-January-2026\n{CANARY},3\n")

    assert CANARY not in str(said.value)


def test_an_extract_without_a_month_is_refused(read: ReadContent) -> None:
    with pytest.raises(
        SourceError, match="names no month in its column Period"
    ) as said:
        read(extract([line({0: 3}, period=CANARY)]))

    assert CANARY not in str(said.value)


def test_commissioners_merged_equal_the_area_exactly(tmp_path) -> None:
    lists = [
        line({0: 7, 5: 2, 6: 1, 13: 3}, commissioner="01Z", provider="RZ1"),
        line({0: 1, 6: 4}, commissioner="01Z", provider="RZ2"),
        line({2: 9, 12: 1}, commissioner="02Z", provider="RZ1", total="12"),
    ]

    def figures(name: str, chosen: list[dict[str, str]]) -> Any:
        path = tmp_path / name
        path.write_text(extract(chosen), encoding="utf-8")
        records = read_records("dm01", path)
        kpi = "waits.diagnostics_six_weeks_or_more"
        return calculate(kpi, records, as_at=END_OF_JANUARY)

    whole = figures("whole.csv", lists)
    parts = [figures(f"part-{n}.csv", [each]) for n, each in enumerate(lists)]

    [area] = whole
    assert merge(*parts)[0].to_dict() == area.to_dict()
    assert (area.state.numerator, area.state.denominator) == (9, 30)
