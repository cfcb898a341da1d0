import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from send_metrics.demo.sources import DemoSources, write_sources

WRITE_ELSEWHERE = """
import sys
from pathlib import Path
from send_metrics.demo.sources import write_sources
write_sources(Path(sys.argv[1]), children=300, schools=2)
"""


def fingerprints(sources: DemoSources) -> list[str]:
    files = [
        sources.sen2,
        sources.attendance_marks / "marks.csv",
        sources.attendance_marks / "pupils.csv",
        sources.referrals,
    ]
    return [sha256(file.read_bytes()).hexdigest() for file in files]


def test_the_files_are_where_the_demo_looks_for_them(sources: DemoSources) -> None:
    folder = sources.sen2.parent

    assert folder.name == "sources"
    assert sources.sen2 == folder / "sen2_2026.xml"
    assert sources.attendance_marks == folder / "attendance"
    assert sources.referrals == folder / "referrals.csv"


def test_the_same_seed_gives_the_same_bytes_in_another_process(
    sources: DemoSources, tmp_path: Path
) -> None:
    subprocess.run(  # noqa: S603 - our own interpreter on our own text
        [sys.executable, "-c", WRITE_ELSEWHERE, str(tmp_path)], check=True
    )
    folder = tmp_path / "sources"
    elsewhere = DemoSources(
        folder / "sen2_2026.xml", folder / "attendance", folder / "referrals.csv"
    )

    assert fingerprints(elsewhere) == fingerprints(sources)


def test_another_seed_gives_other_files(sources: DemoSources, tmp_path: Path) -> None:
    other = write_sources(tmp_path, seed=1, children=300, schools=2)

    for here, there in zip(fingerprints(sources), fingerprints(other), strict=True):
        assert here != there


def test_no_file_holds_a_carriage_return(sources: DemoSources) -> None:
    for file in (sources.sen2, sources.referrals, *sources.attendance_marks.iterdir()):
        assert b"\r" not in file.read_bytes()


def test_a_very_small_partnership_still_holds_every_flaw(tmp_path: Path) -> None:
    tiny = write_sources(tmp_path, children=20, schools=1)

    assert b"Child90008" in tiny.sen2.read_bytes()
    assert b"R900006" in tiny.referrals.read_bytes()
    assert b",ZZ9\n" in (tiny.attendance_marks / "marks.csv").read_bytes()
