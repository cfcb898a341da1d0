"""What a canonical table is made of."""

from typing import Literal

from attrs import field, frozen

from send_metrics.errors import DefinitionError

Kind = Literal["id", "day", "code", "flag", "whole", "number"]

UNKNOWN = "unknown"
FLAGS = frozenset({"yes", "no", UNKNOWN})


@frozen
class Column:
    """One column of a canonical table.

    Kinds: ``id`` is text that names something (pseudonymous where it is a person);
    ``day`` is a timestamp at midnight; ``code`` is text of a closed or open list, never
    null, with ``unknown`` for what was not given; ``flag`` is ``yes``, ``no`` or
    ``unknown``; ``whole`` is a whole number; ``number`` is any number, never a measure
    of ours.

    *allowed* lists the codes of a closed list; an empty list leaves the code open.
    A row without a value in a *required* column is rejected.
    A column that is not *expected* may be left out of a frame altogether. Figures that
    need it are then unavailable, unless it is *presumed*: then nobody is taken to have
    what it tells of.
    """

    name: str
    kind: Kind
    meaning: str
    allowed: frozenset[str] = frozenset()
    required: bool = False
    expected: bool = True
    presumed: bool = False
    unit: str | None = None


@frozen
class TableSchema:
    """The columns of one canonical table, its key and what can break it down.

    *row* says what one row is. *key* names the columns that no two rows may share.
    *dimensions* are the columns that a figure may be broken down by.

    Raises:
        DefinitionError: the key or a dimension is not a column of the table.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    dimensions: tuple[str, ...] = field(default=())

    def __attrs_post_init__(self) -> None:
        unknown = set(self.key + self.dimensions) - set(self.names)
        if unknown:
            message = f"{self.name} has no column {', '.join(sorted(unknown))}"
            raise DefinitionError(message)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column called *name*; ``KeyError`` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
