"""NHS England's waiting lists of community health services, those of children.

::

    services    the names of services, and which are children's
    sheets      a workbook, or CSV copies of its sheets, to rows of text
    tables      rows of text to the cells of the tables
    reading     the cells to published lists
"""

from collections.abc import Callable

from send_metrics.adapters.chs_sitrep.reading import CommunitySitrep
from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.hookspecs import hookimpl

__all__ = ["CommunitySitrep", "register_adapters"]


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the workbook under the name ``chs_sitrep``."""
    register(CommunitySitrep())
