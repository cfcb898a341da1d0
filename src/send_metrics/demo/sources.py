"""All made-up sources of the demo in one folder."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from send_metrics.demo import published
from send_metrics.demo.attendance import write_attendance
from send_metrics.demo.plan import demo_plan
from send_metrics.demo.referrals import write_referrals
from send_metrics.demo.registers.writing import write_registers
from send_metrics.demo.sen2_return import write_return

PUBLISHED_FOR = (dt.date(2024, 12, 1), dt.date(2025, 12, 1))


@frozen
class DemoSources:
    """Where the sources were written.

    *registers* are folders with a `register.toml`, *published* files by the name of the
    adapter that reads them. *casework* tells of the plans that the SEN2 return tells of,
    so that it is no source beside it: it is read by itself.
    """

    sen2: Path
    attendance_marks: Path
    referrals: Path
    registers: tuple[Path, ...] = ()
    published: tuple[tuple[str, Path], ...] = ()
    casework: Path | None = None

    def by_adapter(self) -> Iterator[tuple[str, Path]]:
        """Yield the adapter and the path of every source of the partnership."""
        yield "sen2", self.sen2
        yield "attendance_marks", self.attendance_marks
        yield "referrals", self.referrals
        for folder in self.registers:
            yield "register", folder
        yield from self.published


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
    place.mkdir(parents=True, exist_ok=True)
    sen2, marks = place / "sen2_2026.xml", place / "attendance"
    referrals = place / "referrals.csv"
    write_return(sen2, seed=seed, children=children)
    write_attendance(marks, seed=seed, schools=schools)
    write_referrals(referrals, seed=seed, children=children)
    registers = write_registers(
        place / "registers",
        seed=seed,
        children=children,
        schools_with_marks=schools,
        plan=demo_plan(),
    )
    return DemoSources(
        sen2=sen2,
        attendance_marks=marks,
        referrals=referrals,
        registers=registers.together,
        published=_write_published(place / "published", seed=seed, children=children),
        casework=registers.casework,
    )


def _write_published(
    place: Path, *, seed: int, children: int
) -> tuple[tuple[str, Path], ...]:
    place.mkdir(exist_ok=True)
    written = []
    for month in PUBLISHED_FOR:
        rtt = place / f"rtt_{month:%Y-%m}.csv"
        published.write_rtt(rtt, month, seed=seed, children=children)
        dm01 = place / f"dm01_{month:%Y-%m}.csv"
        published.write_dm01(dm01, month, seed=seed, children=children)
        community = place / f"chs_sitrep_{month:%Y-%m}"
        published.write_community_waits(community, month, seed=seed, children=children)
        written += [("rtt", rtt), ("dm01", dm01), ("chs_sitrep", community)]
    checks = place / "ld_health_checks.csv"
    published.write_health_checks(checks, seed=seed, children=children)
    return (*written, ("ld_health_checks", checks))
