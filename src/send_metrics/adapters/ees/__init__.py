"""Figures that DfE has published on Explore education statistics, as comparators.

::

    layouts     kinds of file, and the names that columns have had
    cells       a file to columns of text
    reading     columns of text to published values
"""

from collections.abc import Callable

from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.ees.reading import PublishedStatistics
from send_metrics.adapters.hookspecs import hookimpl

__all__ = ["PublishedStatistics", "register_adapters"]


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of published statistics."""
    register(PublishedStatistics())
