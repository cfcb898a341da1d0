"""Read extracts of published statistics and work their percentages out again."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from attrs import frozen

from send_metrics.domain.rounding import percentage

DATA = Path(__file__).parent / "data"

TOTAL_TOPICS = (
    "All EHC plans issued",
    "All requests for EHC needs assessments",
    "All EHC needs assessments",
    "All annual reviews",
)

Row = Mapping[str, str]


@frozen
class Share:
    """Three columns that belong together: a percentage and the counts behind it.

    The base is the sum of the columns named in *base*.
    """

    measure: str
    published: str
    numerator: str
    base: tuple[str, ...]


@frozen
class Cell:
    """One percentage of one row; a count that the file gives as ``x`` is None."""

    year: str
    area: str
    breakdown: str
    measure: str
    numerator: int | None
    denominator: int | None
    published: str

    @property
    def outcome(self) -> str:
        """Say whether the cell can be compared and, if not, why."""
        printed = self.published != "x"
        if self.numerator is None or self.denominator is None:
            return "percentage without counts" if printed else "counts unavailable"
        if self.denominator == 0:
            return "0 printed for 0 of 0" if printed else "0 of 0"
        return "compared" if printed else "counts without a percentage"

    @property
    def counts(self) -> tuple[int, int]:
        """Numerator and denominator of a cell that can be compared."""
        assert self.numerator is not None
        assert self.denominator is not None
        return self.numerator, self.denominator

    @property
    def ours(self) -> str:
        """The library's percentage, written as the department writes it."""
        return as_printed(percentage(*self.counts))

    @property
    def told(self) -> tuple[str, str, str, str, str, str, str]:
        """Everything needed to name the cell as an exception."""
        numerator, denominator = self.counts
        return (
            self.year,
            self.area,
            self.breakdown,
            self.measure,
            f"{numerator} of {denominator}",
            self.published,
            self.ours,
        )


def _within_and_over(
    within: str, over: str, measures: tuple[str, str], published: tuple[str, str]
) -> tuple[Share, Share]:
    base = (within, over)
    return (
        Share(measures[0], published[0], within, base),
        Share(measures[1], published[1], over, base),
    )


TIMELINESS = (
    Share(
        "within 20 weeks",
        "pc_plans_issued_within_20_weeks",
        "plans_issued_within_20_weeks",
        ("plans_issued_den",),
    ),
    Share(
        "within 20 weeks, exceptions left out",
        "PC_plans_issued_20_weeks_ex",
        "plans_issued_20_weeks_ex",
        ("plans_issued_den_ex",),
    ),
    Share(
        "over 20 weeks to a year",
        "pc_plans_issued_gt20weeks_ltYear",
        "plans_issued_gt20weeks_ltYear",
        ("plans_issued_den",),
    ),
    Share(
        "over 20 weeks to a year, exceptions left out",
        "PC_plans_issued_gt20weeks_ltYear_ex",
        "plans_issued_gt20weeks_ltYear_ex",
        ("plans_issued_den_ex",),
    ),
    Share(
        "over a year",
        "pc_plans_issued_gt_1_year",
        "plans_issued_gt_1_year",
        ("plans_issued_den",),
    ),
    Share(
        "over a year, exceptions left out",
        "PC_plans_issued_gt_1_year_ex",
        "plans_issued_gt_1_year_ex",
        ("plans_issued_den_ex",),
    ),
)

REQUEST_DECISIONS = tuple(
    Share(measure, published, numerator, ("requests_received_in_year",))
    for measure, published, numerator in (
        ("assess", "request_assess_pc", "requests_decided_to_assess"),
        ("refuse", "request_not_assess_pc", "requests_decided_not_to_assess"),
        ("outstanding", "request_outstanding_pc", "requests_decision_not_made"),
        ("withdrawn", "request_withdrawn_pc", "requests_withdrawn"),
    )
)

REQUESTS_IN_SIX_WEEKS = _within_and_over(
    "request_outcome_six_weeks",
    "request_outcome_over_6_weeks",
    ("within", "over"),
    ("request_outcome_six_weeks_pc", "request_outcome_over_6_weeks_pc"),
)

