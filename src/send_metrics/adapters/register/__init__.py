"""Registers that partners keep in spreadsheets, by a declared mapping of columns.

::

    kept        which tables may be kept so, and why the others are not
    days        ways to write a day
    settling    one cell to the text of a canonical value, or to its fault
    declared    what a register.toml says
    rows        a spreadsheet to rows of cells
    reading     the adapter
    headings    which heading stands for which column
    looking     what the values of a column look like
    proposal    a register.toml for a spreadsheet that was looked at
"""

from collections.abc import Callable

from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.register.reading import Register

__all__ = ["Register", "register_adapters"]


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of registers."""
    register(Register())
