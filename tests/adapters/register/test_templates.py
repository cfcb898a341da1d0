"""A template that is filled in reads back as the table that was meant."""

import csv
import datetime as dt
import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import send_metrics as sm
from send_metrics.adapters.register.declared import declared_at
from send_metrics.adapters.register.kept import NOT_KEPT, domain_of, kept
from send_metrics.adapters.spreadsheets import open_workbook
from send_metrics.errors import SourceError, UsageError
from send_metrics.records.conform import conform
from send_metrics.records.schema import FLAGS, Column, TableSchema
from send_metrics.records.tables import SCHEMAS
from send_metrics.templates import write_template, write_templates
from send_metrics.templates.columns import codes_of, heading_of, title_of
from send_metrics.templates.mapping import mapping_of
from send_metrics.templates.register import template_bytes
from tests.spec.drawing import in_pandas

from .made_up import Row, filled_template

TABLES = sorted(kept())
NAMES = sm.Pseudonyms(key=b"k" * 32)


def test_a_table_is_kept_or_there_is_a_reason_why_not() -> None:
    assert set(SCHEMAS) == set(TABLES) | set(NOT_KEPT)
    assert not set(TABLES) & set(NOT_KEPT)
    assert all("use " in reason for reason in NOT_KEPT.values())


def values_of(column: Column) -> st.SearchStrategy[Any]:
    """Return values that a column may hold, ``None`` for an empty cell."""
    text = st.text("abcdefghijkABCDEFGHIJK0123456789", min_size=1, max_size=12)
    if column.name.endswith("_urn"):
        text = st.integers(100_000, 999_999).map(str)
    values: st.SearchStrategy[Any] = {
        "id": text.map(lambda said: f"n{said}") if domain_of(column) else text,
        "code": st.sampled_from(sorted(column.allowed)) if column.allowed else text,
        "flag": st.sampled_from(sorted(FLAGS)),
        "day": st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31)),
        "whole": st.integers(-(10**9), 10**9),
        "number": st.floats(-1e9, 1e9, allow_subnormal=False),
    }[column.kind]
    return values if column.required else st.none() | values


@st.composite
def rows_of(draw: st.DrawFn, schema: TableSchema) -> list[dict[str, Any]]:
    drawn = st.fixed_dictionaries({c.name: values_of(c) for c in schema.columns})
    rows = draw(st.lists(drawn, min_size=1, max_size=5))
    return [row for row in rows if any(value is not None for value in row.values())]


