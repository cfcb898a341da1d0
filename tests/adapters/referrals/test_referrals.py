import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from send_metrics.adapters.plugins import find_adapters
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.reading import read
from send_metrics.adapters.referrals import OPTIONAL, REQUIRED, Referrals
from send_metrics.errors import SourceError
from send_metrics.records.records import Records
from send_metrics.records.report import Finding, RowBalance

KINDS = ("csv", "parquet")
CANARY = "Zaphod"
SOUND = {
    "referral_id": "R1",
    "person_id": "943 476 5919",
    "service": "autism_assessment",
    "provider": "Oakmere",
    "area": "North",
    "referred_on": "2025-01-06",
    "accepted_on": "2025-01-10",
    "first_contact_on": "2025-03-03",
    "closed_on": "",
    "close_reason": "",
    "date_of_birth": "2015-01-07",
    "referral_reason": "language",
}

either_kind = pytest.mark.parametrize("kind", KINDS)


def write(folder: Path, kind: str, *changes: dict[str, str]) -> Path:
    """Write a sound row for each of the changes, changed so."""
    rows = [{**SOUND, "referral_id": f"R{n}", **one} for n, one in enumerate(changes)]
    frame = pd.DataFrame(rows, dtype="str")
    path = folder / f"referrals.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False, lineterminator="\n")
    else:
        duckdb.from_df(frame).write_parquet(str(path))
    return path


def rows_of(records: Records) -> list[dict[str, Any]]:
    return list(records.tables["referrals"].native.to_dict("records"))


def found(records: Records, severity: str) -> list[Finding]:
    return [one for one in records.report.findings if one.severity == severity]


def balance(records: Records) -> RowBalance:
    return records.report.sources[0].balances["referrals"]


def test_the_adapter_is_found_by_its_name() -> None:
    assert isinstance(find_adapters().named("referrals"), Referrals)


@either_kind
def test_a_referral_is_delivered_in_canonical_form(tmp_path: Path, kind: str) -> None:
    records = read(Referrals(), write(tmp_path, kind, {}))

    row = rows_of(records)[0]
    assert (row["referral_id"], row["person_id"]) == (
        "referral-000001",
        "person-000001",
    )
    assert (row["service"], row["provider"]) == ("autism_assessment", "Oakmere")
    assert row["referred_on"] == pd.Timestamp("2025-01-06")
    assert pd.isna(row["closed_on"])
    assert (row["close_reason"], row["referral_reason"]) == ("none", "language")
    assert row["age_at_referral"] == 9
    assert records.report.findings == ()


@either_kind
def test_text_keeps_its_case_and_what_is_not_given_has_a_name(
    tmp_path: Path, kind: str
) -> None:
    given_text = {"service": " Speech Therapy ", "close_reason": "Moved Away"}
    empty = {"provider": "", "area": " ", "referral_reason": "", "date_of_birth": ""}

    row = rows_of(read(Referrals(), write(tmp_path, kind, {**given_text, **empty})))[0]

    assert (row["service"], row["close_reason"]) == ("Speech Therapy", "Moved Away")
    assert row["provider"] == row["area"] == row["referral_reason"] == "unknown"
    assert pd.isna(row["age_at_referral"])


@pytest.mark.parametrize(
    "written",
    [
        *(
            "25",
            "suspected autism",
            "suspected_autism",
            "autism",
            "asd",
            "suspected asd",
        ),
        *("Suspected Autism", " ASD "),
    ],
)
def test_suspected_autism_is_recognised_as_it_is_written(
    tmp_path: Path, written: str
) -> None:
    records = read(Referrals(), write(tmp_path, "csv", {"referral_reason": written}))

    assert rows_of(records)[0]["referral_reason"] == "suspected_autism"


@either_kind
@pytest.mark.parametrize(
    ("column", "written", "rule"),
    [
        ("referral_id", "", "required-value"),
        ("person_id", "", "required-value"),
        ("person_id", "9.43E+09", "readable-value"),
        ("service", " ", "required-value"),
        ("referred_on", "2024-02-31", "readable-value"),
        ("accepted_on", "06/01/2025", "readable-value"),
        ("first_contact_on", "Zaphod", "readable-value"),
        ("closed_on", "9999-12-31", "readable-value"),
    ],
)
def test_a_row_that_cannot_be_read_is_set_aside_by_column(
    tmp_path: Path, kind: str, column: str, written: str, rule: str
) -> None:
    records = read(Referrals(), write(tmp_path, kind, {}, {column: written}))

    assert [(one.column, one.rule, one.line) for one in found(records, "error")] == [
        (column, rule, 3 if kind == "csv" else None)
    ]
    assert (balance(records).accepted, balance(records).rejected) == (1, 1)


@either_kind
@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"referred_on": ""}, "no-day-of-referral"),
        ({"first_contact_on": "2025-01-05"}, "contact-before-referral"),
        ({"date_of_birth": "2025-01-07"}, "born-after-referral"),
        ({"date_of_birth": "last week"}, "readable-value"),
    ],
)
def test_a_doubtful_row_is_queried_and_kept(
    tmp_path: Path, kind: str, change: dict[str, str], rule: str
) -> None:
    records = read(Referrals(), write(tmp_path, kind, {}, change))

    assert [one.rule for one in found(records, "query")] == [rule]
    assert found(records, "query")[0].line == (3 if kind == "csv" else None)
    assert balance(records).accepted == 2


