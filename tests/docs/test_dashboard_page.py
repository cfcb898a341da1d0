"""The page on the dashboard names keys and files that there are."""

import re
from pathlib import Path

import attrs

from send_metrics.adapters.partnership import Partnership, Source, load_partnership
from send_metrics.board.own_tables import OWN_TABLES

PAGE = Path(__file__).parents[2] / "docs" / "dashboard.md"


def test_the_partnership_file_of_the_page_is_understood(tmp_path: Path) -> None:
    shown = re.search(r"^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    assert shown is not None
    file = tmp_path / "partnership.toml"
    file.write_text(shown[1], encoding="utf-8")

    partnership = load_partnership(file)

    assert partnership.runs == "runs.jsonl"
    assert partnership.sources[1].delivery is not None


def test_every_key_and_table_is_on_the_page() -> None:
    text = PAGE.read_text("utf-8")
    keys = {field.name for field in (*attrs.fields(Partnership), *attrs.fields(Source))}

    assert [
        k
        for k in sorted(keys - {"sources"})
        if f"`{k}`" not in text and f"{k} = " not in text
    ] == []
    assert [table for table in OWN_TABLES if f"| `{table}` |" not in text] == []
