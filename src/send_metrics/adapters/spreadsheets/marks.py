"""What a cell is that its value does not tell: an error, a percentage, a merged cell.

A reader of values gives an empty cell for a formula that failed or was never computed,
and the same number for 0.85 and 85%.
"""

from attrs import define, field

from send_metrics.adapters.spreadsheets.cells import Cell
from send_metrics.errors import SourceError

LAST_ROW, LAST_COLUMN = 100_000, 702
"""A sheet with a cell beyond these is refused: all cells before it would be held."""

MOST_COVERED = 100_000
"""A sheet in which more cells are merged into others is refused."""

MOST_CHARACTERS = 200_000_000
"""A sheet whose texts, each as often as it is shown, are longer is refused."""

Place = tuple[int, int]
"""A row and a column, both counted from 0."""


@define
class Marks:
    """What is known of the cells of one sheet beside their values, by place.

    *merged* are the first and the last place of cells shown as one.
    *hidden_rows* is how many rows with a value a filter or a person has hidden.
    """

    file: str
    sheet: str
    cells: dict[Place, Cell] = field(factory=dict, repr=False)
    merged: list[tuple[Place, Place]] = field(factory=list)
    hidden_rows: int = 0
    _characters: int = 0

    def reach(self, place: Place) -> None:
        """Refuse a cell with a value at a place too far out.

        Raises:
            SourceError: it lies beyond the last row or column that is read.
        """
        row, column = place
        if row >= LAST_ROW or column >= LAST_COLUMN:
            message = (
                f"{self.file}, sheet {self.sheet}: a cell beyond row {LAST_ROW:,} or"
                f" column {LAST_COLUMN} holds something; delete what is out there, or"
                " save the rows as CSV"
            )
            raise SourceError(message)

    def count_characters(self, number: int) -> None:
        """Count what a text takes when it is read.

        Raises:
            SourceError: together the texts take too much.
        """
        self._characters += number
        if self._characters > MOST_CHARACTERS:
            message = (
                f"{self.file}, sheet {self.sheet}: its texts are longer than"
                f" {MOST_CHARACTERS // 1_000_000} million characters; no register is"
            )
            raise SourceError(message)

    def cover(self, first: Place, last: Place) -> None:
        """Note cells that are shown as one; all but the first hold nothing.

        Raises:
            SourceError: they reach too far out, or are too many.
        """
        self.reach(last)
        self.merged.append((first, last))
        down, across = last[0] - first[0] + 1, last[1] - first[1] + 1
        if len(self.cells) + down * across > MOST_COVERED:
            message = (
                f"{self.file}, sheet {self.sheet}: more than {MOST_COVERED:,} cells are"
                " merged or hold errors; unmerge and clear what is not needed"
            )
            raise SourceError(message)
        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                if (row, column) != first:
                    self.cells[row, column] = Cell("merged")
