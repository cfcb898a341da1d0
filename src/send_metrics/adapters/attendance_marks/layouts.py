"""How marks are laid out: which column says what, and how it is written."""

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import field, frozen

from send_metrics.adapters.attendance_marks.rules import MARKS_COLUMNS, SESSIONS
from send_metrics.adapters.delimited.values import ISO, DayForm

Keeping = Literal["best mark", "latest version"]

SESSIONS_OF_A_WEEK = tuple(
    f"{day}{session}"
    for day in ("mon", "tue", "wed", "thu", "fri")
    for session in SESSIONS
)
"""Names of the cells of a week, in order: ``monAM``, ``monPM``, ``tueAM`` ..."""


@frozen
class Week:
    """One row a pupil and week, which holds a code for each session.

    *cells* are their columns in the order of `SESSIONS_OF_A_WEEK`. The date is that of
    the Monday.
    """

    cells: tuple[str, ...] = SESSIONS_OF_A_WEEK


@frozen
class MarkString:
    """One row a pupil, whose marks stand in one text: AM, PM, AM, PM from the date on.

    They are divided by a *separator*, or each is *width* characters wide.
    """

    has_weekends: bool
    separator: str | None = None
    width: int = 0

    def pieces(self, text: str) -> list[str]:
        """Return the marks one by one.

        >>> MarkString(has_weekends=False, width=2).pieces("/ C2")
        ['/ ', 'C2']
        """
        if self.separator is not None:
            return text.split(self.separator) if text.strip() else []
        return [text[n : n + self.width] for n in range(0, len(text), self.width)]

    def fits(self, text: str) -> bool:
        """Return whether the text divides evenly."""
        return self.separator is not None or len(text) % self.width == 0


@frozen
class Layout:
    """Where the five columns of marks are found, and how they are written.

    *columns* has for each of them the columns of theirs that it is made of, joined with
    a slash; beside the five there may be ``record``, ``changed_at`` and ``deleted`` of
    systems that send versions of a record, and ``kind`` of those that send lessons too.
    *school_urn* stands in where no column names the school. *codes* and *schools*
    translate; the code of an empty field is that of the empty text.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    shape: Week | MarkString | None = None
    dates: DayForm = ISO
    sessions: Mapping[str, str] = field(factory=lambda: SESSIONS)
    codes: Mapping[str, str] = field(factory=dict)
    schools: Mapping[str, str] = field(factory=dict)
    school_urn: str | None = None
    keeps: Keeping | None = None

    @property
    def is_generic(self) -> bool:
        """Whether a file is laid out so already."""
        return self == GENERIC

    @property
    def names(self) -> dict[str, str]:
        """What each column is called in messages."""
        return {ours: " + ".join(theirs) for ours, theirs in self.columns.items()}

    def needed(self) -> Iterator[str]:
        """Yield every column of theirs that is read."""
        for theirs in self.columns.values():
            yield from theirs
        if isinstance(self.shape, Week):
            yield from self.shape.cells

    def code(self, written: str) -> str:
        """Return the attendance code that a text stands for."""
        return self.codes.get(written) or written.upper()

    def school(self, written: str) -> str:
        """Return the school that a text stands for."""
        return self.schools.get(written, written)


GENERIC = Layout("generic", {name: (name,) for name in MARKS_COLUMNS})
