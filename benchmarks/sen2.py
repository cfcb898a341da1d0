"""Reading a SEN2 return beside a bare parse of it: ``python -m benchmarks.sen2``.

The file is made up. Every round times each way once, in turn; the best round of each
counts. Ratios are taken within each round, so that a busy machine is unfair to none, and
the median of them counts. Memory is the peak of a process of its own.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from operator import truediv
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

import send_metrics as sm
from send_metrics.adapters.sen2 import Sen2
from send_metrics.demo.sen2_return import write_return

CHILDREN = 24_000
"""Active plans of the made-up authority; its return then holds some 30,000 people."""

_MEMORY = """
import json, sys
import send_metrics as sm
told = {}
if len(sys.argv) > 1:
    records = sm.read("sen2", sys.argv[1])
    frames = [table.frame.to_native() for table in records.tables.values()]
    told["result"] = sum(int(f.memory_usage(deep=True).sum()) for f in frames) / 1024
for line in open("/proc/self/status"):
    if line.startswith("VmHWM"):
        told["peak"] = int(line.split()[1])
print(json.dumps({name: round(kib / 1024) for name, kib in told.items()}))
"""


def parse_and_forget(path: Path) -> None:
    """Stream the file with the standard library, each element forgotten at its end."""
    for _, element in ET.iterparse(path):  # noqa: S314 - our own file
        element.clear()


def parse_with_callbacks(path: Path) -> None:
    """Stream the file through expat into functions that do nothing."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda _name, _attributes: None
    parser.EndElementHandler = lambda _name: None
    parser.CharacterDataHandler = lambda _text: None
    with path.open("rb") as file:
        parser.ParseFile(file)


def read(path: Path) -> None:
    """Read the return into records, rows conformed and accounted for."""
    sm.read("sen2", path)


def check(path: Path) -> None:
    """Run every rule over the return."""
    Sen2().check(path)


_ALONE = """
import sys, time
from xml.etree import ElementTree
began = time.perf_counter()
for _, element in ElementTree.iterparse(sys.argv[1]):
    element.clear()
print(time.perf_counter() - began)
"""


def parse_in_an_empty_process(path: Path) -> float:
    """Return the time of the same bare parse where nothing else has been imported.

    The garbage collector then has less to look through, which makes it faster.
    """
    ran = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", _ALONE, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ran.stdout)


def timed(way: Callable[[Path], None]) -> Callable[[Path], float]:
    """Return a function that gives the time a way takes in seconds."""

    def taken(path: Path) -> float:
        began = time.perf_counter()
        way(path)
        return time.perf_counter() - began

    return taken


WAYS: dict[str, Callable[[Path], float]] = {
    "iterparse": timed(parse_and_forget),
    "read": timed(read),
    "iterparse_in_an_empty_process": parse_in_an_empty_process,
    "expat_callbacks": timed(parse_with_callbacks),
    "check": timed(check),
}


def times(path: Path, rounds: int) -> dict[str, list[float]]:
    """Return what each way takes in each round in seconds."""
    taken: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, way in WAYS.items():
            taken[name].append(way(path))
    return taken


def ratio(of: list[float], to: list[float]) -> float:
    """Return the median ratio of the times of a round."""
    return round(float(statistics.median(map(truediv, of, to))), 2)


def memory_mib(*arguments: str) -> dict[str, int]:
    """Return the peak of a process that reads a return, and the size of the result."""
    ran = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", _MEMORY, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, int] = json.loads(ran.stdout)
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and write it as JSON where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--children", type=int, default=CHILDREN)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", type=Path)
    asked = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        sizes = [asked.children // 4, asked.children // 2, asked.children]
        files = [Path(folder) / f"return_{size}.xml" for size in sizes]
        for file, size in zip(files, sizes, strict=True):
            write_return(file, seed=1, children=size)
        path = files[-1]
        taken = times(path, asked.rounds)
        told: dict[str, object] = {
            "people": path.read_bytes().count(b"<Person>"),
            "megabytes": round(path.stat().st_size / 1e6, 1),
            **{f"{name}_s": round(min(held), 3) for name, held in taken.items()},
            **{
                f"read_to_{name}": ratio(taken["read"], taken[name])
                for name in ("iterparse", "iterparse_in_an_empty_process")
            },
        }
        told["mib_without_a_file"] = memory_mib()
        told["mib_by_megabytes"] = {
            str(round(file.stat().st_size / 1e6, 1)): memory_mib(str(file))
            for file in files
        }
    for name, value in told.items():
        sys.stdout.write(f"{name:42} {value}\n")
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
