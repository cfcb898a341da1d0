"""School census returns: what schools tell DfE of attendance, a term later."""

from collections.abc import Callable

from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.school_census.reader import SchoolCensus

__all__ = ["SchoolCensus", "register_adapters"]


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of school census returns."""
    register(SchoolCensus())
