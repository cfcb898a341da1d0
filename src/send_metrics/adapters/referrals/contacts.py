"""Contacts beside the referrals, one row each."""

import pandas as pd

from send_metrics.adapters.delimited import TextRows
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.referrals.codes import Codes
from send_metrics.adapters.submissions.people import ages
from send_metrics.records.schema import UNKNOWN

REQUIRED = ("referral_id", "contact_on", "attendance")
OPTIONAL = ("contact_id", "mechanism", "submitted_on")
DAYS = ("contact_on", "submitted_on")


def contact_frame(
    rows: TextRows, codes: Codes, people: "pd.DataFrame", pseudonyms: Pseudonyms
) -> "pd.DataFrame":
    """Return the contacts; *people* has the person and birth of each referral.

    A contact without a number is named by its place among all.
    """
    referral_id = rows.pseudonyms("referral_id", "referral", pseudonyms)
    contact_on = rows.days("contact_on")
    number = rows.texts("contact_id", empty="")
    place = pd.Series([f"place {n}" for n in range(len(number))], dtype="str")
    own = rows.texts("referral_id", empty="") + " " + number.where(number != "", place)
    given = {one: pseudonyms.of("contact", one) for one in dict.fromkeys(own)}
    whose = referral_id.to_frame("referral_id").merge(
        people.drop_duplicates("referral_id"), on="referral_id", how="left"
    )
    rows.query(
        whose["person_id"].isna(),
        rule="contact-without-referral",
        column="referral_id",
        wording="there is no referral that the contact is of",
        action="supply the referral, or ask why it was left out",
    )
    rows.query(
        contact_on.isna(),
        rule="no-day-of-contact",
        column="contact_on",
        wording="there is no day of the contact; it counts nowhere",
        action="supply it",
    )
    frame = {
        "referral_id": referral_id,
        "contact_id": own.map(given),
        "person_id": whose["person_id"],
        "contact_on": contact_on,
        "attendance": rows.codes("attendance", codes.attended, empty=UNKNOWN),
        "mechanism": rows.codes("mechanism", codes.came_about, empty=UNKNOWN),
        "age_at_contact": ages(contact_on, whose["born_on"]),
    }
    if "submitted_on" in rows.columns:
        frame["submitted_on"] = rows.days("submitted_on")
    return rows.frame(frame)
