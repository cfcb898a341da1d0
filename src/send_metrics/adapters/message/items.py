"""The parts of a header, and the items of each."""

import re

from attrs import frozen

from send_metrics.adapters.message.layout import TWICE, Record
from send_metrics.adapters.message.refusals import refusal
from send_metrics.errors import SourceError

_SHORT_NAME = re.compile(r"[A-Za-z0-9]{1,8}")


@frozen
class HeaderItems:
    """What one part of a header gives; what is needed must be there, once."""

    record: Record
    file_name: str

    def given(self, name: str) -> tuple[str, int]:
        """Return an item and its line.

        Raises:
            SourceError: it is missing, or there twice with different texts.
        """
        written = self.record.values.get(name)
        line = self.record.lines.get(name, self.record.line)
        if written is None:
            message = f"the header gives no {name}; export the return with its header"
            raise refusal(self.file_name, message, line)
        if written == TWICE:
            message = f"the header gives {name} twice, differently; correct the header"
            raise refusal(self.file_name, message, line)
        return written, line

    def optional(self, name: str) -> str:
        """Return an item, empty where it is missing."""
        return self.record.values.get(name, "")


def collection_of(header: Record, file_name: str) -> HeaderItems:
    """Return the part of a header that says which collection the return is of.

    Raises:
        SourceError: there is none.
    """
    details = header.every("CollectionDetails")
    if not details:
        message = "the Header has no CollectionDetails; export the return again"
        raise refusal(file_name, message, header.line)
    return HeaderItems(details[0], file_name)


def other_collection(
    collection: HeaderItems, expected: str, instead: str
) -> SourceError:
    """Return the error for a return of another collection than the one *expected*.

    *instead* is the return whose file is to be named.
    """
    name, line = collection.given("Collection")
    found = f"{name}, " if _SHORT_NAME.fullmatch(name) else ""
    message = f"Collection is {found}not {expected}; name the file of {instead}"
    return refusal(collection.file_name, message, line)


def source_of(header: Record, file_name: str) -> HeaderItems:
    """Return the part of a header that says who sent the return, or all of it."""
    sources = header.every("Source")
    return HeaderItems(sources[0] if sources else header, file_name)
