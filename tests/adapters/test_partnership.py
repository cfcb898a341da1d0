"""A partnership file is opened as plans and terms are, with one clear error."""

from pathlib import Path

import pytest

from send_metrics.adapters.partnership import load_partnership
from send_metrics.errors import SettingsError

TEXT = """
name = "Our county"
plan = "plan.toml"

[[source]]
adapter = "sen2"
path = "return.xml"
"""


def test_a_byte_order_mark_before_the_text_is_no_part_of_it(tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.toml", tmp_path / "marked.toml"
    plain.write_text(TEXT, encoding="utf-8")
    marked.write_text(TEXT, encoding="utf-8-sig")

    assert load_partnership(marked) == load_partnership(plain)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"#" * (1024 * 1024 + 1), "larger than 1 MiB, which no partnership file is"),
        (b'name = "Le\xe9"', "not UTF-8 text"),
        (b"name = ", "not valid TOML"),
        (b"name = " + b"[" * 5_000, "not valid TOML: nested too deeply"),
    ],
)
def test_a_file_that_is_no_partnership_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "partnership.toml").write_bytes(content)

    with pytest.raises(SettingsError, match=rf"^partnership\.toml is {said}"):
        load_partnership(tmp_path / "partnership.toml")


def test_a_file_of_the_most_that_one_may_be_is_read(tmp_path: Path) -> None:
    file = tmp_path / "partnership.toml"
    file.write_text(TEXT + "#" * (1024 * 1024 - len(TEXT)), encoding="utf-8")

    assert load_partnership(file).name == "Our county"


def test_a_folder_is_no_partnership_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be read .* name a TOML file"):
        load_partnership(tmp_path)
