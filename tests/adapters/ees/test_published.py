"""Published files are read as they are printed, symbols and all.

Values of Hertfordshire: DfE, Pupil absence in schools in England, full year 2024/25.
"""

from pathlib import Path
from typing import Any

import pytest

import send_metrics as sm
from send_metrics.errors import RecordsError, SourceError, UsageError
from send_metrics.records.report import RowBalance

MARK = "Qzx9"
PLACE = (
    "time_period,time_identifier,geographic_level,country_code,country_name,"
    "region_code,region_name,old_la_code,new_la_code,la_name"
)
ENGLAND = "National,E92000001,England,,,,,"
EAST = "Regional,E92000001,England,E12000006,East of England,,,"
HERTS = (
    "Local authority,E92000001,England,E12000006,East of England,919,E10000015,"
    "Hertfordshire"
)
SHARE = "enrolments_pa_50_exact_percent"
ABSENCE = (
    f"{PLACE},education_phase,breakdown_topic,breakdown,enrolments,sess_possible,"
    f"sess_overall_percent,{SHARE}\n"
    f"202425,Academic year,{HERTS},Total,Total,Total,c,x,6.5,low\n"
    f"202425,Academic year,{HERTS},Total,SEN provision,EHC plan,z,:,14.283562,9.427292\n"
    f"202425,Academic year,{HERTS},Total,SEN provision,No SEN,z,:,5.398349,0.888671\n"
    f"202425,Academic year,{HERTS},Total,SEN primary need,No SEN,z,:,5.416071,1.226320\n"
    f"202425,Academic year,{HERTS},Special,SEN provision,EHC plan,z,:,12.727047,6.573240\n"
    f"202425,Academic year,{ENGLAND},Total,Total,Total,1,2,6.9,2.3\n"
)


