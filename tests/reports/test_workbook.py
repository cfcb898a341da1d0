import io
import re
import subprocess
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from send_metrics.reports import (
    Layout,
    Section,
    breakdown_block,
    plain_table,
    workbook_bytes,
    write_workbook,
)
from send_metrics.reports.workbook import sheet_names

from .examples import HOSTILE, by_need, hostile_layout, layout, share


def read(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_there_is_a_sheet_of_contents_and_one_for_each_table(tmp_path):
    path = write_workbook(layout(), tmp_path / "dashboard.xlsx")

    assert list(read(path.read_bytes())) == [
        "Contents",
        "Where we are",
        "Plans on time",
        "Waiting",
        "Data quality",
        "Data quality 2",
        "Next steps",
    ]


def test_a_table_reads_back_as_it_is_printed():
    rows = read(workbook_bytes(layout()))["Plans on time"]

    assert rows[3] == [
        "Primary need",
        "Primary need: code",
        "Share (%)",
        "Numerator",
        "Denominator",
        "Undetermined",
        "Left out",
        "Remark",
    ]
    assert rows[4][:6] == ["Autistic spectrum disorder", "ASD", 28.0, 21, 75, 1]
    assert rows[6][2] == "[z]"
    assert rows[6][-1] == "not applicable: there are no plans issued"


def test_a_number_is_written_as_rounded_and_shown_with_its_decimals():
    content = workbook_bytes(
        Layout("t", sections=(Section("s", tables=(breakdown_block([share(2, 3)]),)),))
    )

    assert read(content)["s"][3][1] == 66.7
    assert "#,##0.0" in parts(content)["xl/styles.xml"]


def test_the_contents_explain_the_symbols():
    cover = read(workbook_bytes(layout()))["Contents"]

    assert [row[0] for row in cover if str(row[0]).startswith("[")] == [
        "[x]",  # the large print of a figure that is not available
        "[c]",
        "[x]",
        "[z]",
    ]


def test_the_same_layout_gives_the_same_bytes(monkeypatch):
    once = workbook_bytes(layout())
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("USER", "somebody")

    assert workbook_bytes(layout()) == once
    assert "<dc:creator></dc:creator>" in parts(once)["docProps/core.xml"]


def test_a_workbook_is_the_same_after_another_was_written():
    """XlsxWriter writes into the options that it is given."""
    script = (
        "import hashlib\n"
        "from send_metrics.reports import workbook_bytes\n"
        "from tests.reports.examples import layout\n"
        "for _ in range(2):\n"
        "    print(hashlib.sha256(workbook_bytes(layout())).hexdigest())\n"
    )
    done = subprocess.run(  # noqa: S603 - a script of this test
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    first, second = done.stdout.split()

    assert first == second


def test_letters_are_of_the_named_kind_and_not_of_a_theme():
    styles = parts(workbook_bytes(layout()))["xl/styles.xml"]

    assert "Arial" in styles
    assert "<scheme" not in styles


def test_text_never_becomes_a_formula_or_a_link():
    content = workbook_bytes(hostile_layout())

    sheets = {k: v for k, v in parts(content).items() if "/worksheets/" in k}
    assert not [name for name, text in sheets.items() if "<f>" in text]
    targets = re.findall(r'Target="([^"]*)"', "".join(sheets.values()))
    assert not [target for target in targets if target.startswith(("http", "ftp"))]
    rows = read(content)["=tables"]
    labels = [row[0] for row in rows[3:]]
    assert labels[:6] == list(HOSTILE[:6])
    assert labels[8] == "two lines"


def test_every_part_of_a_hostile_workbook_is_well_formed():
    for name, text in parts(workbook_bytes(hostile_layout())).items():
        assert ET.fromstring(text) is not None, name  # noqa: S314 - ours


def test_a_chart_title_that_looks_like_a_formula_stays_a_title():
    charts = [
        text
        for name, text in parts(workbook_bytes(hostile_layout())).items()
        if "/charts/chart" in name
    ]

    assert len(charts) == 1
    assert "<a:t> =1+1</a:t>" in charts[0]


def test_a_chart_has_a_description_and_does_not_call_a_missing_number_nought():
    content = parts(workbook_bytes(layout()))

    drawing = content["xl/drawings/drawing1.xml"]
    assert 'descr="Bar chart. EHC plans issued within 20 weeks' in drawing
    assert "<a:t>[z]</a:t>" in content["xl/charts/chart1.xml"]


def test_tables_are_marked_and_nothing_is_merged_or_hidden():
    content = parts(workbook_bytes(layout()))

    names = re.findall(r'displayName="([^"]+)"', "".join(content.values()))
    assert names == [f"Figures_{n}_table" for n in (1, 2, 3, 4, 5)]
    everything = "".join(content.values())
    assert "mergeCell" not in everything
    assert 'state="hidden"' not in everything
    assert 'hidden="1"' not in everything


def test_links_lead_to_the_sheets_and_to_cited_sources_only():
    content = parts(workbook_bytes(layout()))

    outside = {
        target
        for name, text in content.items()
        if name.startswith("xl/worksheets/_rels")
        for target in re.findall(r'Target="(https?:[^"]+)"', text)
    }
    assert outside
    assert all(target.startswith("https://") for target in outside)
    assert "location=\"'Plans on time'!A1\"" in content["xl/worksheets/sheet1.xml"]


def test_an_empty_table_says_that_there_is_nothing():
    empty = Section("Empty", tables=(plain_table("Rows", ["a"], []),))

    rows = read(workbook_bytes(Layout("t", sections=(empty,))))["Empty"]

    assert rows[-1][0] == "There is nothing to show."


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["a", "A", "a"], ["a", "A 2", "a 3"]),
        (["contents", "HISTORY"], ["contents 2", "HISTORY 2"]),
        (["'quoted'", "[]:*?/\\"], ["quoted", "Sheet"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 29 + " 2"]),
        (["😀" * 20], ["😀" * 15]),
    ],
)
def test_sheet_names_are_short_lawful_and_different(titles, names):
    assert sheet_names(titles) == names


def test_a_long_list_has_no_chart_but_is_written_whole():
    table = breakdown_block(
        [share(1, 2, {"primary_need": f"Q{n}"}) for n in range(300)]
    )

    content = workbook_bytes(Layout("t", sections=(Section("s", tables=(table,)),)))

    assert len(read(content)["s"]) == 303
    assert not [name for name in parts(content) if "chart" in name]


def test_labels_and_their_codes_are_in_cells_of_their_own():
    table = breakdown_block(by_need())

    content = workbook_bytes(Layout("t", sections=(Section("s", tables=(table,)),)))

    assert [row[:2] for row in read(content)["s"][3:5]] == [
        ["Autistic spectrum disorder", "ASD"],
        ["Hearing impairment", "HI"],
    ]


def test_a_long_introduction_is_not_frozen_on_the_screen():
    table = breakdown_block(by_need())
    long, short = (
        Section(f"s{length}", "word " * length, tables=(table,)) for length in (300, 3)
    )

    content = parts(workbook_bytes(Layout("t", sections=(long, short))))

    assert "<pane" not in content["xl/worksheets/sheet2.xml"]
    assert "<pane" in content["xl/worksheets/sheet3.xml"]
