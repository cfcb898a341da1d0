"""One way of a benchmark in a process of its own, so that its peak memory can be told.

A benchmark that runs ways alone takes ``--alone WAY FOLDER``, and hands both to `alone`.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


def run_alone(benchmark: str, way: str, folder: Path) -> dict[str, float]:
    """Run one way of a benchmark in a process of its own.

    Returns:
        Its seconds and peak MiB; nothing where it failed, as one short of memory may.
    """
    ran = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-m", benchmark, "--alone", way, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        sys.stderr.write(ran.stderr[-2000:])
        return {}
    told: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return told


def alone(way: Callable[[Path], object], folder: Path) -> int:
    """Run a way in this process; print its seconds and the peak MiB of the process."""
    began = time.perf_counter()
    way(folder)
    seconds = time.perf_counter() - began
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    told = {"seconds": seconds, "peak_mib": int(peak.split()[1]) / 1024}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0
