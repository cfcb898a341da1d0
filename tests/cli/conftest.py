from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from attrs import frozen

from send_metrics.cli.main import exit_code
from send_metrics.demo.sources import DemoSources, write_sources


@frozen
class Ran:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str | Path) -> Ran:
        code = exit_code([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


@pytest.fixture(scope="session")
def demo_sources(tmp_path_factory: pytest.TempPathFactory) -> DemoSources:
    return write_sources(tmp_path_factory.mktemp("demo"), children=300, schools=2)


@pytest.fixture(scope="session")
def source_options(demo_sources: DemoSources) -> Sequence[str]:
    return (
        f"--source=sen2={demo_sources.sen2}",
        f"--source=attendance_marks={demo_sources.attendance_marks}",
        f"--source=referrals={demo_sources.referrals}",
    )
