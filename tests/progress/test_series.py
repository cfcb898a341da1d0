"""A chart of figures is of periods that follow each other."""

import datetime as dt
from collections.abc import Sequence

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from send_metrics import Figure, Figures, Period, kpi, months_of, parse_period, up_to
from send_metrics.calculate.figure import State
from send_metrics.errors import UsageError
from send_metrics.progress import series_of, xmr

RATE = kpi("attendance.absence_rate")
OPEN = kpi("ehcp.plans_active")
IN_TIME = "ehcp.issued_within_20_weeks_excl_exceptions"


def month(
    number: int, top: int = 1, *, first: int | None = None, **said: object
) -> Figure:
    start = dt.date(2025, first or number, 1)
    last = dt.date(2025, number + 1, 1) - dt.timedelta(days=1)
    return Figure(RATE, Period(start, last), state=State(top, 20), **said)  # type: ignore[arg-type]


def test_values_are_exact_and_in_the_order_of_time():
    assert series_of([month(3, 3), month(1, 1), month(2, 2)]) == [
        month(1, 1).exact,
        month(2, 2).exact,
        month(3, 3).exact,
    ]


def test_a_figure_without_a_value_is_a_gap():
    figures = Figures((month(1), month(2, unavailable="no marks"), month(3)))

    assert series_of(figures)[1] is None
    assert xmr(figures).points[1].value is None


def test_a_year_to_date_is_refused():
    to_date = Figures(tuple(month(number, first=1) for number in (1, 2, 3)))

    with pytest.raises(UsageError, match="share days; chart periods that follow"):
        xmr(to_date)


def test_the_same_month_twice_is_refused():
    with pytest.raises(UsageError, match="two figures are of 2025-01; give one"):
        series_of([month(1), month(1)])


def of_periods(*written: str) -> list[Figure]:
    return [Figure(RATE, parse_period(text), state=State(1, 20)) for text in written]


@pytest.mark.parametrize(
    ("periods", "said"),
    [
        (["CY2025-to-2025-01"], "CY2025-to-2025-01-31 is a year to date"),
        (
            ["CY2024-to-2024-06", "CY2025-to-2025-06"],
            "CY2024-to-2024-06-30 is a year to date",
        ),
        (["R12-2025-01", "R12-2025-02"], "R12-2025-01 and R12-2025-02 share days"),
        (["CY2024", "FY2024/25"], "CY2024 and FY2024/25 share days"),
        (["2025-01-01..2025-01-31", "2025-01-31..2025-02-27"], "share days"),
        (["2025-Q1", "2025-04"], "2025-Q1 is of quarter; 2025-04 is of month"),
        (["CY2023", "FY2024/25"], "CY2023 is of calendar year; FY2024/25 is of fin"),
        (["2025-01", "2025-02-01..2025-02-27"], "unlike kind"),
        (["2025-01-06..2025-01-12", "2025-01-13..2025-01-26"], "unlike length"),
        (["2025-01", "2025-03"], "2025-02 is left out between 2025-01 and 2025-03"),
        (
            ["2024-11", "2025-02", "2025-03"],
            "2024-12, 2025-01 is left out between 2024-11 and 2025-02",
        ),
        (["2024-01", "2024-07"], r"2024-02, 2024-03, 2024-04 and 2 more is left out"),
        (["2024-Q4", "2025-Q2"], "2025-Q1 is left out"),
        (["CY2021", "CY2023"], "CY2022 is left out"),
        (
            ["AY2024/25-spring", "AY2025/26-autumn"],
            "AY2024/25-summer is left out between AY2024/25-spring and AY2025/26-autumn",
        ),
        (
            ["2025-01-06..2025-01-12", "2025-01-20..2025-01-26"],
            r"2025-01-13\.\.2025-01-19 is left out",
        ),
        (["R12-2023-06", "R12-2024-09"], "2023-Q3 is left out"),
    ],
)
def test_periods_that_make_no_series_are_refused_in_any_order(
    periods: Sequence[str], said: str
):
    for order in (periods, periods[::-1]):
        with pytest.raises(UsageError, match=said):
            xmr(of_periods(*order))


@pytest.mark.parametrize(
    "periods",
    [
        ["2024-12", "2025-01", "2025-02"],
        ["2025-01", "2025-02-01..2025-02-28"],
        ["2025-Q1", "FY2025/26-Q1"],
        ["AY2023/24-summer", "AY2024/25-autumn", "AY2024/25-spring"],
        ["R12-2023-06", "R12-2024-06", "R12-2025-06"],
        [
            *("2024-09-09..2024-12-21", "2025-01-06..2025-04-12"),
            *("2025-04-14..2025-07-25", "2025-09-08..2025-12-21"),
        ],
        ["2024-12-30..2025-01-05", "2025-01-06..2025-01-12"],
    ],
)
def test_periods_that_follow_each_other_make_a_series(periods: list[str]):
    assert series_of(of_periods(*periods)) == [month(1).exact] * len(periods)


