"""NHS England's RTT full extract: how long hospital pathways wait, in weekly bands."""

from collections.abc import Callable
from pathlib import Path

from send_metrics.adapters.band_lists.opening import blocks_of
from send_metrics.adapters.contract import Adapter, Reading
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.rtt.lines import read_lines
from send_metrics.adapters.rtt.placing import placed
from send_metrics.records.tables import WAITING_LIST_BANDS


class RttExtract:
    """Reads one published full extract, as downloaded or unzipped, all parts of it.

    A line of the extract is one list (part, month, commissioner, provider, treatment
    function) and becomes a row for each band in which anybody waits; *new* lists have
    no bands and become one row. So two accounts are kept, and both must add up:

    - of lines, in a note: those of functions, of totals, repeated, set aside, empty;
    - of bands, in the balance: those of functions are accepted; those of totals
      (``C_999``), which the functions already hold, and of repeated lines are merged;
      a line that is set aside counts with every band it fills, at least with one.

    Totals are compared with the sum of their functions before they are left out.
    Lists commissioned outside England (``NONC``) are kept: whether they count is for
    a definition to say. The extract is about lists, not people; nothing in it needs a
    pseudonym.
    """

    name = "rtt"
    title = "NHS England RTT full extract, CSV or zip, tried with January 2026"
    tables = (WAITING_LIST_BANDS.name,)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:  # noqa: ARG002
        """Read the extract at *path*.

        Raises:
            SourceError: it is not an extract in the layout in use since April 2021, is
                cut short, or is a zip that is unsafe or holds anything but one CSV.
        """
        return placed(read_lines(blocks_of(path, "full extract"), path.name), path.name)


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the extract under the name ``rtt``."""
    register(RttExtract())
