"""What shows that help began: scored outcomes, care plans and interventions.

NHS England stops the clock of a referral spell with the last of a contact, a baseline
outcome, and a care plan, intervention or neurodevelopmental assessment. Source: its code
of the mental health statistics, https://github.com/NHSDigital/mental-health-monthly-statistics,
``menh_bbrb/notebooks/02_Specific_Prepare/02_4w_waits/4w_waits_prep.py``.
"""

import pandas as pd

from send_metrics.adapters.delimited.values import ISO_TIMESTAMP
from send_metrics.adapters.submissions.data_set import DataSet, Fields, HelpTables
from send_metrics.adapters.submissions.files import Submission
from send_metrics.adapters.submissions.origin import Origin
from send_metrics.adapters.submissions.parts import Part, read_part
from send_metrics.errors import SourceError
from send_metrics.records.tables import REFERRALS

INTERVENTIONS = "interventions"
"""The file in which an organisation supplies the reference sets of interventions."""

OUTCOME, CARE = "baseline_outcome_on", "care_plan_on"
_COLUMNS = ("referral_id", "came_as", "came_on")
_REFERENCE_SETS = Fields(
    INTERVENTIONS,
    {"set": ("refsetId",), "code": ("referencedComponentId",), "active": ("active",)},
    frozenset({"set", "code", "active"}),
)


def no_help() -> "pd.DataFrame":
    """Return no rows of help."""
    return pd.DataFrame(
        {
            name: pd.Series(dtype="datetime64[us]" if name == "came_on" else "str")
            for name in _COLUMNS
        }
    )


def interventions_in(help_tables: HelpTables, lists: Submission) -> frozenset[str]:
    """Return the codes of interventions that were supplied; none if none were.

    Raises:
        SourceError: the file is of other reference sets.
    """
    part = read_part(lists, _REFERENCE_SETS, REFERRALS.name)
    if part is None:
        return frozenset()
    in_use = part.texts("set").isin(help_tables.intervention_sets)
    in_use &= part.texts("active") == "1"
    codes = frozenset(part.texts("code")[in_use]) - {""}
    if not codes:
        message = (
            f"{INTERVENTIONS}.csv has no active row of the reference sets"
            f" {', '.join(sorted(help_tables.intervention_sets))}"
        )
        raise SourceError(message)
    return codes


def help_told(
    data_set: DataSet, submission: Submission, interventions: frozenset[str]
) -> frozenset[str]:
    """Return which columns the submission tells of, even if nothing has come yet."""
    told = set()
    if data_set.help is not None:
        if _holds(submission, data_set.help.of_outcomes):
            told.add(OUTCOME)
        if interventions and _holds(submission, data_set.help.of_care):
            told.add(CARE)
    return frozenset(told)


def _holds(submission: Submission, tables: tuple[Fields, ...]) -> bool:
    return all(fields.table in submission.tables for fields in tables)


def help_rows(
    help_tables: HelpTables,
    submission: Submission,
    referrals: Part,
    contacts: Part | None,
    indirect: Part | None,
    interventions: frozenset[str],
    origin: Origin,
) -> tuple["pd.DataFrame", list[Part]]:
    """Return a row for each outcome, care plan and intervention, and the parts read."""
    read = {
        fields.table: read_part(submission, fields, REFERRALS.name)
        for fields in (*help_tables.of_outcomes, *help_tables.of_care)
    }

    def part(fields: Fields) -> Part | None:
        return read[fields.table]

    counted = interventions | help_tables.assessments
    done = _activities(part(help_tables.activities), contacts)
    found = [
        _scored_for_referrals(part(help_tables.scored_for_referrals), help_tables),
        _scored_in(done, part(help_tables.scored_in_activities), help_tables),
        _came(done[_concept(done["procedure"]).isin(counted)], CARE),
        _indirect(indirect, counted),
        _care_plans(
            part(help_tables.care_plans), part(help_tables.agreements), referrals
        ),
    ]
    rows = pd.concat(found, ignore_index=True).dropna(subset="came_on")
    rows = rows[rows["referral"] != ""].reset_index(drop=True)
    told = pd.DataFrame(
        {
            "referral_id": origin.stand_ins("referral", rows["referral"]),
            "came_as": rows["came_as"].astype("str"),
            "came_on": rows["came_on"].astype("datetime64[us]"),
        }
    )
    return told, [one for one in read.values() if one is not None]


