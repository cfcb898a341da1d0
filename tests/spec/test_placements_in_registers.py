"""Placements as registers tell of them: the kind of setting, waits, and what held."""

import datetime as dt

import pytest

from send_metrics import Period, Records, calculate
from send_metrics.records.tables import SCHEMAS
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, canonical, drawn, in_pandas, records_of

CENSUS = dt.date(2025, 1, 16)
YEAR = Period(dt.date(2023, 9, 1), dt.date(2024, 8, 31))

KINDS = """
    row            | started_on | ceased_on  | setting_kind           | out_of_county
    ---------------+------------+------------+------------------------+--------------
    mainstream     | 2019-10-07 |            | mainstream             | no
    far mainstream | 2019-10-07 |            | mainstream             | yes
    private        | 2019-10-07 |            | mainstream_independent | no
    special        | 2019-10-07 |            | special                | no
    maybe far      | 2019-10-07 |            | special                | unknown
    non-maintained | 2019-10-07 |            | special_non_maintained | unknown
    independent    | 2019-10-07 |            | special_independent    | no
    college        | 2019-10-07 |            | further_education      | no
    elsewhere      | 2019-10-07 |            | elsewhere              | no
    not known      | 2019-10-07 |            | unknown                | no
    unknown far    | 2019-10-07 |            | unknown                | yes
    starts it      | 2025-01-16 |            | mainstream             | no
    too late       | 2025-01-17 |            | mainstream             | no
    ended that     | 2019-10-07 | 2025-01-16 | mainstream             | no
    no start       |            |            | mainstream             | no
    """
OF_KNOWN_KIND = {
    *("mainstream", "far mainstream", "private", "special", "maybe far"),
    *("non-maintained", "independent", "college", "elsewhere", "starts it"),
}


def test_mainstream_schools_are_counted_among_settings_of_known_kind(
    spec: Spec,
) -> None:
    spec(
        KINDS,
        "placement.mainstream_share",
        as_at=CENSUS,
        numerator={"mainstream", "far mainstream", "private", "starts it"},
        denominator=OF_KNOWN_KIND,
        undetermined={"not known", "unknown far", "no start"},
        shows="40.0",
    )


def test_of_6348_plans_in_mainstream_of_12920_the_share_is_as_published() -> None:
    """Hertfordshire, January 2025: 49.1 per cent."""
    kinds = ["mainstream"] * 6_348 + ["special"] * (12_920 - 6_348)
    row = canonical("ehc_plans", drawn("row | started_on\n-\nA | 2019-10-07"))[0]
    rows = [
        {**row, "plan_id": str(number), "setting_kind": kind}
        for number, kind in enumerate(kinds)
    ]
    records = Records.from_frames({"ehc_plans": in_pandas(SCHEMAS["ehc_plans"], rows)})

    figure = calculate("placement.mainstream_share", records, as_at=CENSUS)[0]

    assert figure.display == "49.1"


def test_an_independent_school_counts_wherever_it_lies_and_any_school_far_away(
    spec: Spec,
) -> None:
    """Where neither is so for certain, both must be known."""
    spec(
        KINDS,
        "placement.independent_or_out_of_county",
        as_at=CENSUS,
        numerator={
            *("far mainstream", "private", "non-maintained", "independent"),
            "unknown far",
        },
        denominator={*OF_KNOWN_KIND - {"maybe far"}, "unknown far"},
        undetermined={"maybe far", "not known", "no start"},
        shows="50.0",
    )


@pytest.mark.parametrize(
    "kpi", ["placement.mainstream_share", "placement.independent_or_out_of_county"]
)
def test_without_a_register_there_is_no_share_of_kinds(kpi: str) -> None:
    rows = canonical("ehc_plans", drawn("row | started_on\n-\nA | 2019-10-07"))
    frame = in_pandas(SCHEMAS["ehc_plans"], rows)
    as_in_sen2 = frame.drop(columns=["setting_kind", "out_of_county"])
    records = Records.from_frames({"ehc_plans": as_in_sen2})

    figure = calculate(kpi, records, as_at=CENSUS)[0]

    assert (figure.missing_reason or "").startswith("no source gives setting_kind")


def test_a_child_waits_from_the_day_a_place_is_agreed_to_the_first_day_there(
    spec: Spec,
) -> None:
    spec(
        """
        row            | is_of    | agreed_on  | entered_on | left_on    | waiting_by_choice
        ---------------+----------+------------+------------+------------+------------------
        waits          | named    | 2024-09-02 |            |            | no
        that day       | named    | 2025-01-16 |            |            | no
        day after      | named    | 2025-01-17 |            |            | no
        starts that    | named    | 2024-09-02 | 2025-01-16 |            | no
        starts next    | named    | 2024-09-02 | 2025-01-17 |            | no
        fell through   | named    | 2024-09-02 |            | 2025-01-16 | no
        not agreed     | named    |            |            |            | no
        by choice      | named    | 2024-09-02 |            |            | yes
        attended       | attended | 2024-09-02 |            |            | no
        """,
        "placement.awaiting_named_placement",
        as_at=CENSUS,
        numerator={"waits", "that day", "starts next"},
        excluded={"by choice": {"by choice"}},
        shows="3",
    )


def test_a_placement_that_ends_before_day_365_has_not_held(spec: Spec) -> None:
    """Those that began from 1 September 2022 had their 365 days from 1 September 2023."""
    spec(
        """
        row            | is_of    | entered_on | left_on    | leaving_reason
        ---------------+----------+------------+------------+------------------
        too early      | attended | 2022-08-31 |            | none
        first day      | attended | 2022-09-01 |            | none
        day 364        | attended | 2022-09-01 | 2023-08-31 | other
        day 365        | attended | 2022-09-01 | 2023-09-01 | other
        moved          | attended | 2022-09-01 | 2023-08-31 | moved_out_of_area
        moved later    | attended | 2022-09-01 | 2023-09-01 | moved_out_of_area
        phase          | attended | 2022-09-01 | 2023-08-31 | phase_transfer
        phase later    | attended | 2022-09-01 | 2023-09-01 | phase_transfer
        why not known  | attended | 2022-09-01 | 2023-08-31 | unknown
        later, unknown | attended | 2022-09-01 | 2023-09-01 | unknown
        last day       | attended | 2023-09-01 |            | none
        too late       | attended | 2023-09-02 |            | none
        named          | named    | 2022-09-01 |            | none
        no day         | attended |            |            | none
        """,
        "placement.stable_12_months",
        period=YEAR,
        numerator={
            *("first day", "day 365", "moved later", "phase later", "later, unknown"),
            "last day",
        },
        denominator={
            *("first day", "day 365", "moved later", "phase later", "later, unknown"),
            *("last day", "day 364"),
        },
        excluded={"moved out of the area": {"moved"}, "phase transfer": {"phase"}},
        undetermined={"why not known", "no day"},
        shows="85.7",
    )


def test_a_return_that_does_not_say_who_started_counts_nobody_as_waiting(
    engine: Engine,
) -> None:
    records = records_of(
        engine, placements="row | is_of | agreed_on\n-\nA | named | 2024-09-02"
    )
    table = records.tables["placements"]
    assert table.columns_not_given == frozenset()

    frame = in_pandas(
        SCHEMAS["placements"],
        canonical(
            "placements", drawn("row | is_of | agreed_on\n-\nA | named | 2024-09-02")
        ),
    ).drop(columns="entered_on")
    figure = calculate(
        "placement.awaiting_named_placement",
        Records.from_frames({"placements": frame}),
        as_at=CENSUS,
    )[0]

    assert figure.missing_reason == "no source gives entered_on of placements"
