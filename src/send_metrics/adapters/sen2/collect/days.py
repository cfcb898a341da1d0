"""Bring a day, as COLLECT or a spreadsheet writes it, to the form of the XML."""

import re

_MONTHS = {
    name: f"{number:02d}"
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}
_DAY = re.compile(
    rf"([0-9]{{4}})-([0-9]{{2}}|{'|'.join(_MONTHS)})-([0-9]{{2}})"
    r"(?:[ T]([0-9]{2}:[0-9]{2}:[0-9]{2}))?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"([0-9]{2})/(0[1-9]|1[0-2])/([0-9]{4})(?: 0?0:00(?::00)?)?")
_MONTH_FIRST = re.compile(
    r"(?<![0-9/])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01])/[0-9]{4}(?![0-9/])"
)
_MIDNIGHT = "00:00:00"


def month_first_at(text: str) -> int | None:
    """Return where a file has a day that makes sense with the month first only.

    >>> month_first_at("28/09/2022,05/06/2022") is None
    True
    >>> month_first_at("05/06/2022,9/28/2022")
    11
    """
    found = _MONTH_FIRST.search(text)
    return None if found is None else found.start()


def as_in_xml(text: str, *, is_day_first: bool) -> str:
    """Return a day as the XML would write it, and any other text unchanged.

    Names of months are English on every machine. ``28/09/2022`` is a day only where the
    file *is_day_first*. Whether the day exists is not asked here.

    >>> as_in_xml("2022-Sep-28 00:00:00", is_day_first=True)
    '2022-09-28'
    >>> as_in_xml("2026-Feb-02 09:30:00", is_day_first=True)
    '2026-02-02T09:30:00'
    >>> as_in_xml("05/06/2022 00:00", is_day_first=True)
    '2022-06-05'
    >>> as_in_xml("05/06/2022", is_day_first=False)
    '05/06/2022'
    """
    if found := _DAY.fullmatch(text):
        year, written, day, time = found.groups()
        month = _MONTHS.get(written.lower(), written)
        at = "" if time in (None, _MIDNIGHT) else f"T{time}"
        return f"{year}-{month}-{day}{at}"
    if is_day_first and (found := _DAY_FIRST.fullmatch(text)):
        day, month, year = found.groups()
        return f"{year}-{month}-{day}"
    return text
