"""Contacts and indirect work to rows."""

import datetime as dt

import numpy as np
import pandas as pd

from send_metrics.adapters.submissions.data_set import ATTENDANCE_CODES, DataSet
from send_metrics.adapters.submissions.origin import Origin
from send_metrics.adapters.submissions.parts import Part
from send_metrics.adapters.submissions.people import ages
from send_metrics.domain.contacts import INDIRECT
from send_metrics.records.schema import UNKNOWN

LAST_TELEMEDICINE = pd.Timestamp(dt.date(2021, 9, 30))
"""Code 03 left the list with version 5 of MHSDS, on 1 October 2021."""

OF_SERVICE = "_service"
"""The service whose team the contact was with, where the contact says so."""


def contact_rows(
    data_set: DataSet,
    part: Part,
    teams: "pd.DataFrame",
    people: "pd.DataFrame",
    persons: "pd.Series[str]",
    origin: Origin,
) -> "pd.DataFrame":
    """Return the contacts of one submission; *persons* has the person of a referral."""
    rows = part.rows
    part.refuse_without("referral")
    part.refuse_without("contact")
    contact_on = part.days("contact_on")
    rows.query(
        contact_on.isna(),
        rule="no-day-of-contact",
        column=part.head("contact_on"),
        wording="there is no day of the contact; it counts nowhere",
        action="supply it",
    )
    attendance = rows.codes(part.head("attendance"), ATTENDANCE_CODES, empty=UNKNOWN)
    mechanism = _mechanism(data_set, part, contact_on)
    own = part.texts("referral")
    local = own.map(persons).fillna("")
    person = local.to_frame("local").merge(people, on="local", how="left")
    rows.query(
        (local == "") & (own != ""),
        rule="contact-without-referral",
        column=part.head("referral"),
        wording="the submission does not tell of the referral that the contact is of",
        action="supply the referral, or ask why it was left out",
    )
    with_team = pd.DataFrame({"referral": own, "team": part.texts("team")})
    known = teams.drop_duplicates(["referral", "team"])[["referral", "team", "service"]]
    service = with_team.merge(known, on=["referral", "team"], how="left")["service"]
    # The numbers of contacts are the referral's own, so both together name one.
    named = own + " " + part.texts("contact")
    person_id = origin.people(person["local"], person["nhs_number"])
    return rows.frame(
        {
            "referral_id": origin.stand_ins("referral", own),
            "contact_id": origin.stand_ins("contact", named),
            "person_id": person_id.where(local != "", None),
            "contact_on": contact_on,
            "attendance": attendance,
            "mechanism": mechanism,
            "age_at_contact": ages(contact_on, pd.to_datetime(person["born_on"])),
            "submitted_on": origin.submitted_on(len(own)),
            OF_SERVICE: service.fillna(""),
        }
    )


def indirect_rows(part: Part, origin: Origin) -> "pd.DataFrame":
    """Return work for children without them; it has no attendance and no number."""
    part.refuse_without("referral")
    own = part.texts("referral")
    contact_on = part.days("contact_on")
    count = pd.Series([str(number) for number in range(len(own))], dtype="str")
    named = own + " indirect " + contact_on.astype("str") + " " + count
    return part.rows.frame(
        {
            "referral_id": origin.stand_ins("referral", own),
            "contact_id": origin.stand_ins("contact", named),
            "person_id": pd.Series(None, index=own.index, dtype="str"),
            "contact_on": contact_on,
            "attendance": pd.Series(UNKNOWN, index=own.index, dtype="str"),
            "mechanism": pd.Series(INDIRECT, index=own.index, dtype="str"),
            "age_at_contact": pd.Series(np.nan, index=own.index),
            "submitted_on": origin.submitted_on(len(own)),
            OF_SERVICE: pd.Series("", index=own.index, dtype="str"),
        }
    )


def _mechanism(
    data_set: DataSet, part: Part, contact_on: "pd.Series[pd.Timestamp]"
) -> "pd.Series[str]":
    written = part.texts("mechanism")
    told = part.texts(
        "mechanism", lambda code: data_set.mechanisms.get(code, UNKNOWN), UNKNOWN
    )
    outdated = (told == "telemedicine") & (contact_on > LAST_TELEMEDICINE)
    told = told.mask(outdated, UNKNOWN)
    part.rows.query(
        (told == UNKNOWN) & (written != ""),
        rule="mechanism-in-use",
        column=part.head("mechanism"),
        wording="the code for how the contact came about is not on the list of its day",
        action="correct it; until then the contact is of an unknown kind",
    )
    return told
