# ruff: noqa: E501 - tables are drawn as wide as they are
"""Each test pins an answer that was once wrong."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from attrs import evolve

import send_metrics as sm
from send_metrics import Records, SendMetricsError
from send_metrics.adapters import Reading
from send_metrics.kpis.conditions import within_days
from send_metrics.kpis.definition import Proportion
from send_metrics.records.expressions import collected
from send_metrics.records.report import ReadReport, RowBalance, SourceReport
from send_metrics.records.tables import SCHEMAS
from tests.spec.drawing import (
    ENGINES,
    Engine,
    canonical,
    drawn,
    in_pandas,
    records_of,
)

KPI = "ehcp.issued_within_20_weeks_excl_exceptions"
YEAR = sm.calendar_year(2024)
REQUESTS = """
    row | received_on | assessment_outcome_on
    ----+-------------+----------------------
    A   | 2024-01-01  | 2024-05-20
    B   | 2024-01-01  | 2024-05-21
    """
HEADER = (
    "referral_id,person_id,service,provider,referred_on,first_contact_on,closed_on\n"
)
AS_AT = dt.date(2025, 12, 31)


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


def own_definition(days: int = 7) -> Proportion:
    official = sm.kpi(KPI)
    assert isinstance(official, Proportion)
    rule = within_days(
        "received_on", "assessment_outcome_on", days=days, wording="soon enough"
    )
    return evolve(official, id="local.soon_enough", numerator=rule)


def referrals(folder: Path, name: str, provider: str, people: int = 8) -> Path:
    path = folder / name
    rows = "".join(
        f"{n},{provider}{n},speech,{provider},2025-01-06,,\n" for n in range(people)
    )
    path.write_text(HEADER + rows)
    return path


def test_a_definition_of_your_own_is_used_as_it_stands() -> None:
    records = records_of(ENGINES["pandas"], ehc_requests=REQUESTS)

    official = sm.calculate(sm.kpi(KPI), records, period=YEAR)[0]
    strict = sm.calculate(own_definition(7), records, period=YEAR)[0]
    loose = sm.calculate(own_definition(999), records, period=YEAR)[0]

    assert official.state.numerator == 1
    assert (strict.state.numerator, loose.state.numerator) == (0, 2)
    assert (
        sm.show_working(own_definition(999), records, period=YEAR)["role"]
        .eq("numerator")
        .all()
    )


def test_a_definition_of_your_own_is_refused_where_it_is_not_in_force() -> None:
    records = records_of(ENGINES["pandas"], ehc_requests=REQUESTS)
    closed = evolve(own_definition(), in_force_to=dt.date(2024, 6, 30))

    with pytest.raises(SendMetricsError, match="does not cover"):
        sm.calculate(closed, records, period=YEAR)


def test_a_changed_rule_under_the_same_words_changes_the_fingerprint() -> None:
    assert own_definition(7).fingerprint != own_definition(8).fingerprint
    assert own_definition(7).fingerprint == own_definition(7).fingerprint


def test_hundreds_of_unknown_codes_are_set_aside_in_one_go(engine: Engine) -> None:
    days = pd.date_range("2024-09-02", periods=190).strftime("%Y-%m-%d")
    lines = [
        f"{code}{day} | {day} | AM | {code}"
        for day in days
        for code in ("Q1", "Q2", "Q3", "/")
    ]
    drawing = "\n".join(["row | date | session | code", "----", *lines])

    balance = (
        records_of(engine, attendance_marks=drawing).tables["attendance_marks"].balance
    )

    assert (balance.accepted, balance.rejected) == (190, 570)


def test_an_enrolment_is_one_whose_sen_status_changed_within_the_year(
    engine: Engine,
) -> None:
    records = records_of(
        engine,
        attendance_totals="""
            row | first_on   | last_on    | possible_sessions | authorised_sessions | sen_status
            ----+------------+------------+-------------------+---------------------+-----------
            A   | 2024-09-01 | 2024-12-31 | 140               | 20                  | K
            A   | 2025-01-01 | 2025-07-31 | 240               | 2                   | E
            """,
    )
    year = sm.academic_year(2024)

    share = sm.calculate("attendance.persistent_absence", records, period=year)[0]
    by_status = sm.calculate(
        "attendance.persistent_absence", records, period=year, by="sen_status"
    )

    assert (share.state.numerator, share.state.denominator) == (0, 1)
    assert [dict(cell.by) for cell in by_status] == [{"sen_status": "E"}]


def test_stretches_of_an_enrolment_that_share_days_are_refused(engine: Engine) -> None:
    records = records_of(
        engine,
        attendance_totals="""
            row | first_on   | last_on    | possible_sessions
            ----+------------+------------+------------------
            A   | 2024-09-01 | 2024-12-31 | 140
            A   | 2024-09-01 | 2024-10-31 | 70
            """,
    )

    with pytest.raises(SendMetricsError, match="cover the same days"):
        sm.calculate("attendance.absence_rate", records, period=sm.academic_year(2024))


def test_august_days_of_an_academic_year_make_no_second_enrolment(
    engine: Engine,
) -> None:
    records = records_of(
        engine,
        attendance_marks="""
            row | school_urn | date       | session | code
            ----+------------+------------+---------+-----
            A   | 900001     | 2024-09-10 | AM      | /
            A   | 900001     | 2025-08-28 | AM      | I
            """,
    )

    figure = sm.calculate(
        "attendance.persistent_absence", records, period=sm.academic_year(2024)
    )[0]

    assert figure.state.denominator == 1


def test_people_of_two_providers_who_number_alike_all_count(tmp_path: Path) -> None:
    names = sm.Pseudonyms()
    parts = [
        sm.read("referrals", referrals(tmp_path, f"{p}.csv", p), pseudonyms=names)
        for p in ("a", "b")
    ]

    records = Records.joined(parts)

    assert sm.calculate("waits.still_waiting", records, as_at=AS_AT)[0].count == 16


def test_stand_ins_given_apart_are_not_mixed(tmp_path: Path) -> None:
    parts = [
        sm.read("referrals", referrals(tmp_path, f"{p}.csv", p)) for p in ("a", "b")
    ]

    with pytest.raises(SendMetricsError, match="given apart"):
        Records.joined(parts)


def test_rows_that_meet_only_when_sources_are_put_together_are_reported(
    tmp_path: Path,
) -> None:
    names = sm.Pseudonyms()
    same = referrals(tmp_path, "same.csv", "a", people=30)
    other = tmp_path / "other.csv"
    other.write_text(same.read_text().replace("2025-01-06", "2025-01-07"))

    records = Records.joined(
        sm.read("referrals", path, pseudonyms=names) for path in (same, other)
    )

    together = records.report.sources[-1]
    assert together.source == "all sources together"
    assert together.balances["referrals"].rejected == 60
    assert [found.rule for found in together.findings] == ["one-row-per-key"]
    assert records.report.over_limit
    figure = sm.calculate("waits.still_waiting", records, as_at=AS_AT)[0]
    assert figure.missing == "x"


def told_by(source: str, table: str, **says: Any) -> Records:
    report = SourceReport("made up", source, {table: RowBalance(1, 1)}, **says)
    return Records(report=ReadReport((report,)))


def a_return(authority: str) -> Records:
    name = f"SEN2 return of authority {authority}"
    return told_by("r.xml", "ehc_plans", stands_alone=name, whole=("ehc_plans",))


def test_a_list_of_the_same_plans_is_not_counted_beside_a_return() -> None:
    casework = told_by("casework", "ehc_plans")

    for parts in ([a_return("919"), casework], [casework, a_return("919")]):
        with pytest.raises(SendMetricsError) as refused:
            Records.joined(parts)

        assert str(refused.value) == (
            "ehc_plans is in r.xml, a SEN2 return of authority 919, and in casework too;"
            " both tell of the same ones by numbers of their own, so calculate from each"
            " in a run of its own"
        )


def test_a_return_stands_beside_another_authoritys_and_beside_other_tables() -> None:
    parts = [a_return("919"), a_return("920"), told_by("complaints", "complaints")]

    assert len(Records.joined(parts).report.sources) == 3


@pytest.mark.parametrize(
    "written", ["03/04/2025", 20250101, dt.datetime(2025, 4, 3, tzinfo=dt.UTC), 1.5]
)
def test_a_day_among_objects_is_never_guessed(written: Any) -> None:
    frame = referral_frame(referred_on=[dt.date(2025, 4, 3), written])

    table = Records.from_frames({"referrals": frame}).tables["referrals"]

    assert (table.balance.accepted, table.balance.rejected) == (1, 1)
    assert table.native["referred_on"].tolist() == [pd.Timestamp("2025-04-03")]


def referral_frame(**columns: list[Any]) -> pd.DataFrame:
    base: dict[str, Any] = {
        "referral_id": ["1", "2"],
        "person_id": ["p", "q"],
        "service": ["speech"] * 2,
        "provider": ["x"] * 2,
        "area": ["y"] * 2,
        "referred_on": pd.to_datetime(["2025-01-01", "2025-01-01"]),
        "accepted_on": [None] * 2,
        "first_contact_on": [None] * 2,
        "closed_on": [None] * 2,
        "referral_reason": ["suspected_autism"] * 2,
    }
    changed = {name: pd.Series(v, dtype="object") for name, v in columns.items()}
    return pd.DataFrame(base | changed)


def test_a_bad_day_is_found_also_beside_a_date_of_birth() -> None:
    frame = referral_frame(
        referred_on=["2025-01-01", "01/02/2025"],
        date_of_birth=["2015-01-01", "2015-01-01"],
    )

    table = Records.from_frames({"referrals": frame}).tables["referrals"]

    assert table.balance.rejected == 1
    assert [found.rule for found in table.findings] == ["readable-value"]


def test_a_birth_after_the_referral_gives_no_age_and_is_said() -> None:
    frame = referral_frame(date_of_birth=["2026-05-05", "not a day"])

    records = Records.from_frames({"referrals": frame})
    figure = sm.calculate("waits.autism_open_13_weeks", records, as_at=AS_AT)[0]

    [finding] = records.report.findings
    assert (finding.rule, finding.rows) == ("age-known", 2)
    assert (figure.state.denominator, figure.undetermined) == (0, 2)


@pytest.mark.parametrize("name", list(ENGINES))
def test_empty_text_is_missing(name: str) -> None:
    schema = SCHEMAS["referrals"]
    drawn = canonical("referrals", [{"row": "A"}, {"row": "B"}])
    drawn[0] |= {"referral_id": "", "area": ""}
    drawn[1] |= {"area": ""}

    table = Records.from_frames({"referrals": ENGINES[name](schema, drawn)}).tables[
        "referrals"
    ]

    assert (table.balance.accepted, table.balance.rejected) == (1, 1)
    assert [row["area"] for row in collected(table.frame)] == ["unknown"]


def test_no_row_shows_in_the_repr_of_a_table_or_a_reading() -> None:
    frame = referral_frame(person_id=["Zyx-Canary", "Zyx-Canary"])
    records = Records.from_frames({"referrals": frame})

    said = repr(records.tables["referrals"]) + repr(Reading({"referrals": frame}))

    assert "Zyx-Canary" not in said


def test_a_list_that_was_not_counted_on_the_day_is_unavailable_not_empty(
    engine: Engine,
) -> None:
    drawing = "band | pathways | counted_on\n----\n3 | 40 | 2026-01-31"
    records = records_of(engine, waiting_list_bands=drawing)

    figure = sm.calculate("waits.rtt_weeks", records, as_at=dt.date(2026, 2, 28))[0]

    assert figure.missing == "x"
    assert figure.missing_reason == (
        "no list was counted on 2026-02-28; supplied: 2026-01-31"
    )


def test_frames_of_two_libraries_are_refused_by_name() -> None:
    marks = "pupil_id | date | session | code\n----\nA | 2024-09-10 | AM | /"
    pupils = "row | sen_status\n----\nA | E"
    held = records_of(ENGINES["polars"], attendance_marks=marks)
    other = records_of(ENGINES["pandas"], pupils=pupils)
    records = Records({**held.tables, **other.tables})

    with pytest.raises(SendMetricsError, match="attendance_marks and pupils are held"):
        sm.calculate("attendance.absence_rate", records, period=sm.academic_year(2024))


def test_a_breakdown_named_twice_counts_once() -> None:
    records = records_of(ENGINES["pandas"], ehc_requests=REQUESTS)

    figures = sm.calculate(KPI, records, period=YEAR, by="sex, sex")

    assert [dict(figure.by) for figure in figures] == [{"sex": "unknown"}]


@pytest.mark.parametrize(
    "as_at", ["2025-12-31", dt.datetime(2025, 12, 31, tzinfo=dt.UTC)]
)
def test_a_day_that_is_not_a_date_is_refused_with_the_way_out(as_at: Any) -> None:
    records = records_of(ENGINES["pandas"], ehc_requests=REQUESTS)

    with pytest.raises(SendMetricsError, match=r"datetime\.date"):
        sm.calculate("ehcp.open_assessments", records, as_at=as_at)


@pytest.mark.parametrize(
    ("kpi", "column"),
    [
        ("review.due_draft_within_4_weeks", "draft_on"),
        ("review.amended_within_12_weeks", "amended_plan_on"),
    ],
)
def test_a_duty_whose_day_no_source_gives_is_not_taken_to_be_broken(
    kpi: str, column: str
) -> None:
    drawing = """
        row | outcome | meeting_on | reference_on
        ----+---------+------------+-------------
        A   | A       | 2024-03-01 | 2025-01-16
        """
    frame = in_pandas(
        SCHEMAS["annual_reviews"], canonical("annual_reviews", drawn(drawing))
    )
    without = {"annual_reviews": frame.drop(columns=column)}

    empty, lacking = (
        sm.calculate(kpi, Records.from_frames(frames), period=YEAR)[0]
        for frames in ({"annual_reviews": frame}, without)
    )

    assert empty.display == "0.0"
    assert lacking.missing_reason == f"no source gives {column} of annual_reviews"
