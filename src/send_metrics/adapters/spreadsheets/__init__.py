"""Workbooks of spreadsheet programs, XLSX and ODS, to cells; hostile ones are refused.

::

    cells       what one cell holds: its kind, and its value as text
    archive     the parts of a workbook, none of which unpacks too far
    parts       reading a part as XML, without entities and within limits
    marks       what a cell is that its value does not tell: an error, a percentage ...
    xlsx        the marks of a sheet of an XLSX workbook
    ods         the marks of a sheet of an ODS workbook
    workbook    the sheets of a workbook, each a grid of cells
"""

from send_metrics.adapters.spreadsheets.cells import Cell, cell_of_text
from send_metrics.adapters.spreadsheets.workbook import (
    SPREADSHEETS,
    Grid,
    Workbook,
    column_letters,
    open_workbook,
)

__all__ = [
    "SPREADSHEETS",
    "Cell",
    "Grid",
    "Workbook",
    "cell_of_text",
    "column_letters",
    "open_workbook",
]
