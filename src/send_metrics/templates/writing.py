"""Templates on the disk, each with the file that reads it back beside it."""

from pathlib import Path

from send_metrics.adapters.register.declared import FILE_NAME
from send_metrics.adapters.register.kept import kept, kept_named
from send_metrics.errors import UsageError
from send_metrics.reports.writing import write_whole
from send_metrics.templates.mapping import file_of, mapping_of
from send_metrics.templates.register import template_bytes


def write_template(table: str, out: Path) -> list[Path]:
    """Write the empty register of a table, and its ``register.toml`` beside it.

    *out* is the workbook, or a folder to write it into. Return what was written.

    Raises:
        UsageError: there is no such table, *out* is not a workbook, or something stands
            there already.
        SettingsError: XlsxWriter is not installed, or a file cannot be written.
    """
    schema = kept_named(table)
    book = out if out.suffix else out / file_of(schema)
    if book.suffix.casefold() != ".xlsx":
        message = (
            f"{out.name}: a template is a workbook; name a file that ends in .xlsx"
        )
        raise UsageError(message)
    mapping = book.with_name(FILE_NAME)
    for file in (book, mapping):
        if file.exists():
            message = f"{file} is there already; name another folder"
            raise UsageError(message)
    said = mapping_of([schema], {schema.name: book.name})
    return [
        write_whole(book, template_bytes(schema)),
        write_whole(mapping, said.encode()),
    ]


def write_templates(folder: Path) -> Path:
    """Write the empty registers of all tables into a folder, with one ``register.toml``.

    Raises:
        UsageError: the folder is there and not empty: registers may have been begun.
        SettingsError: XlsxWriter is not installed, or a file cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is there already and not empty; name another folder"
        raise UsageError(message)
    schemas = list(kept().values())
    for schema in schemas:
        write_whole(folder / file_of(schema), template_bytes(schema))
    write_whole(folder / FILE_NAME, mapping_of(schemas).encode())
    return folder
