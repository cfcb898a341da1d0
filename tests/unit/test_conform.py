"""Any frame is brought to one form, or refused by name; no row is lost on the way."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from send_metrics import Records, SendMetricsError
from send_metrics.records.conform import conform
from send_metrics.records.expressions import collected
from send_metrics.records.tables import SCHEMAS
from tests.spec.drawing import ENGINES, canonical, in_pandas

CANARY = "CANARY-7f3a"
REFERRALS = SCHEMAS["referrals"]


def referral(**values: Any) -> dict[str, Any]:
    row = canonical("referrals", [{"row": "A", "referred_on": "2025-01-01"}])[0]
    return {**row, **values}


def test_missing_columns_are_named_with_those_that_were_there() -> None:
    frame = pd.DataFrame({"referral_id": ["A"], "person_id": ["p"]})

    with pytest.raises(
        SendMetricsError, match=r"lacks service, .*referral_id, person_id"
    ):
        conform(REFERRALS, frame)


def test_columns_that_are_not_known_are_left_out_and_listed() -> None:
    frame = in_pandas(REFERRALS, [referral()]).assign(full_name=CANARY)

    table = conform(REFERRALS, frame)

    assert table.columns_left_out == ("full_name",)
    assert CANARY not in table.native.to_string()


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("referred_on", [1.5], "days"),
        ("referred_on", pd.to_datetime(["2025-01-01T00:00Z"]), "without a time zone"),
        ("age_at_referral", [CANARY], "whole numbers"),
        ("service", [1.5], "text"),
    ],
)
def test_a_column_of_another_type_is_refused_without_its_values(
    column: str, values: Any, expected: str
) -> None:
    frame = in_pandas(REFERRALS, [referral()]).assign(**{column: values})

    with pytest.raises(
        SendMetricsError, match=rf"{column} should hold .*{expected}"
    ) as e:
        conform(REFERRALS, frame)

    assert CANARY not in str(e.value)


def test_something_else_than_a_frame_is_refused() -> None:
    with pytest.raises(SendMetricsError, match="not a data frame"):
        conform(REFERRALS, [1, 2, 3])


def test_a_table_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(SendMetricsError, match=r"no table pupil;.*attendance_marks"):
        Records.from_frames({"pupil": pd.DataFrame()})


def test_days_written_as_text_or_date_objects_are_understood() -> None:
    frame = in_pandas(REFERRALS, [referral(referral_id="A"), referral(referral_id="B")])
    frame = frame.assign(
        referred_on=["2025-01-01", "2025-02-30"],
        closed_on=pd.Series([dt.date(2025, 3, 1), pd.NaT], dtype="object"),
    )

    table = conform(REFERRALS, frame)

    assert (table.balance.accepted, table.balance.rejected) == (1, 1)
    assert table.findings[0].rule == "readable-value"
    assert table.native["closed_on"].iloc[0] == pd.Timestamp("2025-03-01")


def test_the_time_of_day_is_dropped() -> None:
    frame = in_pandas(REFERRALS, [referral()])
    frame = frame.assign(referred_on=pd.to_datetime(["2025-01-01T16:30"]))

    assert conform(REFERRALS, frame).native["referred_on"].iloc[0] == pd.Timestamp(
        "2025-01-01"
    )


def test_yes_and_no_may_be_given_as_true_and_false() -> None:
    schema = SCHEMAS["ehc_requests"]
    drawn = canonical("ehc_requests", [{"row": "A"}, {"row": "B"}])
    frame = in_pandas(schema, drawn).assign(exceptions_apply=[True, False])

    assert list(conform(schema, frame).native["exceptions_apply"]) == ["yes", "no"]


def test_a_date_of_birth_becomes_an_age_and_goes_no_further() -> None:
    frame = in_pandas(REFERRALS, [referral(), referral(referral_id="B")]).drop(
        columns="age_at_referral"
    )
    frame = frame.assign(date_of_birth=pd.Series(["2010-01-02", None]))

    table = conform(REFERRALS, frame)
    pupils = conform(
        SCHEMAS["pupils"],
        pd.DataFrame(
            {"pupil_id": ["A", "B"], "date_of_birth": ["2010-08-31", "2010-09-01"]}
        ),
    )

    assert table.native["age_at_referral"].iloc[0] == 14
    assert pd.isna(table.native["age_at_referral"].iloc[1])
    assert list(pupils.native["birth_cohort"]) == [2010, 2011]
    for conformed in (table, pupils):
        assert "date_of_birth" not in conformed.native.columns


@pytest.mark.parametrize("engine", list(ENGINES))
def test_identical_rows_are_merged_and_contradicting_ones_all_set_aside(
    engine: str,
) -> None:
    rows = [
        referral(referral_id="same"),
        referral(referral_id="same"),
        referral(referral_id="differs", area="x"),
        referral(referral_id="differs", area="y"),
        referral(referral_id="alone"),
    ]

    table = Records.from_frames({"referrals": ENGINES[engine](REFERRALS, rows)}).tables[
        "referrals"
    ]

    balance = table.balance
    assert (balance.rows_in, balance.accepted) == (5, 2)
    assert (balance.rejected, balance.merged_duplicates) == (2, 1)
    assert [finding.rule for finding in table.findings] == ["one-row-per-key"]


row = st.fixed_dictionaries(
    {
        "row": st.sampled_from("ABC"),
        "referred_on": st.sampled_from(("", "2025-01-01", "2025-01-02")),
        "service": st.sampled_from(("speech", "")),
        "provider": st.sampled_from(("x", "")),
    }
)


@pytest.mark.parametrize("engine", ["pandas", "duckdb", "polars"])
@given(rows=st.lists(row, max_size=12))
@settings(max_examples=20, deadline=None)
def test_every_row_is_accounted_for(engine: str, rows: list[dict[str, str]]) -> None:
    full = canonical("referrals", rows)
    for values, drawn in zip(full, rows, strict=True):
        values["service"] = drawn["service"] or None

    table = Records.from_frames({"referrals": ENGINES[engine](REFERRALS, full)}).tables[
        "referrals"
    ]

    assert table.balance.rows_in == len(rows)
    assert table.balance.accepted == len(collected(table.frame))


def test_objects_of_several_kinds_become_words_and_what_is_missing_stays_missing() -> (
    None
):
    schema = SCHEMAS["ehc_requests"]
    drawn = canonical("ehc_requests", [{"row": "A"}, {"row": "B"}, {"row": "C"}])
    frame = in_pandas(schema, drawn).assign(
        exceptions_apply=pd.Series([True, False, None], dtype="object"),
        authority=pd.Series([919, "919", None], dtype="object"),
    )

    held = conform(schema, frame).native

    assert list(held["exceptions_apply"]) == ["yes", "no", "unknown"]
    assert list(held["authority"]) == ["919", "919", "unknown"]
