"""Pages over HTTP: one token, one host, bounded in size, number and patience."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from attrs import define, field

from send_metrics.adapters.wonde.pages import (
    LARGEST_PAGE_BYTES,
    LEAVERS,
    MARKS,
    MOST_PAGES,
    STUDENTS,
    Page,
    parse_page,
)
from send_metrics.adapters.wonde.source import School, Service
from send_metrics.errors import SourceError

if TYPE_CHECKING:
    import httpx

TRIES = 5
LONGEST_WAIT = 120.0
"""Seconds; a service that asks for more patience is asked again another day."""

SECONDS_TO_ANSWER = 60.0
_WORTH_ANOTHER_TRY = frozenset({429, 500, 502, 503, 504})
_REFUSALS = {
    401: "the service does not know the token; check the one that is named",
    403: "the token may not read this; ask for the permission, or shorten include",
    404: "the service does not know the school; check its id",
}


@contextmanager
def asked(
    service: Service, token: str, wait: Callable[[float], None] = time.sleep
) -> "Iterator[Asking]":
    """Give what asks *service* for pages, and close its connections afterwards.

    Raises:
        SourceError: the library that speaks HTTP is not installed.
    """
    try:
        import httpx
    except ModuleNotFoundError:
        message = (
            'reading from a service needs: python -m pip install "send-metrics[http]"'
        )
        raise SourceError(message) from None
    with httpx.Client(
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
        timeout=SECONDS_TO_ANSWER,
        follow_redirects=False,
    ) as client:
        yield Asking(service, client, wait)


@define
class Asking:
    """Asks one service; called with a school and an endpoint it gives the pages."""

    _service: Service
    _client: "httpx.Client" = field(repr=False)
    _wait: Callable[[float], None] = field(repr=False)
    _largest: int = LARGEST_PAGE_BYTES
    _most: int = MOST_PAGES

    def __call__(self, school: School, endpoint: str) -> Iterator[Page]:
        """Yield the pages, one request each.

        Raises:
            SourceError: the service refuses, fails for long, or sends what is no page.
        """
        import httpx

        base = self._service.base.rstrip("/")
        address = httpx.URL(
            f"{base}/schools/{school.id}/{endpoint}", params=self._asked_for(endpoint)
        )
        for number in range(1, self._most + 1):
            place = f"{school.id}/{endpoint}, page {number}"
            page = parse_page(self._got(address, place), place)
            yield page
            if page.next_address is None:
                return
            address = self._followed(address, page)
        message = f"{school.id}/{endpoint}: there are more than {self._most:,} pages"
        raise SourceError(message)

    def _asked_for(self, endpoint: str) -> dict[str, str]:
        if endpoint in (STUDENTS, LEAVERS):
            return {"include": ",".join(self._service.include)}
        if endpoint == MARKS:
            # No upper end: a mark of those days may have been corrected since.
            return {"updated_after": f"{self._service.first_on} 00:00:00"}
        return {}

    def _followed(self, before: "httpx.URL", page: Page) -> "httpx.URL":
        """Return the next address, if it leads to the same service."""
        import httpx

        try:
            following = before.join(page.next_address or "")
        except (httpx.InvalidURL, ValueError):
            message = f"{page.place}: the address of the next page is none"
            raise SourceError(message) from None
        here, there = (
            (address.scheme, address.host, address.port)
            for address in (before, following)
        )
        if here != there:
            message = (
                f"{page.place}: the next page lies on another host, which would be sent"
                " the token; nothing was asked of it; check base"
            )
            raise SourceError(message)
        return following

    def _got(self, address: "httpx.URL", place: str) -> bytes:
        """Return what an address gives, after as many tries as it is worth."""
        import httpx

        pause, trouble = 1.0, ""
        for number in range(1, TRIES + 1):
            try:
                with self._client.stream("GET", address) as response:
                    if response.status_code == 200:
                        return self._body(response, place)
                    if response.status_code not in _WORTH_ANOTHER_TRY:
                        raise SourceError(_refused(response.status_code, place))
                    trouble = f"the service answered {response.status_code}"
                    pause = max(pause, _patience(response.headers))
            except (httpx.TransportError, httpx.DecodingError) as error:
                trouble = f"no whole answer came ({type(error).__name__})"
            if pause > LONGEST_WAIT or number == TRIES:
                break
            self._wait(pause)
            pause = min(pause * 2, LONGEST_WAIT)
        message = f"{place}: {trouble}, {number} times; try again later"
        raise SourceError(message)

    def _body(self, response: "httpx.Response", place: str) -> bytes:
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self._largest:
                message = f"{place}: the answer is larger than a page can be"
                raise SourceError(message)
            parts.append(part)
        return b"".join(parts)


def _refused(status: int, place: str) -> str:
    said = _REFUSALS.get(status, f"the service answered {status}; check base")
    return f"{place}: {said}"


def _patience(headers: "httpx.Headers") -> float:
    """Return the seconds that Retry-After asks for, by the clock of the service itself."""
    written = headers.get("Retry-After", "").strip()
    if written.isdigit():
        return float(written)
    try:
        until = parsedate_to_datetime(written)
        now = parsedate_to_datetime(headers.get("Date", ""))
        return max((until - now).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return 0.0
