"""Figures as something to read: one layout, written as a workbook and as a page."""

from send_metrics.reports.blocks import (
    breakdown_block,
    definitions_block,
    headline_block,
    highlights,
    waits_block,
)
from send_metrics.reports.layout import (
    BarChart,
    Column,
    Highlight,
    Layout,
    Link,
    Number,
    Phrase,
    Section,
    TableBlock,
    plain_table,
)
from send_metrics.reports.page import page_html, write_page
from send_metrics.reports.wording import label, when_in_words
from send_metrics.reports.workbook import workbook_bytes, write_workbook
from send_metrics.reports.writing import whole_folder, write_whole

__all__ = [
    "BarChart",
    "Column",
    "Highlight",
    "Layout",
    "Link",
    "Number",
    "Phrase",
    "Section",
    "TableBlock",
    "breakdown_block",
    "definitions_block",
    "headline_block",
    "highlights",
    "label",
    "page_html",
    "plain_table",
    "waits_block",
    "when_in_words",
    "whole_folder",
    "workbook_bytes",
    "write_page",
    "write_whole",
    "write_workbook",
]
