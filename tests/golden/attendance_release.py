"""Every row of two attendance files of the department, and the rates worked out again.

The files print rates to 15 significant digits.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from send_metrics.domain.rounding import half_up

from .published import Row, area_of
from .whole_release import unpacked

YEAR_TO_DATE = "attendance_year_to_date_2025_26"
AUTUMN = "attendance_autumn_2024_25"
EXTRACTS = (YEAR_TO_DATE, AUTUMN)

SESSIONS_BEHIND: Mapping[str, str] = {
    "attendance_perc": "overall_attendance",
    "overall_absence_perc": "overall_absence",
    "authorised_absence_perc": "authorised_absence",
    "unauthorised_absence_perc": "unauthorised_absence",
    "illness_perc": "reason_i_authorised_illness",
    "appointments_perc": "reason_m_authorised_medical_dental",
    "unauth_hol_perc": "reason_g_unauthorised_holiday",
    "unauth_oth_perc": "reason_o_other_unauthorised",
    "unauth_late_registers_closed_perc": (
        "reason_u_unauthorised_late_after_registers_closed"
    ),
    "unauth_not_yet_perc": "reason_n_no_reason_yet",
    "auth_religious_perc": "reason_r_authorised_religious_observance",
    "auth_study_perc": "reason_s_authorised_study_leave",
    "auth_mob_perc": "reason_t_authorised_mobile_child",
    "auth_excluded_perc": "reason_e_authorised_excluded",
    "auth_performance_perc": "reason_c1_authorised_regulated_performance",
    "auth_interview_perc": "reason_j1_authorised_interview",
    "auth_part_time_perc": "reason_c2_authorised_temp_reduced_timetable",
    "auth_other_perc": "reason_c_authorised_other",
}
"""Every published rate but that of persistent absence, and the sessions behind it."""


@frozen
class RateCell:
    """One published rate of one row, with the sessions that it is made of."""

    extract: str
    area: str
    phase: str
    rate: str
    sessions: int
    possible: int
    published: str
    weighted: Fraction | None = None

    @property
    def exact(self) -> Fraction:
        """The rate in per cent: pooled sessions, or phases weighted by headcount."""
        if self.weighted is not None:
            return self.weighted
        return Fraction(100 * self.sessions, self.possible)

    @property
    def digits(self) -> int:
        """How many decimals are printed."""
        return max(-int(Decimal(self.published).as_tuple().exponent), 0)

    @property
    def ours(self) -> str:
        """The library's rate, to the last digit that is printed."""
        return half_up(self.exact, self.digits)

    @property
    def agrees(self) -> bool:
        """Whether the library's rate is the published one."""
        return Decimal(self.ours) == Decimal(self.published)

    @property
    def agrees_in_binary(self) -> bool:
        """Whether a binary quotient, cut to 15 digits, gives the published rate."""
        quotient = f"{self.sessions / self.possible * 100:.15g}"
        return Decimal(quotient) == Decimal(self.published)

    @property
    def told(self) -> Row:
        """Everything needed to name the cell as an exception."""
        return {
            "extract": self.extract,
            "area": self.area,
            "phase": self.phase,
            "rate": self.rate,
            "sessions": str(self.sessions),
            "possible": str(self.possible),
            "published": self.published,
            "ours": self.ours,
        }


def shown(extract: str) -> list[Row]:
    """Return every row that is not suppressed."""
    return [row for row in unpacked(extract) if row["possible_sessions"] != "c"]


def rate_cells(extract: str) -> Iterator[RateCell]:
    """Yield every published rate that has its sessions beside it.

    The totals of all phases of 2024/25 are weighted for schools that did not share
    their data; since September 2025 they pool the sessions.
    """
    for row in shown(extract):
        is_weighted = extract == AUTUMN and row["phase"] == "Total"
        for rate, column in SESSIONS_BEHIND.items():
            yield RateCell(
                extract=extract,
                area=area_of(row),
                phase=row["phase"],
                rate=rate,
                sessions=int(row[column]),
                possible=int(row["possible_sessions"]),
                published=row[rate],
                weighted=weighted(phases_of(row, extract), column)
                if is_weighted
                else None,
            )


def phases_of(total: Row, extract: str) -> list[Row]:
    """Return the rows of the three phases that a total is of."""
    return [
        row
        for row in shown(extract)
        if row["phase"] != "Total"
        and all(
            row[name] == total[name]
            for name in ("geographic_level", "region_name", "la_name")
        )
    ]


def weighted(phases: Sequence[Row], column: str) -> Fraction:
    """Return the rates of the phases in per cent, weighted by headcount."""
    total = sum(int(row["total_enrolments"]) for row in phases)
    return sum(
        (
            Fraction(
                100 * int(row[column]) * int(row["total_enrolments"]),
                int(row["possible_sessions"]) * total,
            )
            for row in phases
        ),
        start=Fraction(0),
    )
