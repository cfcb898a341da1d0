"""One page of JSON: records, and the address of the next page if there is one."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import field, frozen

from send_metrics.adapters.wonde.source import School
from send_metrics.errors import SourceError

LARGEST_PAGE_BYTES = 50_000_000
"""A larger page is refused; the service sends a few hundred records at a time."""

MOST_PAGES = 20_000
"""More pages of one kind for one school are refused: the paging must go in a circle."""

CODES, STUDENTS, LEAVERS, MARKS = (
    "attendance-codes",
    "students",
    "students-leaver",
    "attendance/session",
)
ENDPOINTS = (CODES, STUDENTS, LEAVERS, MARKS)


@frozen
class Page:
    """The records of one page; *place* says in words where it is from."""

    place: str
    records: list[Any] = field(repr=False)
    next_address: str | None = field(default=None, repr=False)


Pages = Callable[[School, str], Iterator[Page]]
"""Gives the pages of one school and endpoint."""


def parse_page(raw: bytes, place: str) -> Page:
    """Return the page that *raw* holds.

    Raises:
        SourceError: it is no page of the API: cut short, no JSON, or of another shape.
    """
    try:
        written = json.loads(
            raw, object_pairs_hook=_each_once, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        message = (
            f"{place}: not JSON from line {error.lineno}, column {error.colno} on;"
            " it may have been cut short, so fetch it again"
        )
        raise SourceError(message) from None
    except (UnicodeDecodeError, ValueError, RecursionError):
        message = f"{place}: not plain JSON in UTF-8; fetch it again"
        raise SourceError(message) from None
    if not isinstance(written, dict) or not isinstance(written.get("data"), list):
        message = f"{place}: there is no list called data; this is no page of the API"
        raise SourceError(message)
    return Page(place, written["data"], _next_address(written, place))


def _next_address(written: dict[str, Any], place: str) -> str | None:
    meta = written.get("meta") or {}
    paging = meta.get("pagination") or {} if isinstance(meta, dict) else None
    following = paging.get("next") if isinstance(paging, dict) else 0
    if following is not None and not isinstance(following, str):
        message = f"{place}: meta.pagination.next is no address; fetch the page again"
        raise SourceError(message)
    return following or None


def _each_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    pairs = list(pairs)
    named = dict(pairs)
    if len(named) < len(pairs):
        message = "a name is there twice"
        raise ValueError(message)
    return named


def _no_constant(_: str) -> None:
    message = "no number"
    raise ValueError(message)
