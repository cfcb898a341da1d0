"""Whether the waits of a service have settled: months on both sides of each boundary.

A local convention. Each service has six months from the baseline on, and differs from
the steady one in one number.
"""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from send_metrics import Period, calendar_month, parse_period
from send_metrics.calculate.figure import Figure, State
from send_metrics.kpis.definition import Settled
from send_metrics.kpis.waits import STABILISED
from send_metrics.progress import Stabilised, judged
from tests.spec.drawing import drawn
from tests.spec.examples import Example, keep

BASELINE, DAY = calendar_month(2025, 1), dt.date(2025, 6, 30)
ADDED, SEEN, LEFT = STABILISED.flows

STEADY = """
    service | month   | added | seen | left | half waited | 9 in 10 | over 52
    --------+---------+-------+------+------+-------------+---------+--------
    steady  | 2025-01 | 10    | 8    | 2    | 20          | 50      | 5
    steady  | 2025-02 | 12    | 8    | 2    | 21          | 51      | 5
    steady  | 2025-03 | 8     | 8    | 2    | 20          | 50      | 4
    steady  | 2025-04 | 10    | 8    | 2    | 21          | 51      | 5
    steady  | 2025-05 | 10    | 8    | 2    | 20          | 50      | 5
    steady  | 2025-06 | 10    | 8    | 2    | 21          | 51      | 0
    """


def figures(row: dict[str, str], kpi: Settled = STABILISED) -> Iterator[Figure]:
    """Make the figures of one month: of ten who wait, two wait the longer time."""
    month, by = parse_period(row["month"]), {"service": row["service"]}
    for count, name in ((ADDED, "added"), (SEEN, "seen"), (LEFT, "left")):
        if row[name]:
            yield Figure(count, month, by, State(int(row[name])))
    if row["half waited"]:
        spread = {int(row["half waited"]) * 7: 8, int(row["9 in 10"]) * 7: 2}
        yield Figure(kpi.waits, month.last, by, State(spread=spread))
    if row["over 52"]:
        yield Figure(kpi.long, month.last, by, State(int(row["over 52"]), 10))


def judge(
    drawing: str, as_at: dt.date = DAY, baseline: Period = BASELINE
) -> Stabilised:
    rows = drawn(drawing)
    held = [figure for row in rows for figure in figures(row)]
    return judged(held, as_at=as_at, baseline=baseline)


def changed(month: str, **numbers: str) -> str:
    """Draw the steady service with other numbers in one month."""
    rows = drawn(STEADY)
    for row in rows:
        if row["month"] == month:
            row.update({name.replace("_", " "): n for name, n in numbers.items()})
    lines = [" | ".join(row.values()) for row in rows]
    return "\n".join([" | ".join(rows[0]), "---", *lines])


@pytest.fixture
def settled(request: pytest.FixtureRequest) -> Callable[..., None]:
    def check(drawing: str, *, sums: tuple[int, int], shows: str, **words: str) -> None:
        sentence = request.function.__name__.removeprefix("test_").replace("_", " ")
        keep(
            Example(
                kpi_id=STABILISED.id,
                edition=STABILISED.edition,
                test=f"{sentence[0].upper()}{sentence[1:]}",
                note=request.function.__doc__ or "",
                tables={"months": drawing},
                as_at=DAY,
                sums=sums,
                shows=shows,
            )
        )
        found = judge(drawing)
        told = {name: answer.word for name, answer in found.services.items()}
        state = found.figure.state

        assert told == {name: word.replace("_", " ") for name, word in words.items()}
        assert (state.numerator, state.denominator) == sums
        assert found.figure.display == shows

    return check


