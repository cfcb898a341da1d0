"""Columns that canonical tables of several families share."""

from send_metrics.records.schema import Column

CHILD = Column(
    "person_id", "id", "pseudonym of the child or young person", required=True
)
PUPIL = Column("pupil_id", "id", "pseudonym of the pupil", required=True)
SCHOOL = Column("school_urn", "id", "URN of the school", required=True)
AUTHORITY = Column("authority", "code", "3-digit code of the local authority")
AREA = Column(
    "area", "code", "district or other part of the local area", expected=False
)
TOLD_UP_TO = Column(
    "reference_on",
    "day",
    "the register tells what had happened up to this day, on which it was extracted",
    expected=False,
)


def key_column(name: str, what: str) -> Column:
    """Return the column that names a row within its source."""
    return Column(name, "id", f"names the {what} within the source", required=True)
