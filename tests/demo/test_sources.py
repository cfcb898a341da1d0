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


def fingerprints(sources: DemoSources) -> dict[str, str]:
    folder = sources.sen2.parent
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


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

    here, there = fingerprints(sources), fingerprints(other)
    differ = {name for name in here if here[name] != there[name]}
    assert here.keys() == there.keys()
    assert {source_of(name) for name in differ} == {source_of(name) for name in here}


def source_of(name: str) -> str:
    """The file, or the register that it is a part of."""
    kind, _, rest = name.partition("/")
    return f"{kind}/{rest.split('/')[0]}"


def test_no_text_file_holds_a_carriage_return(sources: DemoSources) -> None:
    for file in sources.sen2.parent.rglob("*"):
        if file.suffix in (".csv", ".xml", ".toml"):
            assert b"\r" not in file.read_bytes()


def test_a_very_small_partnership_still_holds_every_flaw(tmp_path: Path) -> None:
    tiny = write_sources(tmp_path, children=20, schools=1)

    assert b"Child90008" in tiny.sen2.read_bytes()
    assert b"R900006" in tiny.referrals.read_bytes()
    assert b",ZZ9\n" in (tiny.attendance_marks / "marks.csv").read_bytes()