def test_no_more_may_be_added_than_removed_in_six_months(
    settled: Callable[..., None],
) -> None:
    """60 were added to each list, 61 to the one that grows; 60 were removed."""
    settled(
        """
        service | month   | added | seen | left | half waited | 9 in 10 | over 52
        --------+---------+-------+------+------+-------------+---------+--------
        steady  | 2025-01 | 10    | 8    | 2    | 20          | 50      | 5
        steady  | 2025-02 | 12    | 8    | 2    | 21          | 51      | 5
        steady  | 2025-03 | 8     | 8    | 2    | 20          | 50      | 5
        steady  | 2025-04 | 10    | 8    | 2    | 21          | 51      | 5
        steady  | 2025-05 | 10    | 8    | 2    | 20          | 50      | 5
        steady  | 2025-06 | 10    | 8    | 2    | 21          | 51      | 5
        growing | 2025-01 | 10    | 8    | 2    | 20          | 50      | 5
        growing | 2025-02 | 12    | 8    | 2    | 21          | 51      | 5
        growing | 2025-03 | 8     | 8    | 2    | 20          | 50      | 5
        growing | 2025-04 | 10    | 8    | 2    | 21          | 51      | 5
        growing | 2025-05 | 10    | 8    | 2    | 20          | 50      | 5
        growing | 2025-06 | 11    | 8    | 2    | 21          | 51      | 5
        new     | 2025-02 | 12    | 8    | 2    | 21          | 51      | 5
        new     | 2025-03 | 8     | 8    | 2    | 20          | 50      | 5
        new     | 2025-04 | 10    | 8    | 2    | 21          | 51      | 5
        new     | 2025-05 | 10    | 8    | 2    | 20          | 50      | 5
        new     | 2025-06 | 10    | 8    | 2    | 21          | 51      | 5
        """,
        steady="stabilised",
        growing="not_yet",
        new="cannot_tell",
        sums=(1, 2),
        shows="50.0",
    )


@pytest.mark.parametrize(
    ("month", "numbers", "word"),
    [
        ("2025-06", {"added": "10"}, "stabilised"),
        ("2025-06", {"added": "11"}, "not yet"),
        ("2025-06", {"seen": "7"}, "not yet"),
        ("2025-06", {"left": "1"}, "not yet"),
        ("2025-06", {"added": "11", "left": "3"}, "stabilised"),
        ("2025-03", {"over_52": "5"}, "stabilised"),
        ("2025-03", {"over_52": "6"}, "not yet"),
        ("2025-01", {"over_52": "4"}, "not yet"),
        ("2025-06", {"half_waited": "40"}, "not yet"),
        ("2025-06", {"9_in_10": "90"}, "not yet"),
        *(
            ("2025-04", {name: ""}, "cannot tell")
            for name in ("added", "seen", "left", "half_waited", "over_52")
        ),
    ],
)
def test_each_of_the_three_must_hold(
    month: str, numbers: dict[str, str], word: str
) -> None:
    assert judge(changed(month, **numbers)).services["steady"].word == word


def test_a_list_is_as_settled_as_its_last_six_months() -> None:
    july = dt.date(2025, 7, 31)
    seventh = "\nsteady | 2025-07 | 10 | 8 | 2 | 20 | 50 | 5"

    def word(month: str, **numbers: str) -> str:
        return judge(changed(month, **numbers) + seventh, july).services["steady"].word

    assert word("2025-01", added="99") == "stabilised"
    assert word("2025-02", added="99") == "not yet"


def test_a_signal_before_the_last_six_months_is_over() -> None:
    """Waits that fell in one step leave the months before it above the limits."""
    lower = [
        f"steady | 2025-{month:02} | 10 | 8 | 2 | {9 + month % 2} | 30 | 0"
        for month in range(7, 13)
    ]

    def word(months: int) -> str:
        drawing = "\n".join([STEADY.rstrip(), *lower[:months]])
        last = calendar_month(2025, 6 + months).last
        return judge(drawing, last).services["steady"].word

    assert [word(5), word(6)] == ["not yet", "stabilised"]


def test_a_service_that_cannot_be_told_is_undetermined() -> None:
    found = judge(STEADY, dt.date(2025, 5, 31))

    assert (found.figure.display, found.figure.undetermined) == ("[z]", 1)
    assert found.figure.to_dict()["kind"] == "proportion"
    assert "fewer than 6 months" in found.services["steady"].reasons[0]