def test_no_age_is_taken_from_a_birth_after_the_referral(tmp_path: Path) -> None:
    records = read(Referrals(), write(tmp_path, "csv", {"date_of_birth": "2025-01-07"}))

    assert pd.isna(rows_of(records)[0]["age_at_referral"])


def test_contact_on_the_day_of_referral_and_birth_on_it_are_sound(
    tmp_path: Path,
) -> None:
    day = SOUND["referred_on"]
    change = {"first_contact_on": day, "accepted_on": "", "date_of_birth": day}

    records = read(Referrals(), write(tmp_path, "csv", change))

    assert records.report.findings == ()
    assert rows_of(records)[0]["age_at_referral"] == 0


@either_kind
def test_repeats_are_merged_and_contradictions_set_aside(
    tmp_path: Path, kind: str
) -> None:
    same = {"referral_id": "A"}
    records = read(
        Referrals(),
        write(
            tmp_path,
            kind,
            same,
            {"referral_id": "A "},
            {"referral_id": "B"},
            {"referral_id": "B", "closed_on": "2025-04-01"},
        ),
    )

    assert balance(records) == RowBalance(4, 1, rejected=2, merged_duplicates=1)


@either_kind
def test_only_the_columns_that_measures_need_must_be_there(
    tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"referrals.{kind}"
    frame = pd.DataFrame([{name: SOUND[name] for name in REQUIRED}], dtype="str")
    if kind == "csv":
        frame.to_csv(path, index=False)
    else:
        duckdb.from_df(frame).write_parquet(str(path))

    records = read(Referrals(), path)
    row = rows_of(records)[0]

    assert row["provider"] == row["area"] == row["referral_reason"] == "unknown"
    assert row["close_reason"] == "none"
    assert pd.isna(row["accepted_on"])
    assert "accepted_on" in records.not_given("referrals")
    assert pd.isna(row["age_at_referral"])


@pytest.mark.parametrize("column", REQUIRED)
def test_a_column_that_measures_need_is_missed_by_name(
    tmp_path: Path, column: str
) -> None:
    names = [name for name in (*REQUIRED, *OPTIONAL) if name != column]
    path = tmp_path / "referrals.csv"
    path.write_text(",".join(names) + "\n")

    with pytest.raises(SourceError, match=f"lacks {column}; it has"):
        read(Referrals(), path)


def test_a_folder_or_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    sheet = tmp_path / "referrals.xlsx"
    sheet.write_bytes(b"PK")

    for path in (tmp_path, sheet):
        with pytest.raises(SourceError, match=r"one \.csv or \.parquet"):
            read(Referrals(), path)


@either_kind
def test_no_value_comes_through_that_is_not_a_canonical_one(
    tmp_path: Path, kind: str
) -> None:
    noted = {"surname": CANARY, "note": CANARY}
    path = write(
        tmp_path,
        kind,
        {**noted, "referral_id": "Zaphod1", "person_id": "Zaphod1"},
        {**noted, "referral_id": "Zaphod2", "date_of_birth": CANARY},
        *({**noted, name: CANARY} for name in SOUND if name.endswith("_on")),
    )

    records = read(Referrals(), path)
    reading = Referrals().read(path, Pseudonyms(key=b"k" * 32))

    said = repr([rows_of(records), records, records.report, reading])
    assert balance(records).accepted == 2
    assert CANARY.lower() not in said.lower()
    assert SOUND["date_of_birth"] not in said
    assert "943" not in repr(rows_of(records))
    assert "date_of_birth" not in reading.frames["referrals"].columns
    assert records.report.sources[0].columns_left_out == {
        "referrals": ("surname", "note")
    }


KINDS_OF_ROW: dict[str, dict[str, str]] = {
    "sound": {},
    "no person": {"person_id": ""},
    "bad day": {"closed_on": "soon"},
    "undated": {"referred_on": ""},
    "blank": {**dict.fromkeys(SOUND, ""), "referral_id": " "},
}


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(sorted(KINDS_OF_ROW)), min_size=1, max_size=20))
def test_any_mix_of_rows_is_accounted_for_alike_in_either_kind(
    names: list[str],
) -> None:
    with TemporaryDirectory() as place:
        both = [
            read(
                Referrals(),
                write(Path(place), kind, *(KINDS_OF_ROW[name] for name in names)),
            )
            for kind in KINDS
        ]

    for records in both:
        assert balance(records) == RowBalance(
            len(names),
            names.count("sound") + names.count("undated"),
            rejected=names.count("no person") + names.count("bad day"),
            blank=names.count("blank"),
        )
        errors = sum(one.rows for one in found(records, "error"))
        assert errors == balance(records).rejected
    pd.testing.assert_frame_equal(
        both[0].tables["referrals"].native, both[1].tables["referrals"].native
    )


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)),
    st.integers(min_value=0, max_value=25 * 366),
)
@settings(deadline=None, max_examples=30)
def test_the_age_is_the_birthdays_that_have_passed(born: dt.date, days: int) -> None:
    referred = born + dt.timedelta(days=days)
    change = {"date_of_birth": str(born), "referred_on": str(referred), "closed_on": ""}
    with TemporaryDirectory() as place:
        row = rows_of(read(Referrals(), write(Path(place), "csv", change)))[0]

    birthdays = [
        year
        for year in range(born.year + 1, referred.year + 1)
        if (year, born.month, born.day) <= (referred.year, referred.month, referred.day)
    ]
    assert row["age_at_referral"] == len(birthdays)
