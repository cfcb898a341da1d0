"""Attendance from the JSON pages of Wonde's API, saved or asked for.

::

    source      the file that names a service and schools
    pages       one page of JSON, strictly
    saved       pages from a folder
    service     pages over HTTP
    records     records of a page to rows of text
    school      the pages of one school to codes, pupils and marks
    reading     all schools
"""

from collections.abc import Callable

from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.wonde.reading import Wonde

__all__ = ["Wonde", "register_adapters"]


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of Wonde's API."""
    register(Wonde())
