"""What the adapters of submitted data sets have in common."""

from pathlib import Path

from attrs import field, frozen

from send_metrics.adapters.contract import Reading
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.submissions.data_set import DataSet
from send_metrics.adapters.submissions.reader import read_submissions
from send_metrics.records.tables import CONTACTS, REFERRALS


@frozen
class Submitted:
    """Reads the submissions of one data set, a row for each service, and contacts."""

    name: str
    title: str
    data_set: DataSet = field(repr=False)
    tables: tuple[str, ...] = (REFERRALS.name, CONTACTS.name)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read one submission, or a folder for each of several.

        Raises:
            SourceError: a table is missing or unreadable, or it is not clear which
                submission is of which month.
        """
        return read_submissions(self.data_set, path, pseudonyms)
