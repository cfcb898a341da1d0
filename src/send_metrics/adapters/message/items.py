"""The items of one part of a header."""

from attrs import frozen

from send_metrics.adapters.message.layout import TWICE, Record
from send_metrics.adapters.message.refusals import refusal


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
