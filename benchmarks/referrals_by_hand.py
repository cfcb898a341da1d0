"""Waiting lists of several days by hand, for each service and area: SQL and pandas.

Every way gives the same numbers for each day, service and area: how many wait, how many
of them over 18 and 52 weeks, and the median, the 90th and 92nd percentile and the longest
of the days that they have waited.
"""

import datetime as dt
from pathlib import Path
from typing import Any

DAYS = tuple(
    dt.date(2025 + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    for month in range(1, 13)
)
"""The ends of the months of 2025."""

Answer = dict[tuple[dt.date, str, str], tuple[float, ...]]

_LITERALS = tuple(f"DATE '{day}'" for day in DAYS)
_ALL_DAYS = f"(VALUES {', '.join(f'({day})' for day in _LITERALS)}) AS days(day)"
_WAITS = (
    "referred_on <= {day} AND (first_contact_on IS NULL OR first_contact_on > {day})"
    " AND (closed_on IS NULL OR closed_on > {day})"
)
_NUMBERS = (
    "count(*), count(*) FILTER (days > 126), count(*) FILTER (days > 364),"
    " quantile_cont(days, [0.5, 0.9, 0.92]), max(days)"
)
_LEFT = "coalesce(least(first_contact_on, closed_on), DATE '9999-12-31')"
_AT_ANY_TIME = f"referred_on <= {_LITERALS[-1]} AND {_LEFT} > {_LITERALS[0]}"
_UNTIL = " + ".join(f"({_LEFT} > {day})::INT" for day in _LITERALS)


def _of_one_day(day: str) -> str:
    return (
        f"SELECT {day} AS day, service, area, {_NUMBERS} FROM (SELECT service, area,"
        f" {day} - referred_on AS days FROM referrals WHERE {_WAITS.format(day=day)})"
        " GROUP BY service, area"
    )


_FROM_HISTOGRAM = """
    SELECT day, service, area, any_value(people),
        coalesce(sum(n) FILTER (days > 126), 0), coalesce(sum(n) FILTER (days > 364), 0),
        [any_value(people)], max(days),
        [{ranks}]
    FROM (
        SELECT *, sum(n) OVER (cell ORDER BY days) AS reached,
            sum(n) OVER (cell) - 1 AS last, last + 1 AS people
        FROM histogram WINDOW cell AS (PARTITION BY day, service, area)
    ) GROUP BY day, service, area
""".format(
    ranks=", ".join(
        f"min(days) FILTER (reached > last * {share} // 100)"
        f" + any_value(last * {share} % 100) / 100.0"
        f" * (min(days) FILTER (reached > least(last, last * {share} // 100 + 1))"
        f" - min(days) FILTER (reached > last * {share} // 100))"
        for share in (50, 90, 92)
    )
)


def _packed(number: int) -> str:
    """Return three of the days as one sum, twenty bits for each."""
    parts = (
        f"CASE WHEN {_WAITS.format(day=day)} THEN {1 << 20 * place}::BIGINT ELSE 0 END"
        for place, day in enumerate(_LITERALS[3 * number : 3 * number + 3])
    )
    return f"sum({' + '.join(parts)})::BIGINT AS packed_{number}"


_UNPACKED = ", ".join(
    f"{{day: {day}, n: (packed_{n // 3} >> {20 * (n % 3)}) & {(1 << 20) - 1}}}"
    for n, day in enumerate(_LITERALS)
)

SQL_FORMS = {
    "a_query_for_each_day": tuple(map(_of_one_day, _LITERALS)),
    "all_days_in_a_union": (" UNION ALL ".join(map(_of_one_day, _LITERALS)),),
    "joined_with_days": (
        f"SELECT day, service, area, {_NUMBERS} FROM (SELECT day, service, area,"
        f" day - referred_on AS days FROM referrals, {_ALL_DAYS}"
        f" WHERE {_WAITS.format(day='day')}) GROUP BY day, service, area",
    ),
    "who_waited_joined_with_days": (
        "WITH waited AS MATERIALIZED (SELECT service, area, referred_on,"
        f" {_LEFT} AS left_on FROM referrals WHERE {_AT_ANY_TIME})"
        f" SELECT day, service, area, {_NUMBERS} FROM (SELECT day, service, area,"
        f" day - referred_on AS days FROM waited, {_ALL_DAYS}"
        " WHERE referred_on <= day AND left_on > day) GROUP BY day, service, area",
    ),
    "histogram_of_who_waited": (
        "WITH waited AS MATERIALIZED (SELECT service, area, referred_on,"
        f" {_UNTIL} AS until,"
        f" count(*) AS n FROM referrals WHERE {_AT_ANY_TIME} GROUP BY ALL),"
        " histogram AS MATERIALIZED (SELECT day, service, area,"
        " day - referred_on AS days, sum(n)::BIGINT AS n FROM waited,"
        f" (SELECT day, row_number() OVER (ORDER BY day) AS number FROM {_ALL_DAYS})"
        " WHERE referred_on <= day AND number <= until GROUP BY ALL)" + _FROM_HISTOGRAM,
    ),
    "histogram_packed": (
        "WITH packed AS MATERIALIZED (SELECT service, area, referred_on,"
        f" {', '.join(map(_packed, range(4)))} FROM referrals WHERE {_AT_ANY_TIME}"
        " GROUP BY service, area, referred_on),"
        " histogram AS MATERIALIZED (SELECT told.day AS day, service, area,"
        " told.day - referred_on AS days, told.n AS n FROM"
        f" (SELECT service, area, referred_on, unnest([{_UNPACKED}]) AS told FROM packed)"
        " WHERE told.n > 0)" + _FROM_HISTOGRAM,
    ),
}


_HISTOGRAMS = (
    "WITH waited AS MATERIALIZED (SELECT service, area, referred_on,"
    f" {_LEFT} AS left_on FROM referrals WHERE {_AT_ANY_TIME})"
    " SELECT day, service, area, day - referred_on AS days, count(*) AS n"
    f" FROM waited, {_ALL_DAYS} WHERE referred_on <= day AND left_on > day GROUP BY ALL"
)


def with_histograms(form: str, con: Any) -> Answer:
    """Answer in SQL and hand over how many had waited each number of days, as arrays.

    The library's figures hold that, for it can be merged, and percentiles cannot.
    """
    held = con.execute(_HISTOGRAMS).fetchnumpy()
    answer = in_sql(form, con)
    if held["n"].sum() != sum(cell[0] for cell in answer.values()):
        message = "the histograms do not hold everybody who waits"
        raise ValueError(message)
    return answer


def in_sql(form: str, con: Any) -> Answer:
    """Answer with one of the forms, from the view ``referrals`` of a connection."""
    found: Answer = {}
    for query in SQL_FORMS[form]:
        for day, service, area, *numbers in con.execute(query).fetchall():
            waiting, over_18, over_52, points, longest, *ranked = numbers
            points = ranked[0] if ranked else points
            cell = (waiting, over_18, over_52, *map(float, points), longest)
            found[day, service, area] = cell
    return found


def in_pandas(folder: Path) -> Answer:
    """Answer with pandas, as a careful analyst would."""
    import pandas as pd

    columns = ["service", "area", "referred_on", "first_contact_on", "closed_on"]
    rows = pd.read_parquet(folder / "referrals.parquet", columns=columns)
    for column in ("service", "area"):
        rows[column] = rows[column].astype("category")
    for column in columns[2:]:
        rows[column] = pd.to_datetime(rows[column])
    found: Answer = {}
    for day in DAYS:
        on = pd.Timestamp(day)
        waiting = rows[
            (rows.referred_on <= on)
            & ~(rows.first_contact_on <= on)
            & ~(rows.closed_on <= on)
        ]
        waited = waiting.assign(days=(on - waiting.referred_on).dt.days)
        waited = waited.assign(over_18=waited.days > 126, over_52=waited.days > 364)
        cells = waited.groupby(["service", "area"], observed=True)
        sums = cells[["over_18", "over_52"]].sum()
        shares: Any = [0.5, 0.9, 0.92]
        points = cells.days.quantile(shares).unstack()
        of_cells: Any = zip(
            cells.size().items(),
            sums.itertuples(index=False),
            points.itertuples(index=False),
            cells.days.max(),
            strict=True,
        )
        for ((service, area), people), over, at, longest in of_cells:
            found[day, service, area] = (people, *over, *at, longest)
    return found