def _concept(expression: "pd.Series[str]") -> "pd.Series[str]":
    """Return the concept that an expression of SNOMED CT refines."""
    return expression.map(lambda written: written.partition(":")[0].strip())


def _came(rows: "pd.DataFrame", as_what: str) -> "pd.DataFrame":
    return rows[["referral", "came_on"]].assign(came_as=as_what)


def _nothing() -> "pd.DataFrame":
    return pd.DataFrame(
        {
            "referral": pd.Series(dtype="str"),
            "came_on": pd.Series(dtype="datetime64[us]"),
            "came_as": pd.Series(dtype="str"),
        }
    )


def _scored_for_referrals(part: Part | None, help_tables: HelpTables) -> "pd.DataFrame":
    if part is None:
        return _nothing()
    rows = pd.DataFrame(
        {
            "referral": part.texts("referral"),
            "came_on": part.days("scored_on", "query", ISO_TIMESTAMP),
        }
    )
    return _came(rows[part.texts("tool").isin(help_tables.scores)], OUTCOME)


def _activities(part: Part | None, contacts: Part | None) -> "pd.DataFrame":
    """Return what was done at each contact, of which referral and on which day."""
    if part is None or contacts is None:
        return _nothing().assign(activity="", procedure=pd.Series(dtype="str"))
    rows = pd.DataFrame(
        {
            "contact": part.texts("contact"),
            "activity": part.texts("activity"),
            "procedure": part.texts("procedure"),
        }
    )
    met = pd.DataFrame(
        {
            "contact": contacts.texts("contact"),
            "referral": contacts.texts("referral"),
            "came_on": contacts.days("contact_on"),
        }
    )
    met = met[contacts.rows.sound]
    return rows.merge(met[met["contact"] != ""], on="contact")


def _scored_in(
    done: "pd.DataFrame", part: Part | None, help_tables: HelpTables
) -> "pd.DataFrame":
    if part is None:
        return _nothing()
    scored = part.texts("activity")[part.texts("tool").isin(help_tables.scores)]
    return _came(done[done["activity"].isin(set(scored) - {""})], OUTCOME)


def _indirect(part: Part | None, counted: frozenset[str]) -> "pd.DataFrame":
    if part is None:
        return _nothing()
    rows = pd.DataFrame(
        {"referral": part.texts("referral"), "came_on": part.days("contact_on")}
    )
    counts = _concept(part.texts("procedure")).isin(counted)
    return _came(rows[counts & part.rows.sound], CARE)


def _care_plans(
    plans: Part | None, agreements: Part | None, referrals: Part
) -> "pd.DataFrame":
    """Return the days of agreed care plans, for each referral of the person.

    A plan counts on the day it was made; one that was made before the referral, on the
    day it was last updated. Without that day it counts nowhere, as in NHS England's code.
    """
    if plans is None or agreements is None:
        return _nothing()
    agreed = plans.texts("plan").isin(set(agreements.texts("plan")) - {""})
    made = plans.days("made_on", "query")
    updated = plans.days("updated_on", "query")
    plans.rows.query(
        agreed & updated.isna(),
        rule="no-day-of-update",
        column=plans.head("updated_on"),
        wording="there is no day on which the care plan was last updated; it counts"
        " nowhere",
        action="supply it",
    )
    days = pd.DataFrame(
        {"person": plans.texts("person"), "made": made, "last": updated}
    )
    days = days[agreed & updated.notna()]
    sound = days[days["made"] <= days["last"]]
    both = pd.concat(
        [
            sound[["person", "made"]].rename(columns={"made": "came_on"}),
            days[["person", "last"]].rename(columns={"last": "came_on"}),
        ],
        ignore_index=True,
    )
    own = pd.DataFrame(
        {"person": referrals.texts("person"), "referral": referrals.texts("referral")}
    )
    return _came(both.merge(own[own["person"] != ""], on="person"), CARE)