ASSESSMENT_OUTCOMES = tuple(
    Share(measure, f"{column}_pc", column, ("assess_in_year",))
    for measure, column in (
        ("issued", "assess_issued"),
        ("not issued", "assess_not_issued"),
        ("not made", "assess_not_made"),
        ("withdrawn", "assess_withdrawn"),
    )
)

REFUSALS_IN_SIXTEEN_WEEKS = _within_and_over(
    "outcome_decision_within_time",
    "outcome_decision_over_time",
    ("within", "over"),
    ("outcome_decision_within_time_pc", "outcome_decision_over_time_pc"),
)

REVIEWS_IN_FOUR_WEEKS = _within_and_over(
    "number_decsion_4weeks",
    "number_decision_gt_4weeks",
    ("within", "over"),
    ("pc_decsion_4weeks", "pc_decision_gt_4weeks"),
)


def read(name: str) -> list[Row]:
    """Read one extract, one mapping of column to text for each row."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def area_of(row: Row) -> str:
    """Return the authority, else the region, else the country."""
    return row["la_name"] or row["region_name"] or row["country_name"]


def totals(rows: Iterable[Row]) -> list[Row]:
    """Keep the rows that are not broken down by age, sex or ethnicity."""
    return [row for row in rows if row["breakdown_topic"] in TOTAL_TOPICS]


def count(row: Row, column: str) -> int | None:
    """Read a count; ``x`` means that it is unavailable."""
    return None if row[column] == "x" else int(row[column])


def cells(rows: Iterable[Row], shares: Sequence[Share]) -> list[Cell]:
    """Take every percentage of every row, comparable or not."""
    taken = []
    for row in rows:
        for share in shares:
            parts = [count(row, column) for column in share.base]
            known = [part for part in parts if part is not None]
            taken.append(
                Cell(
                    year=row["time_period"],
                    area=area_of(row),
                    breakdown=row["breakdown"],
                    measure=share.measure,
                    numerator=count(row, share.numerator),
                    denominator=sum(known) if len(known) == len(parts) else None,
                    published=row[share.published],
                )
            )
    return taken


def compared(taken: Iterable[Cell]) -> list[Cell]:
    """Keep the cells that have both counts and a percentage."""
    return [cell for cell in taken if cell.outcome == "compared"]


def disagreeing(taken: Iterable[Cell]) -> list[Cell]:
    """Keep the compared cells in which our percentage is not the published one."""
    return [cell for cell in compared(taken) if cell.ours != cell.published]


def is_tie(cell: Cell) -> bool:
    """Tell whether the exact percentage lies midway between two printable ones."""
    numerator, denominator = cell.counts
    tenths = Fraction(1000 * numerator, denominator)
    return tenths.denominator == 2


def remainder(row: Row, whole: str, parts: Sequence[str]) -> int | None:
    """Return what the parts leave of the whole, or None if a count is missing."""
    total = count(row, whole)
    known = [part for column in parts if (part := count(row, column)) is not None]
    if total is None or len(known) < len(parts):
        return None
    return total - sum(known)


def as_printed(text: str) -> str:
    """Drop the trailing zero, as the published files do.

    >>> as_printed("58.0"), as_printed("58.3")
    ('58', '58.3')
    """
    return text.removesuffix(".0")


def with_python_round(numerator: int, denominator: int) -> str:
    """Round a binary fraction with the built-in function.

    >>> with_python_round(1, 16)
    '6.2'
    """
    return as_printed(f"{round(100 * numerator / denominator, 1):.1f}")


def with_half_even(numerator: int, denominator: int) -> str:
    """Round exactly, ties going to the even digit.

    >>> with_half_even(1, 16), with_half_even(3, 16)
    ('6.2', '18.8')
    """
    tenths = round(Fraction(1000 * numerator, denominator))
    return as_printed(f"{tenths // 10}.{tenths % 10}")


def with_binary_half_up(numerator: int, denominator: int) -> str:
    """Round half up after dividing in binary, which loses some ties.

    >>> with_binary_half_up(1, 16), with_binary_half_up(23, 80)
    ('6.3', '28.7')
    """
    tenths = int(numerator / denominator * 100 * 10 + 0.5)
    return as_printed(f"{tenths // 10}.{tenths % 10}")
