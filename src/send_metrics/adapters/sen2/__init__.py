"""Read DfE's SEN2 return, the XML of each local authority's EHC plans and requests.

The file is streamed: the header settles the authority, the year and with it the form of
the return; then each person becomes rows and is forgotten. What cannot be used is
reported with its line and element, never with its value.
"""

from collections.abc import Callable

from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.sen2.reader import Sen2

__all__ = ["Sen2", "register_adapters"]


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the adapter."""
    register(Sen2())
