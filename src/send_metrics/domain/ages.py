"""Ages in completed years, the only thing that is kept of a date of birth."""

import datetime as dt

FIRST_AGE_COUNTED, LAST_AGE_COUNTED = 5, 15
AGES_COUNTED = f"{FIRST_AGE_COUNTED} to {LAST_AGE_COUNTED}"
"""Ages on 31 August before the school year that DfE's absence statistics take in."""


def age_on(day: dt.date, born_on: dt.date) -> int:
    """Return completed years on *day*; negative before birth.

    Someone born on 29 February completes a year on 1 March of a common year.

    >>> age_on(dt.date(2025, 8, 31), dt.date(2010, 9, 1))
    14
    """
    return (
        day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
    )


def birth_cohort(born_on: dt.date) -> int:
    """Return the year of the 31 August on which a child was aged 0.

    The age on 31 August of any year is that year less the cohort.

    >>> birth_cohort(dt.date(2010, 8, 31)), birth_cohort(dt.date(2010, 9, 1))
    (2010, 2011)
    """
    return born_on.year + (born_on.month >= 9)
