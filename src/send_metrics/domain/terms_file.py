"""Terms as an authority hands them in: a TOML file, checked as a whole.

::

    authority = "Our county"
    source = "https://www.example.org/term-dates"

    [years."2024/25".autumn]
    first = 2024-09-02
    last = 2024-12-20
    half_term = { first = 2024-10-28, last = 2024-11-01 }
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from send_metrics.domain.period import Period
from send_metrics.domain.school_terms import AuthorityTerms, TermDates
from send_metrics.domain.text_files import text_of_file, toml_of_text
from send_metrics.errors import SettingsError, UsageError

_MOST_MIB = 1
_NAME = r"(?!to-)[a-z][a-z0-9-]{0,30}"


def read_terms(file: str | Path) -> AuthorityTerms:
    """Read the terms of an authority from a TOML file.

    *authority* and *source* are text. Under *years*, each school year has its terms by
    name, in order; a term has a *first* and a *last* day, and may have a *half_term*,
    which has a first and a last day as well. Names are small letters, digits and
    hyphens: ``autumn``, or ``term-1``.

    Raises:
        SettingsError: the file cannot be opened, is not TOML, or does not say this; the
            message names the place.
    """
    place = Path(file)
    text = text_of_file(
        place,
        SettingsError,
        most_mib=_MOST_MIB,
        larger="no terms are",
        name_instead="a TOML file",
    )
    return terms_from_toml(text, place.name)


def terms_from_toml(text: str, name: str) -> AuthorityTerms:
    """Return the terms in a TOML text; *name* is what messages call it.

    Raises:
        SettingsError: as `read_terms`.
    """
    try:
        return _terms(toml_of_text(text, name, SettingsError))
    except UsageError as error:
        message = f"{name}: {error}"
        raise SettingsError(message) from None


@cache
def daily_series() -> AuthorityTerms:
    """Return the terms of DfE's daily attendance series."""
    file = resources.files("send_metrics.domain") / "dfe_daily_series.toml"
    return terms_from_toml(file.read_text(encoding="utf-8"), file.name)


def _terms(written: dict[str, Any]) -> AuthorityTerms:
    _has_only(written, "it", "authority|source|years", "authority, source and years")
    for key in ("authority", "source"):
        if not isinstance(written.get(key), str) or not written[key].strip():
            message = f"{key} must be there, as text in quotes"
            raise UsageError(message)
    years = written.get("years", {})
    _has_only(years, "years", r"\d{4}/\d{2}", 'school years, such as "2024/25"')
    if not years:
        message = 'it has no years; add a table such as [years."2024/25".autumn]'
        raise UsageError(message)
    return AuthorityTerms(
        written["authority"],
        written["source"],
        {_starting(year): _of_year(year, years[year]) for year in sorted(years)},
    )


def _starting(year: str) -> int:
    starting = int(year[:4])
    following = f"{(starting + 1) % 100:02d}"
    if year[5:] != following:
        message = (
            f"{year} does not name two years in a row; write {starting}/{following}"
        )
        raise UsageError(message)
    return starting


def _of_year(year: str, terms: Any) -> tuple[TermDates, ...]:
    _has_only(terms, year, _NAME, "names of terms, such as autumn or term-1")
    if not terms:
        message = f"{year} has no term; add at least one"
        raise UsageError(message)
    return tuple(_term(f"{year}.{name}", name, terms[name]) for name in terms)


def _term(place: str, name: str, written: Any) -> TermDates:
    _has_only(written, place, "first|last|half_term", "first, last and half_term")
    first, last = _day(place, written, "first"), _day(place, written, "last")
    half_term = None
    if "half_term" in written:
        inner, holiday = f"{place}.half_term", written["half_term"]
        _has_only(holiday, inner, "first|last", "first and last")
        begins, ends = _day(inner, holiday, "first"), _day(inner, holiday, "last")
        with _placed(inner):
            half_term = Period(begins, ends)
    with _placed(place):
        return TermDates(name, first, last, half_term)


def _day(place: str, written: Mapping[str, Any], key: str) -> dt.date:
    day = written.get(key)
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        message = f"{place}.{key} must be a day, written 2024-09-02 without quotes"
        raise UsageError(message)
    return day


def _has_only(written: Any, place: str, form: str, known: str) -> None:
    """Refuse what is no table, or has a key of another form."""
    if not isinstance(written, dict):
        message = f"{place} must be a table of {known}"
        raise UsageError(message)
    for key in written:
        if not re.fullmatch(form, key):
            shown = key if re.fullmatch(r"[\w/-]{1,40}", key) else "a key"
            message = f"{place}.{shown} is not understood; there are {known}"
            raise UsageError(message)


@contextmanager
def _placed(place: str) -> Iterator[None]:
    """Put a place before what is wrong with the days of it."""
    try:
        yield
    except UsageError as error:
        message = f"{place}: {error}"
        raise UsageError(message) from None
