"""A chart of figures is of periods that follow each other."""

import datetime as dt

import pytest

from send_metrics import Figure, Figures, Period, kpi
from send_metrics.calculate.figure import State
from send_metrics.errors import UsageError
from send_metrics.progress import series_of, xmr

RATE = kpi("attendance.absence_rate")
OPEN = kpi("ehcp.plans_active")


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
    with pytest.raises(UsageError, match="share days"):
        series_of([month(1), month(1)])


@pytest.mark.parametrize(
    "other",
    [
        Figure(OPEN, dt.date(2025, 1, 16), state=State(5)),
        month(2, by={"sen_status": "E"}),
    ],
    ids=["another measure", "another cell"],
)
def test_two_kinds_of_figure_are_refused(other: Figure):
    with pytest.raises(UsageError, match="one measure and one cell"):
        series_of([month(1), other])


def test_days_of_a_stock_make_a_series():
    days = [Figure(OPEN, dt.date(2025, n, 1), state=State(n)) for n in (2, 1)]

    assert series_of(days) == [1, 2]
