import csv
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from send_metrics.demo.sources import DemoSources, write_sources


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> DemoSources:
    return write_sources(tmp_path_factory.mktemp("demo"), children=300, schools=2)


@pytest.fixture(scope="session")
def message(sources: DemoSources) -> ET.Element:
    return ET.parse(sources.sen2).getroot()  # noqa: S314 - we wrote it ourselves


@pytest.fixture(scope="session")
def persons(message: ET.Element) -> list[ET.Element]:
    return message.findall("Persons/Person")


@pytest.fixture(scope="session")
def marks(sources: DemoSources) -> list[dict[str, str]]:
    return rows_of(sources.attendance_marks / "marks.csv")


@pytest.fixture(scope="session")
def pupils(sources: DemoSources) -> list[dict[str, str]]:
    return rows_of(sources.attendance_marks / "pupils.csv")


@pytest.fixture(scope="session")
def referrals(sources: DemoSources) -> list[dict[str, str]]:
    return rows_of(sources.referrals)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
