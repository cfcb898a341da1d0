"""Empty registers to start with: a workbook for each table, and how it is read back.

::

    columns     what a person is told of a column: its heading, its type, its codes
    register    the workbook of a table, with lists to choose from
    mapping     the register.toml that reads it
    writing     both, on the disk
"""

from send_metrics.templates.writing import write_template, write_templates

__all__ = ["write_template", "write_templates"]
