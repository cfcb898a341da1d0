"""The page on registers shows what the commands really print and write."""

import re
import shlex
from pathlib import Path

import pytest

from send_metrics.cli.main import exit_code

PAGE = Path(__file__).parents[2] / "docs/registers.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def test_a_log_becomes_a_figure_as_the_page_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    mapping = Path("register.toml")
    printed, compared = "", 0

    for language, block in BLOCK.findall(PAGE.read_text("utf-8")):
        if language == "python":
            exec(compile(block, PAGE.name, "exec"), {})  # noqa: S102
        elif language == "console":
            for line in block.splitlines():
                if line.startswith("send-metrics "):
                    assert exit_code(shlex.split(line)[1:]) == 0
            printed = capsys.readouterr().out
        elif language == "text":
            assert _trimmed(block) == _trimmed(printed)
            compared += 1
        elif block.startswith("# A proposal"):
            assert mapping.read_text("utf-8") == block
            compared += 1
        else:
            mapping.write_text(block, encoding="utf-8")

    assert compared == 4


def _trimmed(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
