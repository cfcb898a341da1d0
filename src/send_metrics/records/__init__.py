"""Canonical tables: what every adapter delivers and every definition reads."""

from send_metrics.records.conform import conform
from send_metrics.records.records import Records
from send_metrics.records.report import Finding, ReadReport, RowBalance, SourceReport
from send_metrics.records.schema import Column, TableSchema
from send_metrics.records.tables import SCHEMAS

__all__ = [
    "SCHEMAS",
    "Column",
    "Finding",
    "ReadReport",
    "Records",
    "RowBalance",
    "SourceReport",
    "TableSchema",
    "conform",
]
