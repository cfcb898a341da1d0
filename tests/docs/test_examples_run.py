"""What the README, the docs and the examples show is run as it stands."""

import re
import runpy
import sys
from pathlib import Path

import pytest

from send_metrics.demo.sources import write_sources

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def blocks(page: Path, language: str) -> list[str]:
    found = re.findall(
        rf"^( *)```{language}\n(.*?)^ *```$", page.read_text("utf-8"), re.M | re.S
    )
    return [
        "".join(line.removeprefix(indent) for line in block.splitlines(keepends=True))
        for indent, block in found
    ]


@pytest.fixture(scope="session")
def beside_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    return write_sources(folder, children=300, schools=1).sen2.parent


@pytest.mark.parametrize(
    "page", [p for p in PAGES if blocks(p, "python")], ids=lambda page: page.name
)
def test_the_python_of_a_page_runs_from_top_to_bottom(
    page: Path, beside_sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(beside_sources)
    names: dict[str, object] = {"__name__": page.stem}

    for block in blocks(page, "python"):
        exec(compile(block, page.name, "exec"), names)  # noqa: S102


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_runs_and_says_something(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [str(example)])

    runpy.run_path(str(example), run_name="__main__")

    assert len(capsys.readouterr().out.splitlines()) > 3


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_readme_starts_with_the_two_commands() -> None:
    commands = blocks(ROOT / "README.md", "console")

    assert commands[0].strip() == 'python -m pip install ".[app]" && send-metrics demo'
    assert commands[1].strip() == 'python -m pip install ".[test]" && pytest -n auto'
