"""The ``register.toml`` that reads templates back."""

from collections.abc import Iterable, Mapping

from send_metrics.adapters.declaring import quoted
from send_metrics.records.schema import Column, TableSchema
from send_metrics.templates.columns import heading_of, title_of


def mapping_of(
    schemas: Iterable[TableSchema], files: Mapping[str, str] | None = None
) -> str:
    """Return the text of a ``register.toml`` for the templates of some tables.

    *files* are the names of their files where they are not the usual ones. Days may be
    dates of the spreadsheet or text with the day first, which is what they become when
    a workbook is saved as CSV in England.
    """
    entries = [
        "\n".join(_entry(schema, (files or {}).get(schema.name, file_of(schema))))
        for schema in schemas
    ]
    return "\n\n".join(entries) + "\n"


def file_of(schema: TableSchema) -> str:
    """Return the name of the file of a template."""
    return f"{schema.name}.xlsx"


def _entry(schema: TableSchema, file: str) -> list[str]:
    return [
        "[[table]]",
        f"table = {quoted(schema.name)}",
        f"file = {quoted(file)}",
        f"sheet = {quoted(title_of(schema))}",
        "",
        "[table.columns]",
        *(f"{column.name} = {_said(column)}" for column in schema.columns),
    ]


def _said(column: Column) -> str:
    heading = quoted(heading_of(column))
    if column.kind == "day":
        return f'{{ heading = {heading}, format = "day-first" }}'
    return heading
