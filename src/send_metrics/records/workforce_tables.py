"""The canonical tables of staff: posts, people who join and leave, caseloads, interns."""

from send_metrics.records.columns import key_column
from send_metrics.records.schema import UNKNOWN, Column, TableSchema

ROLES = frozenset({"coordinator", "ehc_team", "expert_by_experience", "other"})
_ROLE = Column(
    "role",
    "code",
    "coordinator: an EHC coordinator, who holds cases; ehc_team: another member of the"
    " EHC team; expert_by_experience; other",
    ROLES,
    required=True,
)
_ORGANISATION = Column("organisation", "code", "organisation that employs")
_TEAM = Column("team", "code", "team within the organisation", expected=False)


def _fte(meaning: str, name: str = "fte_hundredths") -> Column:
    return Column(name, "whole", meaning, required=True, unit="hundredths of FTE")


WORKFORCE_POSTS = TableSchema(
    name="workforce_posts",
    row="one post, or one holder's share of it, for as long as nothing about it changes",
    columns=(
        key_column("post_id", "row"),
        _ROLE,
        _ORGANISATION,
        _TEAM,
        Column(
            "status",
            "code",
            "filled by an employee, covered by an agency worker (agency), vacant, or"
            " frozen: vacant and not to be filled",
            frozenset({"filled", "agency", "vacant", "frozen"}),
            required=True,
        ),
        _fte("full-time equivalent of the row: 60 for three days a week"),
        Column("started_on", "day", "first day on which this was so"),
        Column(
            "ended_on",
            "day",
            "from this day on it was so no longer; empty: not (yet)",
        ),
    ),
    key=("post_id",),
    dimensions=("organisation", "team", "role", "status"),
)

WORKFORCE_MOVES = TableSchema(
    name="workforce_moves",
    row="one person's time in a service: the move into it, and out of it if they left",
    columns=(
        key_column("move_id", "row"),
        Column("person_id", "id", "pseudonym of the member of staff", expected=False),
        _ROLE,
        _ORGANISATION,
        _TEAM,
        _fte("full-time equivalent, as it was when they left if they have left"),
        Column("joined_on", "day", "first day in the service"),
        Column(
            "joined_from",
            "code",
            "outside the organisation or within it",
            frozenset({"outside", "within", UNKNOWN}),
            expected=False,
        ),
        Column(
            "left_on", "day", "first day no longer in the service; empty: not (yet)"
        ),
        Column(
            "leaving_reason",
            "code",
            "why they left; moved_within is a move inside the organisation; none where"
            " they have not left",
            frozenset(
                {
                    *("resigned", "retired", "dismissed", "fixed_term_ended"),
                    *("moved_within", "other", "none", UNKNOWN),
                }
            ),
            expected=False,
        ),
        Column(
            "programme",
            "code",
            "recruitment programme that the role was created by; none where it was not",
            expected=False,
        ),
        Column("cohort", "code", "group of starters", expected=False),
        Column(
            "induction_due_on",
            "day",
            "the induction is to be completed by this day; empty: none is to be",
            expected=False,
        ),
        Column(
            "induction_completed_on",
            "day",
            "the induction was completed; empty: not (yet)",
            expected=False,
        ),
    ),
    key=("move_id",),
    dimensions=(
        *("organisation", "team", "role", "programme", "cohort"),
        *("joined_from", "leaving_reason"),
    ),
)

CASELOAD_ASSIGNMENTS = TableSchema(
    name="caseload_assignments",
    row="the cases of one coordinator, or those that no coordinator holds, on one day",
    columns=(
        key_column("caseload_id", "row"),
        Column("counted_on", "day", "the cases were counted", required=True),
        _ORGANISATION,
        _TEAM,
        Column("plans", "whole", "EHC plans maintained", required=True, unit="cases"),
        Column(
            "assessments",
            "whole",
            "EHC needs assessments that are open",
            required=True,
            unit="cases",
        ),
        _fte(
            "full-time equivalent that is there for these cases: 0 while the coordinator"
            " is on long-term absence, and for cases that no coordinator holds",
            "available_fte_hundredths",
        ),
    ),
    key=("caseload_id",),
    dimensions=("organisation", "team"),
)

INTERNS = TableSchema(
    name="interns",
    row="one young person's supported internship with one host",
    columns=(
        key_column("internship_id", "row"),
        Column("person_id", "id", "pseudonym of the young person", expected=False),
        Column("host", "code", "organisation or team that hosts the internship"),
        Column("provider", "code", "college or other provider of it", expected=False),
        Column("started_on", "day", "first day with the host"),
        Column("ended_on", "day", "first day no longer with it; empty: not (yet)"),
        Column(
            "age_at_start",
            "whole",
            "completed years on the first day",
            unit="years",
        ),
    ),
    key=("internship_id",),
    dimensions=("host", "provider", "age_at_start"),
)
