"""What a register.toml may say, and what is said where it says something else."""

from pathlib import Path

import pytest

from send_metrics.adapters.register.days import FORMS
from send_metrics.adapters.register.declared import declared_at
from send_metrics.errors import SourceError

from .made_up import HEADINGS, MAPPING, SOUND, write_register


def declare(folder: Path, mapping: str) -> Path:
    return write_register(folder, [HEADINGS, SOUND], mapping)


def refusal(folder: Path, mapping: str) -> str:
    with pytest.raises(SourceError) as refused:
        declared_at(declare(folder, mapping))
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[[table]]", "[[tables]]", "a key that is not understood: tables"),
        ("[[table]]", "[table]", "declares no [[table]]; add at least one"),
        ('"appeals"', '"apeals"', "names a table that does not exist: apeals"),
        ('"appeals"', '"attendance_marks"', "which no register holds: marks come from"),
        ('"appeals"', "7", "needs table and file"),
        (
            "header_row",
            "headerrow",
            "a key that is not understood: headerrow; there are",
        ),
        ("{header_row}", '"one"', "needs table and file; header_row is a number"),
        ("{header_row}", "0", "has a header_row that is not from 1 to 1000"),
        ('"{file}"', '"nothing.xlsx"', "names nothing.xlsx, which does not exist"),
        ('"{file}"', '"../log.xlsx"', "names a file outside its folder"),
        ('"{file}"', '"/etc/hosts"', "names a file outside its folder"),
        ('"{file}"', '"log.xls"', "ends in none of .csv, .xlsx, .ods"),
        ('"{file}"', '"log.xlsm"', "ends in none of .csv, .xlsx, .ods"),
        ('"{file}"', '"log.csv"\nsheet = "x"', "a sheet of a CSV file, which has none"),
        (
            'ground = "Ground"',
            'grund = "Ground"',
            "a column that does not exist: grund",
        ),
        ('"Ground"', '" "', "has an empty heading in columns.ground"),
        ('"Ground"', "3", "needs table and file"),
        (
            '"Ground"',
            '{{ header = "Ground" }}',
            "not understood: header; there are heading",
        ),
        ('"Ground"', '{{ format = "iso" }}', "needs table and file"),
        (
            '"Ground"',
            '{{ heading = "Ground", format = "iso" }}',
            "has a format in columns.ground, which a code cannot have",
        ),
        (
            '"day-first"',
            '"month-first"',
            "a format in columns.registered_on that does not exist: month-first; there are",
        ),
        (
            '"Ref"',
            '{{ heading = "Ref", codes = {{ a = "b" }} }}',
            "has codes in columns.appeal_id, which holds no codes",
        ),
        ('["TBC"]', '"TBC"', "missing a list of text"),
    ],
)
def test_what_is_not_understood_is_named(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    message = refusal(tmp_path, MAPPING.replace(old, new, 1))

    assert message.startswith("register.toml")
    assert said in message


@pytest.mark.parametrize(
    ("constants", "said"),
    [
        ('ground = "content"', "gives ground as a column and as a constant"),
        ('nothing = "x"', "names a column that does not exist: nothing"),
        ('ground = ""', "gives ground as a column"),
    ],
)
def test_a_constant_that_cannot_be_is_named(
    tmp_path: Path, constants: str, said: str
) -> None:
    message = refusal(tmp_path, f"{MAPPING}\n[table.constants]\n{constants}\n")

    assert said in message


@pytest.mark.parametrize(
    ("constant", "said"),
    [
        ('phase = "upper"', "constant phase that cannot be used: use all-through"),
        (
            'opened_on = "1 May 2025"',
            "constant opened_on that cannot be used: write days",
        ),
        ('authority = ""', "constant authority that cannot be used: give it a value"),
    ],
)
def test_a_constant_is_held_to_the_rules_of_its_column(
    tmp_path: Path, constant: str, said: str
) -> None:
    mapping = (
        '[[table]]\ntable = "schools"\nfile = "{file}"\n[table.columns]\n'
        f'school_urn = "Ref"\n[table.constants]\n{constant}\n'
    )

    assert said in refusal(tmp_path, mapping)


def test_a_code_that_is_on_no_list_is_named(tmp_path: Path) -> None:
    mapping = (
        '[[table]]\ntable = "schools"\nfile = "{file}"\n[table.columns]\n'
        'school_urn = "Ref"\nphase = {{ heading = "Ground", codes = {{ P = "prim" }} }}\n'
    )

    assert "names a code in columns.phase that does not exist: prim" in refusal(
        tmp_path, mapping
    )


def test_a_table_without_columns_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, '[[table]]\ntable = "appeals"\nfile = "{file}"\n')

    assert "names no heading under [table.columns]" in message


def test_columns_that_every_such_table_has_must_be_declared(tmp_path: Path) -> None:
    mapping = MAPPING.replace('authority = "LA"\n', "")
    (declared,) = declared_at(declare(tmp_path, mapping))

    with pytest.raises(SourceError, match="declares no column for authority; name the"):
        declared.refuse_what_is_lacking()


def test_an_entry_is_named_by_its_number(tmp_path: Path) -> None:
    message = refusal(tmp_path, MAPPING + MAPPING.replace('"Ground"', '""', 1))

    assert message.startswith(
        "register.toml, [[table]] 2 (appeals) has an empty heading"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"table = ", "register.toml is not valid TOML"),
        (b"\xff\xfe", "register.toml is not UTF-8 text"),
        (b"table = " + b"[" * 5_000, "register.toml is not valid TOML: nested"),
        (b"#" * (1024 * 1024 + 1), "register.toml is larger than 1 MiB"),
        (b"", "register.toml declares no"),
    ],
)
def test_a_file_that_is_no_toml_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "register.toml").write_bytes(content)

    with pytest.raises(SourceError, match=said):
        declared_at(tmp_path)


def test_a_folder_without_a_register_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"has no register\.toml; propose one"):
        declared_at(tmp_path)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = declare(tmp_path / "outside", MAPPING)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "register.toml").symlink_to(outside / "register.toml")

    with pytest.raises(SourceError, match="leads out of the folder"):
        declared_at(inside)


def test_a_spreadsheet_that_is_a_link_out_of_the_folder_is_not_read(
    tmp_path: Path,
) -> None:
    folder = declare(tmp_path / "own", MAPPING)
    (folder / "log.xlsx").rename(tmp_path / "elsewhere.xlsx")
    (folder / "log.xlsx").symlink_to(tmp_path / "elsewhere.xlsx")

    with pytest.raises(SourceError, match="names a file outside its folder"):
        declared_at(folder)


@pytest.mark.parametrize("form", FORMS)
def test_the_example_of_a_form_is_read_by_it(form: str) -> None:
    day = FORMS[form].read(FORMS[form].example)

    assert str(day) == "2026-01-31"
