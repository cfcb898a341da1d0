"""Strict reading of text and Parquet files as text, for adapters of any kind.

::

    decoding    bytes to text, or a refusal
    header      the names of the columns: which are there, which are left out
    columns     columns of text, each distinct text held once
    parsing     a CSV file to rows of text with their line numbers
    rows        rows of text to days, codes and pseudonyms; bad rows are set aside
    values      what counts as a day or an identifier
    parquet     a Parquet file to the same rows of text, or to a DuckDB relation
"""

from send_metrics.adapters.delimited.decoding import text_of
from send_metrics.adapters.delimited.parsing import read_delimited, rows_of
from send_metrics.adapters.delimited.rows import TextRows, joined_balance
from send_metrics.adapters.delimited.values import dates, is_urn

__all__ = [
    "TextRows",
    "dates",
    "is_urn",
    "joined_balance",
    "read_delimited",
    "rows_of",
    "text_of",
]
