"""One figure as the cells of a row."""

from collections.abc import Sequence

from send_metrics.calculate import Figure
from send_metrics.kpis.definition import Definition, Waits
from send_metrics.reports.layout import Cell, Column, Number, Phrase
from send_metrics.reports.wording import (
    counts_are_known,
    heading,
    interval_in_words,
    label,
    place_in_order,
    reason_in_words,
    unit,
    value_in_words,
)

EVERYONE = "All"
COUNTED = Column("Counted", parts=("Numerator or count", "Denominator"))
REST = (Column("Undetermined", numeric=True), Column("Left out"), Column("Remark"))

_NO_CODE = "[z]"
_NOT_GIVEN = "[x]"


def value(figure: Figure) -> Number | str:
    """Return the number that is printed, or the symbol in its place."""
    return Number(figure.display) if figure.missing is None else figure.display


def value_with_unit(figure: Figure) -> Phrase:
    """Return the value as ``57.5%`` for a page, and number and unit for a workbook."""
    return Phrase(value_in_words(figure), (value(figure), unit(figure)))


def how_many(figure: Figure) -> Number | str:
    """Return how many are counted, or the symbol where that may not be shown."""
    return _number(figure, figure.count)


def counted_column(kpi: Definition) -> Column:
    """Return the column that says of how many one KPI speaks."""
    parts = ("Numerator", "Denominator") if _is_share(kpi) else ("Count", "Denominator")
    return Column("Counted", parts=parts)


def counted(figure: Figure) -> Phrase:
    """Return ``322 of 560`` for a share and the count for anything else."""
    if _is_share(figure.kpi):
        top = _number(figure, figure.state.numerator)
        bottom = _number(figure, figure.state.denominator)
        if isinstance(top, Number) and isinstance(bottom, Number):
            return Phrase(f"{top.display} of {bottom.display}", (top, bottom))
        return Phrase(figure.display, (top, bottom))
    count = how_many(figure)
    shown = count.display if isinstance(count, Number) else count
    return Phrase(shown, (count, _NO_CODE))


def weeks(figure: Figure, name: str) -> Number | str:
    """Return one of the weeks in a summary of waits, or a symbol."""
    printed = figure.summary_display[name]
    if printed is not None:
        return Number(printed)
    return _NOT_GIVEN if figure.missing is None else figure.display


def rest(figure: Figure) -> tuple[Cell, ...]:
    """Return what did not enter the figure, and why it is missing if it is."""
    if not counts_are_known(figure):
        return figure.display, figure.display, reason_in_words(figure)
    left = [f"{name}: {n:,}" for name, n in figure.excluded.items()]
    left_out = ", ".join([*left, *(f"not compared: {g}" for g in figure.left_out)])
    remark = (
        reason_in_words(figure) or _missing_weeks(figure) or interval_in_words(figure)
    )
    return Number(f"{figure.undetermined:,}"), left_out or "none", remark or "none"


def breakdown(figures: Sequence[Figure]) -> tuple[str, ...]:
    """Return the columns that any of the figures is broken down by."""
    return tuple(dict.fromkeys(column for figure in figures for column in figure.by))


def group_columns(figures: Sequence[Figure]) -> tuple[Column, ...]:
    """Return a column for each part of the breakdown; workbooks have the code as well."""
    return tuple(
        Column(heading(column), parts=(heading(column), f"{heading(column)}: code"))
        for column in breakdown(figures)
    )


def groups(figure: Figure, columns: tuple[str, ...]) -> tuple[Phrase, ...]:
    """Return the group that a figure is about, in words and codes."""
    found = []
    for column in columns:
        code = figure.by.get(column)
        shown = EVERYONE if code is None else label(column, code)
        found.append(Phrase(shown, (shown, _NO_CODE if code is None else code)))
    return tuple(found)


def in_order(figures: Sequence[Figure]) -> list[Figure]:
    """Return figures in the order of their groups; those about all come last."""
    columns = breakdown(figures)

    def place(figure: Figure) -> tuple[tuple[int, int, str], ...]:
        return tuple(
            place_in_order(column, figure.by[column])
            if column in figure.by
            else (4, 0, "")
            for column in columns
        )

    return sorted(figures, key=place)


def _number(figure: Figure, count: int) -> Number | str:
    return Number(f"{count:,}") if counts_are_known(figure) else figure.display


def _is_share(kpi: Definition) -> bool:
    return kpi.kind in ("proportion", "rate")


def _missing_weeks(figure: Figure) -> str:
    if not isinstance(figure.kpi, Waits):
        return ""
    if None in (figure.summary["p90_weeks"], figure.summary["max_weeks"]):
        return "[x]: the source gives bands of weeks, the last one without an end"
    return ""
