"""The names of services, and which are children's."""

import re

SERVICES = (
    "Antenatal, new-born and children screening and immunisation services",
    "Audiology",
    "Child health information service",
    "Community nursing services (planned care and rapid response teams)",
    "Community paediatric service",
    "Looked after children teams",
    "New-born hearing screening",
    "Nursing and Therapy teams support for long term conditions",
    "Rapid Response Services",
    "Safeguarding",
    "Therapy interventions: Dietetics",
    "Therapy interventions: Occupational therapy",
    "Therapy interventions: Orthotics",
    "Therapy interventions: Physiotherapy",
    "Therapy interventions: Speech and language",
    "Vision screening",
    "Wheelchair, orthotics, prosthetics and equipment",
)
"""Services of children and young people, as one workbook spells them."""

_PREFIX = re.compile(r"\((A|CYP)\)\s*(.+)", re.IGNORECASE)
_SPELLINGS = {service.casefold(): service for service in SERVICES}


def is_of_adults(written: str) -> bool:
    """Return whether a text names a service of adults."""
    found = _PREFIX.fullmatch(_plain(written))
    return found is not None and found[1].upper() == "A"


def children_service(written: str) -> str | None:
    """Return the service of children that a text names, or nothing.

    The case of names changes between months, and a star marks those that are published
    for England alone. A service that is not known keeps its name.

    >>> children_service("(CYP) Therapy interventions: speech and language")
    'Therapy interventions: Speech and language'
    """
    found = _PREFIX.fullmatch(_plain(written))
    if found is None or found[1].upper() == "A":
        return None
    return _SPELLINGS.get(found[2].casefold(), found[2].capitalize())


def _plain(written: str) -> str:
    return " ".join(written.split()).rstrip("* ")
