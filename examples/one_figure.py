"""One official figure from a SEN2 return: read, calculate, explain.

Run it anywhere: it makes up a small return first. With a return of your own, pass its
path: python examples/one_figure.py sen2_2026.xml
"""

import sys
import tempfile
from pathlib import Path

import send_metrics as sm
from send_metrics.demo.sources import write_sources

KPI = "ehcp.issued_within_20_weeks_excl_exceptions"


def main(path: Path) -> None:
    records = sm.read("sen2", path)
    year = sm.calendar_year(2025)

    figure = sm.calculate(KPI, records, period=year)[0]
    print(f"{figure.kpi.title}: {figure.display}% of {figure.count}")

    for cell in sm.calculate(KPI, records, period=year, by="primary_need"):
        need = cell.by["primary_need"]
        print(f"  {need:7} {cell.state.numerator} of {cell.state.denominator}")

    print("Why:")
    for reason in sm.explain(KPI, records, period=year).reasons:
        print(f"  {reason.rows:5}  {reason.role}: {reason.reason}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(write_sources(Path(folder), children=300, schools=1).sen2)
