"""Every error that the library raises on purpose.

::

    SendMetricsError
    ├── DefinitionError     a definition does not hold together: we must mend it
    ├── UsageError          what was asked for cannot be answered: ask differently
    ├── SettingsError       a setting is missing or unreadable: the operator must mend it
    ├── MergeError          figures that are not alike were put together
    ├── RecordsError        a table lacks what the calculation needs: its owner must mend it
    └── SourceError         a file could not be read: its owner must mend it
        ├── PlanError       a plan file is no plan: its keys or values must be mended
        └── AdapterError    an adapter could not be found, loaded or trusted

Messages say what is wrong, where, and what to do. They never repeat a value of a record.
"""


class SendMetricsError(Exception):
    """The class that catches everything this library raises on purpose."""


class DefinitionError(SendMetricsError):
    """A KPI definition contradicts itself or names a column that does not exist."""


class UsageError(SendMetricsError):
    """The question cannot be answered as asked; the message names the ways out."""


class SettingsError(SendMetricsError):
    """A setting or a partnership file is missing, unreadable or unknown."""


class MergeError(SendMetricsError):
    """Two figures differ in definition, edition, period or breakdown."""


class RecordsError(SendMetricsError):
    """A table lacks a column, holds the wrong type, or was not supplied."""


class SourceError(SendMetricsError):
    """A source could not be read at all; nothing of it was taken in."""


class PlanError(SourceError):
    """A plan could not be read: not TOML or JSON, or a key or value that has no place."""


class AdapterError(SourceError):
    """An adapter is unknown, not allowed, repeated, or failed to load."""
