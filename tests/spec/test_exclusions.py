"""Suspensions and permanent exclusions, per 100 pupils of a list."""

from send_metrics import academic_year, calculate
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, in_pandas, records_of

YEAR = academic_year(2024)

EXCLUSIONS = """
    row           | pupil_id | exclusion_type | began_on   | sen_status
    --------------+----------+----------------+------------+-----------
    day before    | A        | suspension     | 2024-08-31 | E
    first day     | A        | suspension     | 2024-09-01 | E
    again         | A        | suspension     | 2024-10-01 | E
    last day      | B        | suspension     | 2025-08-31 | N
    day after     | B        | suspension     | 2025-09-01 | N
    permanent     | B        | permanent      | 2025-01-16 | N
    too early     | B        | permanent      | 2024-08-31 | N
    no day        | B        | suspension     |            | N
    no day either | B        | permanent      |            | N
    """
PUPILS = """
    row | sen_status
    ----+-----------
    A   | E
    B   | N
    C   | N
    D   | N
    E   | K
    F   | K
    G   | K
    """


def test_every_suspension_counts_on_the_day_it_began(spec: Spec) -> None:
    spec(
        EXCLUSIONS,
        "exclusions.suspensions",
        period=YEAR,
        numerator={"first day", "again", "last day"},
        undetermined={"no day"},
        shows="3",
    )


def test_permanent_exclusions_are_counted_apart(spec: Spec) -> None:
    spec(
        EXCLUSIONS,
        "exclusions.permanent_exclusions",
        period=YEAR,
        numerator={"permanent"},
        undetermined={"no day either"},
        shows="1",
    )


def test_every_pupil_on_the_list_is_one_to_divide_by(spec: Spec) -> None:
    spec(
        PUPILS,
        "exclusions.pupils_listed",
        as_at=YEAR.last,
        numerator=set("ABCDEFG"),
        shows="7",
    )


def test_the_rate_of_suspensions_is_per_100_pupils(rate: Spec) -> None:
    rate(
        "exclusions.suspension_rate",
        period=YEAR,
        exclusions=EXCLUSIONS,
        pupils=PUPILS,
        sums=(3, 7),
        shows="42.86",
    )


def test_the_rate_of_permanent_exclusions_is_per_100_pupils(rate: Spec) -> None:
    rate(
        "exclusions.permanent_exclusion_rate",
        period=YEAR,
        exclusions=EXCLUSIONS,
        pupils=PUPILS,
        sums=(1, 7),
        shows="14.29",
    )


def test_pupils_of_each_sen_status_have_a_rate_of_their_own(engine: Engine) -> None:
    records = records_of(engine, exclusions=EXCLUSIONS, pupils=PUPILS)

    figures = calculate(
        "exclusions.suspension_rate", records, period=YEAR, by="sen_status"
    )

    assert {figure.by["sen_status"]: figure.display for figure in figures} == {
        "E": "200.00",
        "K": "0.00",
        "N": "33.33",
    }


def test_the_rate_comes_to_what_was_published_of_27_suspensions() -> None:
    """Sutton, pupils aged 7, 2014/15: 27 suspensions of 2,283 pupils."""
    suspensions = "\n".join(f"S{n} | suspension | 2024-10-01" for n in range(27))
    pupils = "\n".join(f"P{n} | N" for n in range(2_283))
    records = records_of(
        in_pandas,
        exclusions=f"row | exclusion_type | began_on\n-\n{suspensions}",
        pupils=f"row | sen_status\n-\n{pupils}",
    )

    figure = calculate("exclusions.suspension_rate", records, period=YEAR)[0]

    assert (figure.display, figure.kpi.unit) == ("1.18", "per 100 pupils")