@given(
    latest=st.sampled_from(
        [
            *("2025-02", "2025-Q1", "CY2025", "AY2024/25", "FY2024/25", "R12-2025-06"),
            *("AY2024/25-autumn", "2025-06-02..2025-06-08", "2024-07-01..2024-12-31"),
        ]
    ),
    number=st.integers(3, 14),
    at=st.integers(0, 20),
)
def test_a_row_of_periods_is_a_series_until_one_of_them_is_left_out(
    latest: str, number: int, at: int
):
    row = up_to(parse_period(latest), number)
    left_out = row[1 + at % (number - 2)]

    assert len(series_of(Figure(RATE, period) for period in row)) == number
    with pytest.raises(UsageError, match="left out between") as refused:
        series_of(Figure(RATE, period) for period in row if period != left_out)
    assert str(refused.value).startswith(f"{left_out.written} is left out")


LATER_EDITION = evolve(RATE, edition=9)


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        (Figure(kpi("ehcp.requests_received"), month(2).when), "in measure"),
        (month(2, by={"sen_status": "E"}), "in cell: sen_status=E; the total"),
        (evolve(month(2), when=dt.date(2025, 2, 28)), "in kind of date: day; period"),
        (evolve(month(2), kpi=LATER_EDITION), "in edition: "),
        (month(2, known_on=dt.date(2025, 2, 28)), "in hindsight: now; then"),
    ],
)
def test_figures_of_different_things_are_refused(other: Figure, differs: str):
    with pytest.raises(UsageError, match=f"differ {differs}.*figures.where"):
        series_of([month(1), other])


def stock(*days: str) -> list[Figure]:
    return [
        Figure(OPEN, dt.date.fromisoformat(day), state=State(at))
        for at, day in enumerate(days, start=1)
    ]


@pytest.mark.parametrize(
    "days",
    [
        ["2025-01-01", "2025-02-01"],
        ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"],
        ["2024-01-18", "2024-05-16", "2024-10-03", "2025-01-16"],
        ["2021-01-14", "2022-01-20", "2023-01-19"],
    ],
    ids=["two", "ends of months", "once a term", "once a year"],
)
def test_days_of_a_stock_make_a_series(days: list[str]):
    assert series_of(stock(*days)[::-1]) == list(range(1, len(days) + 1))


def test_a_day_of_a_stock_that_is_left_out_is_named():
    days = ["2025-01-31", "2025-02-28", "2025-03-31", "2025-05-31", "2025-06-30"]

    with pytest.raises(UsageError, match="between 2025-03-31 and 2025-05-31, where"):
        series_of(stock(*days))
    with pytest.raises(UsageError, match="two figures are of 2025-01-31"):
        series_of(stock("2025-01-31", "2025-01-31"))


def test_figures_come_in_any_list_and_not_with_plain_numbers():
    figures = [month(3, 3), month(1, 1), month(2, 2)]

    assert xmr(figures).points == xmr(Figures(tuple(figures))).points
    with pytest.raises(UsageError, match="mixed"):
        xmr([*figures, 0.5])  # type: ignore[arg-type]


def test_figures_are_better_as_their_definition_says_unless_the_plan_says_otherwise():
    year = months_of(parse_period("CY2025"))
    figures = [
        Figure(RATE, period, state=State(top, 100))
        for period, top in zip(year, [*[4, 5] * 5, 4, 9], strict=True)
    ]

    assert RATE.better == "lower"
    assert xmr(figures).variation == "concern"
    assert xmr(figures, better="higher").variation == "improvement"


def test_figures_are_rebased_by_day():
    figures = [month(number, number % 4) for number in range(1, 10)]

    by_day = xmr(figures, rebase_at=[dt.date(2025, 3, 2)])

    assert by_day == xmr(figures, rebase_at=[3])
    assert by_day == xmr(figures, rebase_at=[dt.datetime.fromisoformat("2025-04-01")])
    with pytest.raises(UsageError, match="no point is of that day or later"):
        xmr(figures, rebase_at=[dt.date(2025, 9, 2)])


def test_the_target_of_a_share_is_a_share():
    shares = [
        Figure(kpi(IN_TIME), month(n).when, state=State(n, 20)) for n in (1, 2, 3)
    ]

    assert xmr(shares, target=1).assurance == "consistently fails"
    with pytest.raises(UsageError, match=r"write a target of 60% as 0\.6"):
        xmr(shares, target=60)


def test_a_chart_of_figures_is_a_table_of_their_days_and_reasons():
    table = xmr([month(1), month(2, unavailable="no marks"), month(3)]).to_pandas()

    assert table["first"].tolist() == [dt.date(2025, n, 1) for n in (1, 2, 3)]
    assert table["last"].tolist()[1] == dt.date(2025, 2, 28)
    assert table["value"].isna().tolist() == [False, True, False]
    assert table["missing_reason"].dropna().to_dict() == {1: "no marks"}
    assert table["variation"].dropna().index.tolist() == [0, 2]
