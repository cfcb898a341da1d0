"""A made-up county: marks and pupils in Parquet, as many as are asked for."""

from pathlib import Path

import duckdb

DAYS = 190
PUPILS_A_SCHOOL = 385

_OFTEN_ABSENT = "I I I I M O O U N G C C2 E R T S X Y1 D #".split()
_ATTENDED = "L V B P K".split()


def write_marks(folder: Path, marks: int) -> None:
    """Write ``marks.parquet`` and ``pupils.parquet``: a school year of so many marks.

    One pupil in fifty has a second enrolment. Rows are ordered by school, pupil, day and
    session, as a register system writes them out.
    """
    pupils = marks // (2 * DAYS)
    con = duckdb.connect()
    con.execute(
        f"""
        CREATE TABLE days AS
        SELECT d::DATE AS date, row_number() OVER (ORDER BY d) AS number
        FROM range(DATE '2024-09-02', DATE '2025-07-25', INTERVAL 1 DAY) AS r(d)
        WHERE isodow(d) < 6 ORDER BY d LIMIT {DAYS};
        CREATE TABLE pupils AS
        SELECT i, printf('A%012d', hash(i) % 1000000000000) AS pupil_id,
            (100000 + i // {PUPILS_A_SCHOOL})::VARCHAR AS school_urn,
            (hash(i + 7) % 1000) / 1000 AS frailty
        FROM range({pupils}) AS r(i)
        """
    )
    con.execute(
        f"""
        COPY (
            SELECT pupil_id, school_urn, date, session,
                CASE WHEN luck < 0.06 * (0.3 + 2 * frailty) THEN {_OFTEN_ABSENT}[1 + h % 20]
                    WHEN luck > 0.97 THEN {_ATTENDED}[1 + h % 5]
                    WHEN session = 'AM' THEN '/' ELSE '\\' END AS code
            FROM (
                SELECT pupil_id, date, session, frailty,
                    CASE WHEN i % 50 = 0 AND number > 95 THEN (school_urn::INT + 1)::VARCHAR
                        ELSE school_urn END AS school_urn,
                    (hash(i, number, session) % 1000000)::BIGINT AS h,
                    (hash(i * 31 + number, session) % 1000000) / 1000000 AS luck
                FROM pupils, days, (VALUES ('AM'), ('PM')) AS s(session)
            )
            ORDER BY school_urn, pupil_id, date, session
        ) TO '{folder / "marks.parquet"}' (FORMAT parquet, COMPRESSION zstd)
        """
    )
    con.execute(
        f"""
        COPY (
            SELECT pupil_id,
                CASE WHEN frailty < 0.05 THEN 'E' WHEN frailty < 0.19 THEN 'K'
                    ELSE 'N' END AS sen_status,
                (DATE '2008-09-01' + (i % 4200)::INT)::DATE AS date_of_birth
            FROM pupils
        ) TO '{folder / "pupils.parquet"}' (FORMAT parquet)
        """
    )
