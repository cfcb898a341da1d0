"""What may stand where in a message, and the records that are made of it."""

from collections.abc import Iterable

# Case and prefix can vary without end; only so many spellings are remembered.
_MOST_SPELLINGS = 200

TWICE = "\0twice"
"""Stands for the text of an element that was given twice, differently."""


def plain_name(written: str) -> str:
    """Return the name of an element without prefix and namespace, in lower case."""
    return written.rpartition("}")[2].rpartition(":")[2].lower()


class Layout:
    """The elements that may stand inside one record.

    *items* are its simple elements; the text of those in *kept* is taken in, that of
    others never. Names match in any case and with any prefix: `spellings` has the items
    as written so far, each with the name to keep its text under, or nothing.
    """

    __slots__ = (
        "_plain",
        "below",
        "is_numbered",
        "is_read",
        "kept",
        "name",
        "records",
        "spellings",
    )

    def __init__(
        self,
        name: str,
        items: Iterable[str] = (),
        records: Iterable["Layout"] = (),
        *,
        kept: frozenset[str] = frozenset(),
        is_read: bool = True,
        is_numbered: bool = False,
    ) -> None:
        self.name = name
        self.is_read = is_read
        self.is_numbered = is_numbered
        self.below = list(records)
        self.spellings = {item: item if item in kept else "" for item in items}
        self.kept = [item for item, name in self.spellings.items() if name]
        self.records = {record.name: record for record in self.below}
        self._plain = {plain_name(known): known for known in self.spellings}
        self._plain |= {plain_name(known): known for known in self.records}

    def admit(self, record: "Layout") -> None:
        """Let one more record stand inside this one."""
        self.records[record.name] = record
        self._plain[plain_name(record.name)] = record.name

    def find(self, written: str) -> "str | Layout | None":
        """Return what an element is: an item, a record, or nothing known here."""
        known = self._plain.get(plain_name(written))
        if known is None:
            return None
        if known in self.records:
            record = self.records[known]
            if len(self.records) < _MOST_SPELLINGS:
                self.records[written] = record
            return record
        if len(self.spellings) < _MOST_SPELLINGS:
            self.spellings[written] = self.spellings[known]
        return self.spellings[known]


Path = tuple["Path | None", str, int]


class Record:
    """An element that holds elements: its texts with their lines, and its records.

    Elements without text are left out. *file* names the file that the lines are of,
    where a return comes in several. There is no ``repr`` that shows a value.
    """

    __slots__ = ("file", "line", "lines", "name", "path_parts", "records", "values")

    def __init__(
        self, name: str, line: int, path_parts: Path, file: str | None = None
    ) -> None:
        self.file = file
        self.name = name
        self.line = line
        self.path_parts = path_parts
        self.values: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        self.records: dict[str, list[Record]] = {}

    def every(self, name: str) -> list["Record"]:
        """Return the records called *name* directly inside this one, in order."""
        return self.records.get(name) or []

    @property
    def path(self) -> str:
        """Where it stands, such as ``Person[12]/Requests[1]/Assessment``."""
        steps = []
        parts: Path | None = self.path_parts
        while parts is not None:
            parts, name, number = parts
            steps.append(f"{name}[{number}]" if number else name)
        return "/".join(reversed(steps))
