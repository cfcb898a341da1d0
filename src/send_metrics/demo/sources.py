"""All made-up sources of the demo in one folder."""

from pathlib import Path

from attrs import frozen

from send_metrics.demo.attendance import write_attendance
from send_metrics.demo.referrals import write_referrals
from send_metrics.demo.sen2_return import write_return


@frozen
class DemoSources:
    """Where the sources were written."""

    sen2: Path
    attendance_marks: Path
    referrals: Path


def write_sources(
    folder: Path, *, seed: int = 2026, children: int = 3000, schools: int = 10
) -> DemoSources:
    """Write the sources below `folder/sources` and return their paths.

    The same seed gives the same bytes, on any day and machine. Some records are
    flawed on purpose, for readers to find: `FLAWS` in each of the modules lists them.

    Args:
        folder: Made if it is not there; files of an earlier run are replaced.
        seed: Any number.
        children: Active plans on census day; referrals are twice as many.
        schools: Of about 245 pupils each.
    """
    place = folder / "sources"
    written = DemoSources(
        sen2=place / "sen2_2026.xml",
        attendance_marks=place / "attendance",
        referrals=place / "referrals.csv",
    )
    place.mkdir(parents=True, exist_ok=True)
    write_return(written.sen2, seed=seed, children=children)
    write_attendance(written.attendance_marks, seed=seed, schools=schools)
    write_referrals(written.referrals, seed=seed, children=children)
    return written
