"""What a good analyst would write by hand for all attendance measures of one county.

Every way returns, for each school and SEN status, the enrolments, those persistently and
severely absent, and the sum of each count of sessions; all ways must agree exactly. The
rules are those of the statistics: ages 5 to 15, sessions of the second half of the summer
term left out at age 15, enrolments that began in it left out, and none without possible
sessions.
"""

from pathlib import Path
from typing import Any

FIRST, HALF, LAST = "2024-08-19", "2025-05-26", "2025-07-31"
SCHOOL_YEAR = 2024

REASONS: dict[str, str] = {
    "late_before_close_sessions": "L",
    "off_site_education_sessions": "B",
    "sporting_activity_sessions": "P",
    "visit_sessions": "V",
    "work_experience_sessions": "W",
    "authority_education_sessions": "K",
    "interview_activity_sessions": "J",
    "illness_sessions": "I",
    "appointment_sessions": "M",
    "religious_observance_sessions": "R",
    "study_leave_sessions": "S",
    "mobile_child_sessions": "T",
    "agreed_holiday_sessions": "H F",
    "excluded_sessions": "E",
    "regulated_performance_sessions": "C1",
    "interview_sessions": "J1",
    "other_authorised_sessions": "C",
    "part_time_sessions": "C2",
    "holiday_not_granted_sessions": "G",
    "late_after_close_sessions": "U",
    "other_unauthorised_sessions": "O",
    "no_reason_yet_sessions": "N",
}
_PRESENT = "/ \\ L"
_ACTIVITY = "B P V W K J"
_AUTHORISED = "I M R S T H F E C1 J1 C C2"
_UNAUTHORISED = "G U O N"
CLASSES: dict[str, str] = {
    "possible_sessions": f"{_PRESENT} {_ACTIVITY} {_AUTHORISED} {_UNAUTHORISED}",
    "present_sessions": _PRESENT,
    "approved_activity_sessions": _ACTIVITY,
    "authorised_sessions": _AUTHORISED,
    "unauthorised_sessions": _UNAUTHORISED,
}
COUNTS: dict[str, list[str]] = {
    name: codes.split() for name, codes in {**CLASSES, **REASONS}.items()
}
NAMES = ("enrolments", "persistent", "severe", *COUNTS)

Answer = dict[tuple[str, str], tuple[int, ...]]
"""By school and SEN status, the numbers called `NAMES`."""

_COUNTED = """
    SELECT school_urn, sen_status, count(*),
        count(*) FILTER (10 * (authorised_sessions + unauthorised_sessions)
            >= possible_sessions),
        count(*) FILTER (2 * (authorised_sessions + unauthorised_sessions)
            >= possible_sessions),
        {sums}
    FROM enrolments
    WHERE possible_sessions > 0 AND has_earlier AND age BETWEEN 5 AND 15
    GROUP BY ALL
"""
_YEARS = """
    born AS (
        SELECT pupil_id, sen_status, {year} - year(date_of_birth)
            - CASE WHEN month(date_of_birth) >= 9 THEN 1 ELSE 0 END AS age
        FROM read_parquet('{folder}/pupils.parquet')
    )
"""