def saved(folder: Path, text: str, name: str = "published.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def balance(records: sm.Records) -> RowBalance:
    return records.report.sources[0].balances["published_figures"]


def rules(records: sm.Records) -> dict[tuple[str, str | None, int | None], int]:
    return {
        (found.rule, found.column, found.line): found.rows
        for found in records.report.findings
    }


@pytest.fixture
def absence(tmp_path: Path) -> sm.Records:
    return sm.read("ees", saved(tmp_path, ABSENCE))


def looked_up(records: sm.Records, **more: Any) -> sm.PublishedFigure:
    asked = {"area": "Hertfordshire", "time_period": "202425", **more}
    return sm.published_figure(records, more.pop("measure", SHARE), **asked)


def test_every_value_is_a_row_as_it_is_printed(absence: sm.Records) -> None:
    assert balance(absence) == RowBalance(24, 24)
    figure = looked_up(absence, breakdown=("SEN provision", "EHC plan"))
    assert (figure.published, figure.value, figure.missing) == (
        *("9.427292", 9.427292, None),
    )
    assert figure.missing_reason is None


@pytest.mark.parametrize(
    ("measure", "symbol", "reason"),
    [
        ("enrolments", "c", "confidential"),
        ("sess_possible", "x", "unavailable"),
        (SHARE, "low", "rounds to 0 but is not 0"),
    ],
)
def test_a_symbol_stays_a_missing_value_with_its_reason(
    absence: sm.Records, measure: str, symbol: str, reason: str
) -> None:
    figure = sm.published_figure(absence, measure, area="919", time_period="202425")

    assert (figure.published, figure.value, figure.missing) == (symbol, None, symbol)
    assert figure.missing_reason == reason


@pytest.mark.parametrize(
    ("measure", "symbol"), [("enrolments", "z"), ("sess_possible", ":")]
)
def test_what_is_not_applicable_is_not_zero(
    absence: sm.Records, measure: str, symbol: str
) -> None:
    figure = sm.published_figure(
        absence,
        measure,
        area="E10000015",
        time_period="202425",
        breakdown=("SEN provision", "No SEN"),
    )

    assert (figure.value, figure.missing) == (None, symbol)


@pytest.mark.parametrize(
    ("topic", "published"),
    [("SEN provision", "0.888671"), ("SEN primary need", "1.226320")],
)
def test_two_groups_of_one_name_are_told_apart_by_their_topic(
    absence: sm.Records, topic: str, published: str
) -> None:
    assert looked_up(absence, breakdown=(topic, "No SEN")).published == published


def test_a_group_without_its_topic_is_refused(absence: sm.Records) -> None:
    with pytest.raises(UsageError, match="No SEN alone may be a group of several"):
        looked_up(absence, breakdown="No SEN")


def test_a_phase_is_asked_for_by_name(absence: sm.Records) -> None:
    figure = looked_up(
        absence, breakdown=("SEN provision", "EHC plan"), phase="Special"
    )

    assert figure.published == "6.573240"


def test_what_is_not_published_is_refused(absence: sm.Records) -> None:
    with pytest.raises(UsageError, match="no value of nothing is published"):
        sm.published_figure(absence, "nothing", area="919", time_period="202425")
    with pytest.raises(RecordsError, match="published_figures was not supplied"):
        sm.published_figure(sm.Records(), SHARE, area="919", time_period="202425")


def test_two_times_of_one_year_are_told_apart(tmp_path: Path) -> None:
    header, row, *_ = ABSENCE.splitlines()
    autumn = row.replace("Academic year", "Autumn term").replace("low", "1.5")
    records = sm.read("ees", saved(tmp_path, "\n".join([header, row, autumn, ""])))

    with pytest.raises(UsageError, match=r"2 values .* tell apart time_identifier"):
        looked_up(records)
    assert looked_up(records, time_identifier="Autumn term").published == "1.5"


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("school_type", "education_phase"),
        ("characteristic", "breakdown_topic"),
        ("characteristic_breakdown", "breakdown"),
    ],
)
def test_an_older_name_of_a_column_is_the_later_one(
    tmp_path: Path, older: str, newer: str
) -> None:
    header, *rows = ABSENCE.splitlines()
    names = [older if name == newer else name for name in header.split(",")]
    records = sm.read("ees", saved(tmp_path, "\n".join([",".join(names), *rows, ""])))

    figure = looked_up(records, breakdown=("SEN provision", "No SEN"))

    assert (figure.published, figure.phase) == ("0.888671", "Total")
    assert balance(records) == RowBalance(24, 24)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("sess_authorised_illness", "sess_auth_illness"),
        ("sess_unauthorised_noyet_rate", "sess_unauth_noyet_rate"),
        ("sess_authorised", "sess_authorised"),
        ("sess_authorised_pa_10_exact", "sess_authorised_pa_10_exact"),
        ("reason_t_authorised_grt_absence", "reason_t_authorised_mobile_child"),
    ],
)
def test_an_older_name_of_a_measure_is_the_later_one(
    tmp_path: Path, older: str, newer: str
) -> None:
    text = f"{PLACE},sess_possible,{older}\n202324,Autumn term,{HERTS},100,7\n"

    records = sm.read("ees", saved(tmp_path, text))

    figure = sm.published_figure(records, newer, area="919", time_period="202324")
    assert figure.value == 7


def test_a_column_of_its_own_for_sen_is_a_breakdown(tmp_path: Path) -> None:
    text = (
        f"{PLACE},education_phase,sen,possible_sessions,auth_part_time_perc\n"
        f"202526,Autumn term,{HERTS},Total,EHC plan,100,1.976\n"
        f"202526,Autumn term,{HERTS},Total,No SEN,100,0.046\n"
    )

    records = sm.read("ees", saved(tmp_path, text))

    figure = sm.published_figure(
        records,
        "auth_part_time_perc",
        area="919",
        time_period="202526",
        breakdown=("SEN provision", "EHC plan"),
    )
    assert figure.published == "1.976"


