"""The canonical tables of a plan and its data: promises, with the day each was kept."""

from send_metrics.records.schema import UNKNOWN, Column, TableSchema

RATINGS = frozenset(
    {
        *("complete_and_embedded", "complete", "on_track", "at_risk", "off_track"),
        *("not_started", "not_rated"),
    }
)
"""Ratings of an action, by what they mean; colours differ between plans."""

_AREA = Column("area", "code", "area of the plan that it belongs to")
_OWNER = Column("owner", "code", "organisation that answers for it", expected=False)
_REFERENCE = Column(
    "reference_on",
    "day",
    "the source tells what had happened up to this day",
    expected=False,
)

PLAN_MILESTONES = TableSchema(
    name="plan_milestones",
    row="one milestone of the plan",
    columns=(
        Column("milestone_id", "id", "names the milestone", required=True),
        _AREA,
        _OWNER,
        Column(
            "due_on",
            "day",
            "the day first promised; the last day of it where a month or quarter was",
        ),
        Column(
            "current_due_on",
            "day",
            "the day promised now: that of the latest revision, or the first",
            expected=False,
        ),
        Column("met_on", "day", "the milestone was met; empty: not (yet)"),
        Column(
            "withdrawn",
            "flag",
            "the board withdrew it",
            expected=False,
            presumed=True,
        ),
        _REFERENCE,
    ),
    key=("milestone_id",),
    dimensions=("area", "owner"),
)

PLAN_ACTIONS = TableSchema(
    name="plan_actions",
    row="one action of the plan as it was rated on one day",
    columns=(
        Column("action_id", "id", "names the action", required=True),
        Column("rated_on", "day", "the actions were rated", required=True),
        _AREA,
        _OWNER,
        Column(
            "rating",
            "code",
            "what the rating of the local key means; not_rated where there is none",
            RATINGS | {UNKNOWN},
        ),
        Column(
            "withdrawn",
            "flag",
            "the board withdrew the action",
            expected=False,
            presumed=True,
        ),
    ),
    key=("action_id", "rated_on"),
    dimensions=("rating", "area", "owner"),
)

PUBLICATIONS = TableSchema(
    name="publications",
    row="one public update that was promised",
    columns=(
        Column("publication_id", "id", "names the update", required=True),
        Column("page", "code", "page or document that was to be updated"),
        Column(
            "promised_on",
            "day",
            "the day promised; the last day of it where a month was",
        ),
        Column("published_on", "day", "the update was published; empty: not (yet)"),
        _REFERENCE,
    ),
    key=("publication_id",),
    dimensions=("page",),
)

DATA_DELIVERIES = TableSchema(
    name="data_deliveries",
    row="one delivery of data that was due",
    columns=(
        Column("delivery_id", "id", "names the delivery", required=True),
        Column("organisation", "code", "organisation that delivers"),
        Column("feed", "code", "what is delivered", expected=False),
        Column("due_on", "day", "the last day on which it is in time"),
        Column("received_on", "day", "it was received; empty: not (yet)"),
        Column(
            "checks_passed",
            "flag",
            "it passed its checks; unknown where it was not checked or did not come",
        ),
        _REFERENCE,
    ),
    key=("delivery_id",),
    dimensions=("organisation", "feed"),
)

DASHBOARD_KPIS = TableSchema(
    name="dashboard_kpis",
    row="one KPI of the dashboard as it stood on one day",
    columns=(
        Column("kpi", "code", "id of the KPI", required=True),
        Column("looked_at_on", "day", "the dashboard was looked at", required=True),
        Column("area", "code", "area of the plan that it is of", expected=False),
        Column(
            "due_up_to_on",
            "day",
            "last day of the latest period whose value was due by then; empty: none was",
        ),
        Column(
            "shown_up_to_on",
            "day",
            "last day of the latest period with a value; empty: there is none",
        ),
        Column(
            "suspended",
            "flag",
            "the board has suspended the KPI",
            expected=False,
            presumed=True,
        ),
    ),
    key=("kpi", "looked_at_on"),
    dimensions=("area", "kpi"),
)