def as_read(schema: TableSchema, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with midnights for days and stand-ins for identifiers."""
    meant: dict[str, Any] = {}
    for column in schema.columns:
        value, domain = row[column.name], domain_of(column)
        if isinstance(value, dt.date):
            value = dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
        elif value is not None and domain is not None:
            value = NAMES.of(domain, value)
        meant[column.name] = value
    return meant


def sorted_rows(native: Any) -> list[str]:
    return sorted(map(repr, native.astype(str).to_dict("records")))


@pytest.mark.parametrize("table", TABLES)
def test_a_template_that_is_filled_in_reads_back_as_it_was_meant(table: str) -> None:
    schema = SCHEMAS[table]
    book, mapping = template_bytes(schema), mapping_of([schema])

    @settings(max_examples=12)
    @given(rows=rows_of(schema))
    def reads_back(rows: list[dict[str, Any]]) -> None:
        meant = conform(schema, in_pandas(schema, [as_read(schema, r) for r in rows]))
        typed = [[row[name] for name in schema.names] for row in rows]
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / f"{table}.xlsx").write_bytes(filled_template(book, typed))
            (place / "register.toml").write_text(mapping, encoding="utf-8")
            if not rows:
                with pytest.raises(SourceError, match="has a row yet"):
                    sm.read("register", place)
                return
            read = sm.read("register", place, pseudonyms=NAMES).tables[table]

        assert sorted_rows(read.native) == sorted_rows(meant.native)
        assert read.balance == meant.balance

    reads_back()


@pytest.mark.parametrize("table", TABLES)
def test_a_template_has_every_column_and_explains_it(table: str) -> None:
    schema = SCHEMAS[table]
    with tempfile.TemporaryDirectory() as folder:
        book, _ = write_template(table, Path(folder))
        workbook = open_workbook(book)

        headings = [cell.text for cell in workbook.grid(title_of(schema)).row(0)]
        assert headings == [heading_of(column) for column in schema.columns]
        assert len(set(headings)) == len(headings)

        explained = workbook.grid("Columns")
        first = [explained.cell(row, 0).text for row in range(explained.height)]
        for column in schema.columns:
            row = first.index(heading_of(column), 1)
            assert explained.cell(row, 1).text
            for code in codes_of(column):
                assert code in explained.cell(row, 4).text


@pytest.mark.parametrize("table", TABLES)
def test_a_template_offers_the_codes_as_lists_and_checks_dates(table: str) -> None:
    schema = SCHEMAS[table]

    checks = _checks(template_bytes(schema))

    assert len(checks) == len(schema.columns)
    for column, check in zip(schema.columns, checks, strict=True):
        kind = check.partition('type="')[2].partition('"')[0]
        if codes_of(column):
            assert kind == "list"
            assert "<formula1>Codes!$" in check
        elif column.kind in ("day", "whole", "number"):
            expected = {"day": "date", "whole": "whole", "number": "decimal"}
            assert kind == expected[column.kind]
        assert "promptTitle=" in check


def _checks(book: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r"<dataValidation .*?(?:/>|</dataValidation>)", sheet, re.S)


@pytest.mark.parametrize("table", TABLES)
def test_the_lists_of_a_template_hold_every_code(table: str) -> None:
    schema = SCHEMAS[table]
    coded = [column for column in schema.columns if codes_of(column)]
    with tempfile.TemporaryDirectory() as folder:
        book, _ = write_template(table, Path(folder))
        sheets = CalamineWorkbook.from_path(book)
        assert ("Codes" in sheets.sheet_names) is bool(coded)
        if not coded:
            return
        rows = sheets.get_sheet_by_name("Codes").to_python()

    for place, column in enumerate(coded):
        held = [str(row[place]) for row in rows if str(row[place])]
        assert held == [heading_of(column), *codes_of(column)]


def test_the_same_table_gives_the_same_bytes() -> None:
    schema = SCHEMAS["appeals"]

    assert template_bytes(schema) == template_bytes(schema)


def test_all_templates_are_written_into_one_folder(tmp_path: Path) -> None:
    folder = write_templates(tmp_path / "registers")

    declared = declared_at(folder)

    assert sorted(table.schema.name for table in declared) == TABLES
    assert {table.file.name for table in declared} == {f"{t}.xlsx" for t in TABLES}
    for table in declared:
        table.refuse_what_is_lacking()


def test_registers_that_were_begun_are_never_written_over(tmp_path: Path) -> None:
    write_template("appeals", tmp_path / "one")
    write_templates(tmp_path / "all")

    with pytest.raises(UsageError, match="is there already; name another folder"):
        write_template("appeals", tmp_path / "one")
    with pytest.raises(UsageError, match="is there already; name another folder"):
        write_template("schools", tmp_path / "one")
    with pytest.raises(UsageError, match="there already and not empty"):
        write_templates(tmp_path / "all")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("complaint_letters", "there is no table complaint_letters; there are"),
        ("attendance_marks", "no register holds attendance_marks: marks come from"),
    ],
)
def test_a_table_without_a_template_is_refused(
    tmp_path: Path, table: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        write_template(table, tmp_path)


def test_a_template_is_named_as_is_wished(tmp_path: Path) -> None:
    book, mapping = write_template("appeals", tmp_path / "tribunal 2025.xlsx")

    assert book.name == "tribunal 2025.xlsx"
    assert declared_at(mapping)[0].file == book


def test_a_template_is_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"name a file that ends in \.xlsx"):
        write_template("appeals", tmp_path / "appeals.ods")


def test_libreoffice_opens_a_template_and_keeps_what_was_typed(tmp_path: Path) -> None:
    office = libreoffice_or_skip()
    schema = SCHEMAS["appeals"]
    row: Row = ["007", "919", dt.date(2025, 3, 4), "content", "upheld", None]
    book = filled_template(template_bytes(schema), [row])
    (tmp_path / "appeals.xlsx").write_bytes(book)

    for form in ("csv", "ods"):
        subprocess.run(  # noqa: S603 - found on the path, and our own words
            [
                office,
                f"-env:UserInstallation=file://{tmp_path}/profile",
                *("--headless", "--convert-to", form, "--outdir", str(tmp_path)),
                str(tmp_path / "appeals.xlsx"),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )

    with (tmp_path / "appeals.csv").open(encoding="utf-8", newline="") as file:
        headings, typed = list(csv.reader(file))[:2]
    assert headings == [heading_of(column) for column in schema.columns]
    assert typed == ["007", "919", "04/03/2025", "content", "upheld", ""]
    for form in ("csv", "ods", "xlsx"):
        (tmp_path / "register.toml").write_text(_mapping(schema, form), "utf-8")
        read = sm.read("register", tmp_path, pseudonyms=NAMES).tables["appeals"]
        assert read.native["registered_on"].dt.date.tolist() == [dt.date(2025, 3, 4)]
        assert read.native["appeal_id"].tolist() == [NAMES.of("appeal", "007")]


def _mapping(schema: TableSchema, form: str) -> str:
    text = mapping_of([schema], {schema.name: f"{schema.name}.{form}"})
    return text.replace('sheet = "Appeals"\n', "") if form == "csv" else text


def libreoffice_or_skip() -> str:
    """Return the command of LibreOffice; skip where there is none, but never in CI."""
    office = shutil.which("soffice") or shutil.which("localc")
    if office is None:
        assert not os.environ.get("CI"), "LibreOffice is missing; .ci/run installs it"
        pytest.skip("opening a template needs LibreOffice, and there is no soffice")
    return office