@pytest.mark.parametrize(
    ("area", "value"), [("England", 1), ("E12000006", 2), ("919", 3)]
)
def test_an_area_goes_by_the_columns_of_its_level(
    tmp_path: Path, area: str, value: int
) -> None:
    text = (
        f"{PLACE},breakdown_topic,breakdown,total_ceased\n"
        f"2024,Calendar year,{ENGLAND},All plans,All plans,1\n"
        f"2024,Calendar year,{EAST},All plans,All plans,2\n"
        f"2024,Calendar year,{HERTS},All plans,All plans,3\n"
    )

    records = sm.read("ees", saved(tmp_path, text))

    figure = sm.published_figure(records, "total_ceased", area=area, time_period="2024")
    assert (figure.value, figure.file_kind) == (value, "ehc_ceased_plans")


def test_the_short_names_of_the_timeliness_extract_are_understood(
    tmp_path: Path,
) -> None:
    text = (
        "time_period,area,topic,breakdown,den,w20,pc20\n"
        "2025,Hertfordshire,All EHC plans,All EHC plans,2631,1580,60.1\n"
    )

    records = sm.read("ees", saved(tmp_path, text))

    figure = sm.published_figure(
        records,
        "pc_plans_issued_within_20_weeks",
        area="Hertfordshire",
        time_period="2025",
    )
    assert (figure.published, figure.file_kind, figure.time_identifier) == (
        *("60.1", "ehc_timeliness", "Calendar year"),
    )


def test_a_column_that_is_there_twice_is_merged_if_it_says_the_same(
    tmp_path: Path,
) -> None:
    text = f"{PLACE},total_review_meeting,meetings,meetings\n"

    alike = f"2024,Calendar year,{HERTS},1,7,7\n"
    records = sm.read("ees", saved(tmp_path, text + alike))
    assert balance(records) == RowBalance(3, 2, 0, 1)

    with pytest.raises(SourceError, match="two columns called meetings"):
        sm.read("ees", saved(tmp_path, text + f"2024,Calendar year,{HERTS},1,7,8\n"))


def test_each_value_that_is_no_value_is_counted(tmp_path: Path) -> None:
    text = (
        f"{PLACE},total_ceased,he\n"
        f"2024,Calendar year,{HERTS},{MARK},\n"
        f"2023,Calendar year,{HERTS},0,-1.5e-05\n"
        f"2022,Calendar year,{HERTS},1\n"
        "\n"
        f"2024,Calendar year,School{ENGLAND.removeprefix('National')},1,2\n"
    )

    records = sm.read("ees", saved(tmp_path, text))

    assert balance(records) == RowBalance(10, 2, 5, 0, 3)
    assert rules(records) == {
        ("published-value", "total_ceased", 2): 1,
        ("row-width", None, 4): 2,
        ("geographic-level", "geographic_level", 6): 2,
    }
    figure = sm.published_figure(records, "he", area="919", time_period="2023")
    assert figure.value == -1.5e-05
    assert MARK not in repr(records.report)


def test_a_value_that_is_published_twice_must_be_the_same(tmp_path: Path) -> None:
    text = (
        f"{PLACE},total_ceased,he\n"
        f"2024,Calendar year,{HERTS},1,2\n2024,Calendar year,{HERTS},1,3\n"
    )

    assert balance(sm.read("ees", saved(tmp_path, text))) == RowBalance(4, 1, 2, 1)


def test_the_files_of_a_folder_are_put_together(tmp_path: Path) -> None:
    saved(tmp_path, f"{PLACE},total_ceased\n2024,Calendar year,{HERTS},1\n", "a.csv")
    saved(tmp_path, f"{PLACE},assess_in_year\n2024,Calendar year,{HERTS},2\n", "b.csv")

    records = sm.read("ees", tmp_path)

    assert balance(records) == RowBalance(2, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{MARK},b\n1,2\n", "of no published file that is known"),
        ("time_period,total_ceased\n2024,1\n", "the header lacks geographic_level"),
        (f"{PLACE},total_ceased\n", "has a header and no rows"),
        (f'{PLACE},total_ceased\n2024,"{MARK}\n', "quotation marks are not closed"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        sm.read("ees", saved(tmp_path, text))

    assert MARK not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_folder_without_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"there is no \.csv file"):
        sm.read("ees", tmp_path)
