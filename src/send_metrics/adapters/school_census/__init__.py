"""School census returns: what schools tell DfE of attendance, a term later.

::

    layout      what is read of a return
    header      of which school, term and year it is
    terms       which days its attendance is of
    notes       what is wrong in it, by rule and place
    people      who the pupils are
    sessions    reasons or totals, to the counts that figures read
    pupils      the attendance of each pupil
    returns     one return
    tables      the tables of several together
"""

from collections.abc import Callable

from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.school_census.reader import SchoolCensus

__all__ = ["SchoolCensus", "register_adapters"]


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of school census returns."""
    register(SchoolCensus())