def _listed(codes: list[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _query(folder: Path, halves: str) -> str:
    """Return the rest of a query, whose *halves* has a row an enrolment and half."""
    keep = "CASE WHEN later AND age = 15 THEN 0 ELSE {name} END"
    sums = ", ".join(f"sum({keep.format(name=name)}) AS {name}" for name in COUNTS)
    return f"""
        WITH {_YEARS.format(folder=folder, year=SCHOOL_YEAR)},
        {halves},
        enrolments AS (
            SELECT pupil_id, school_urn, any_value(sen_status) AS sen_status,
                any_value(age) AS age, bool_or(NOT later) AS has_earlier, {sums}
            FROM halves JOIN born USING (pupil_id)
            GROUP BY pupil_id, school_urn
        )
        {_COUNTED.format(sums=", ".join(f"sum({name})" for name in COUNTS))}
    """


def _marks(folder: Path) -> str:
    return (
        f"FROM read_parquet('{folder}/marks.parquet')"
        f" WHERE date BETWEEN DATE '{FIRST}' AND DATE '{LAST}'"
    )


_KEYS = f"pupil_id, school_urn, date >= DATE '{HALF}' AS later"


def filtered_counts(folder: Path) -> str:
    """Count each measure with a filter of its own."""
    counts = ", ".join(
        f"count(*) FILTER (code IN ({_listed(codes)})) AS {name}"
        for name, codes in COUNTS.items()
    )
    halves = f"halves AS (SELECT {_KEYS}, {counts} {_marks(folder)} GROUP BY ALL)"
    return _query(folder, halves)


def summed_cases(folder: Path) -> str:
    """Sum a one or a zero for each measure."""
    counts = ", ".join(
        f"sum(CASE WHEN code IN ({_listed(codes)}) THEN 1 ELSE 0 END) AS {name}"
        for name, codes in COUNTS.items()
    )
    halves = f"halves AS (SELECT {_KEYS}, {counts} {_marks(folder)} GROUP BY ALL)"
    return _query(folder, halves)


def counted_by_code(folder: Path) -> str:
    """Count each code first, then add the counts up: a pre-aggregation."""
    counts = ", ".join(
        f"coalesce(sum(n) FILTER (code IN ({_listed(codes)})), 0) AS {name}"
        for name, codes in COUNTS.items()
    )
    halves = f"""
        coded AS (SELECT {_KEYS}, code, count(*) AS n {_marks(folder)} GROUP BY ALL),
        halves AS (
            SELECT pupil_id, school_urn, later, {counts} FROM coded GROUP BY ALL
        )
    """
    return _query(folder, halves)


_BITS, _A_NUMBER = 10, 6


def _packed(folder: Path, weight: str, joined: str = "") -> str:
    numbers = _packed_numbers()
    sums = ", ".join(
        f"sum({weight.format(n=n)})::BIGINT AS w{n}" for n in range(len(numbers))
    )
    places = {
        alike: f"((w{n} >> {_BITS * place}) & 1023)"
        for n, held in enumerate(numbers)
        for place, alike in enumerate(held)
    }
    counts = ", ".join(
        f"{' + '.join(at for alike, at in places.items() if alike[0] in listed)}"
        f" AS {name}"
        for name, listed in COUNTS.items()
    )
    marks = _marks(folder).replace("WHERE", f"{joined} WHERE")
    halves = f"""
        summed AS (SELECT {_KEYS}, {sums} {marks} GROUP BY ALL),
        halves AS (SELECT pupil_id, school_urn, later, {counts} FROM summed)
    """
    return _query(folder, halves)


def _packed_numbers() -> list[list[tuple[str, ...]]]:
    """Return what each number holds: codes that every measure treats alike, as one."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for code in COUNTS["possible_sessions"]:
        measures = tuple(name for name, codes in COUNTS.items() if code in codes)
        alike.setdefault(measures, []).append(code)
    held = [tuple(codes) for codes in alike.values()]
    return [held[at : at + _A_NUMBER] for at in range(0, len(held), _A_NUMBER)]


def _weights() -> dict[str, list[int]]:
    """Return what a mark of each code adds to each number."""
    numbers = _packed_numbers()
    return {
        code: [
            1 << _BITS * held.index(alike) if alike in held else 0 for held in numbers
        ]
        for here in numbers
        for alike in here
        for code in alike
    }


def packed_by_map(folder: Path) -> str:
    """Add up numbers that hold six counts each, looked up in maps."""
    sums = _packed(folder, "weight_{n}")
    for n in range(len(_packed_numbers())):
        entries = ", ".join(
            f"'{code}': {weights[n]}::BIGINT"
            for code, weights in _weights().items()
            if weights[n]
        )
        sums = sums.replace(
            f"sum(weight_{n})::BIGINT",
            f"coalesce(sum(MAP {{{entries}}}[code]), 0)::BIGINT",
        )
    return sums


def packed_by_join(folder: Path) -> str:
    """Add up numbers that hold six counts each, from a table of codes."""
    rows = ", ".join(
        f"('{code}', {', '.join(f'{weight}::BIGINT' for weight in weights)})"
        for code, weights in _weights().items()
    )
    names = ", ".join(f"weight_{n}" for n in range(len(_packed_numbers())))
    joined = f"LEFT JOIN (VALUES {rows}) AS codes(code, {names}) USING (code)"
    return _packed(folder, "coalesce(weight_{n}, 0)", joined)


SQL_FORMS = {
    form.__name__: form
    for form in (
        filtered_counts,
        summed_cases,
        counted_by_code,
        packed_by_map,
        packed_by_join,
    )
}


def in_sql(form: str, folder: Path) -> Answer:
    """Run one form of the query."""
    import duckdb

    rows = duckdb.connect().execute(SQL_FORMS[form](folder)).fetchall()
    return {(row[0], row[1]): tuple(map(int, row[2:])) for row in rows}


def in_pandas(folder: Path) -> Answer:
    """The same with pandas: count each code of an enrolment, then the measures."""
    import pandas as pd

    marks = pd.read_parquet(
        folder / "marks.parquet", columns=["pupil_id", "school_urn", "date", "code"]
    )
    pupils = pd.read_parquet(folder / "pupils.parquet")
    days = pd.to_datetime(marks["date"])
    first, half, last = map(pd.Timestamp, (FIRST, HALF, LAST))
    inside = (days >= first) & (days <= last)
    marks, days = marks[inside], days[inside]
    halves = (
        marks.assign(later=days >= half)
        .groupby(["pupil_id", "school_urn", "later", "code"], sort=False)
        .size()
        .unstack(fill_value=0)
    )
    counts = pd.DataFrame(
        {
            name: halves[[code for code in codes if code in halves.columns]].sum(axis=1)
            for name, codes in COUNTS.items()
        }
    ).reset_index()
    born = pd.to_datetime(pupils["date_of_birth"])
    pupils = pupils.assign(age=SCHOOL_YEAR - born.dt.year - (born.dt.month >= 9))
    counts = counts.merge(pupils[["pupil_id", "sen_status", "age"]], on="pupil_id")
    names = list(COUNTS)
    counts.loc[counts["later"] & (counts["age"] == 15), names] = 0
    counts["has_earlier"] = ~counts["later"]
    by = ["pupil_id", "school_urn", "sen_status", "age"]
    each = counts.groupby(by, sort=False)[[*names, "has_earlier"]].agg(
        {**dict.fromkeys(names, "sum"), "has_earlier": "any"}
    )
    each = each.reset_index()
    each = each[
        (each["possible_sessions"] > 0)
        & each["has_earlier"]
        & each["age"].between(5, 15)
    ]
    absent = each["authorised_sessions"] + each["unauthorised_sessions"]
    each = each.assign(
        enrolments=1,
        persistent=(10 * absent >= each["possible_sessions"]).astype(int),
        severe=(2 * absent >= each["possible_sessions"]).astype(int),
    )
    sums = each.groupby(["school_urn", "sen_status"])[list(NAMES)].sum()
    return {
        (str(school), str(sen)): tuple(map(int, row))
        for (school, sen), row in zip(
            sums.index, sums.itertuples(index=False), strict=True
        )
    }


def in_polars(folder: Path) -> Answer:
    """The same with Polars, lazily."""
    import datetime as dt

    import polars as pl

    first, half, last = map(dt.date.fromisoformat, (FIRST, HALF, LAST))
    coded = (
        pl.scan_parquet(folder / "marks.parquet")
        .filter(pl.col("date").is_between(first, last))
        .group_by(
            "pupil_id", "school_urn", (pl.col("date") >= half).alias("later"), "code"
        )
        .len()
    )
    n = pl.col("len").cast(pl.Int64)
    halves = coded.group_by("pupil_id", "school_urn", "later").agg(
        n.filter(pl.col("code").is_in(codes)).sum().alias(name)
        for name, codes in COUNTS.items()
    )
    born = pl.col("date_of_birth").dt
    pupils = pl.scan_parquet(folder / "pupils.parquet").select(
        "pupil_id",
        "sen_status",
        age=SCHOOL_YEAR - born.year() - (born.month() >= 9).cast(pl.Int32),
    )
    counts = pl.when(~(pl.col("later") & (pl.col("age") == 15)))
    each = (
        halves.join(pupils, on="pupil_id")
        .group_by("pupil_id", "school_urn", "sen_status", "age")
        .agg(
            *(
                counts.then(pl.col(name)).otherwise(0).sum().alias(name)
                for name in COUNTS
            ),
            has_earlier=(~pl.col("later")).any(),
        )
        .filter(
            pl.col("possible_sessions") > 0,
            pl.col("has_earlier"),
            pl.col("age").is_between(5, 15),
        )
    )
    absent: Any = pl.col("authorised_sessions") + pl.col("unauthorised_sessions")
    possible = pl.col("possible_sessions")
    sums = each.group_by("school_urn", "sen_status").agg(
        pl.len().cast(pl.Int64).alias("enrolments"),
        (10 * absent >= possible).cast(pl.Int64).sum().alias("persistent"),
        (2 * absent >= possible).cast(pl.Int64).sum().alias("severe"),
        *(pl.col(name).sum() for name in COUNTS),
    )
    rows = sums.collect().select("school_urn", "sen_status", *NAMES).rows()
    return {(row[0], row[1]): tuple(map(int, row[2:])) for row in rows}
