"""``send-metrics concerns``: pupils whose attendance asks for a look, inside the house."""

from typing import Annotated

import typer

from send_metrics.calculate.concerns import (
    COLUMNS,
    AttendanceConcerns,
    attendance_concerns,
)
from send_metrics.cli.options import (
    Out,
    PartnershipFile,
    Sources,
    periods_from,
    records_from,
    refuse_overwriting,
)
from send_metrics.cli.printing import as_csv, printed_table, put


def concerns(
    period: Annotated[
        str, typer.Option("--period", metavar="P", help="The days to look at.")
    ],
    source: Sources = None,
    partnership: PartnershipFile = None,
    unauthorised: Annotated[
        str,
        typer.Option(
            "--unauthorised",
            metavar="CODE,...",
            help="Codes that count towards ten unauthorised sessions.",
        ),
    ] = "G,N,O,U",
    school_days: Annotated[
        int,
        typer.Option(
            "--school-days",
            metavar="N",
            help="Days without attendance from which a SEND pupil is out of school.",
        ),
    ] = 10,
    out: Out = None,
) -> int:
    """Count enrolments to look at early, by reason; with --out also write who they are.

    The file holds rows about pupils. It never leaves the organisation.
    """
    [over] = periods_from([period], partnership)
    codes = tuple(code.strip() for code in unauthorised.split(",") if code.strip())
    refuse_overwriting(out, source, partnership)
    found = attendance_concerns(
        records_from(source, partnership),
        period=over,
        unauthorised_codes=codes,
        school_days=school_days,
    )
    put(_printed(found), None)
    if out is not None:
        rows = found.to_rows()
        put(as_csv(rows) if rows else f"{','.join(COLUMNS)}\n", out)
        put(
            "Restricted: rows about pupils, which never leave the organisation.\n", None
        )
    return 0


def _printed(found: AttendanceConcerns) -> str:
    rows = [(reason, f"{number:,}") for reason, number in found.counts().items()]
    title = f"Enrolments to look at, {found.period}"
    text = printed_table(title, ("reason", "enrolments"), rows, numbers=("enrolments",))
    return text + "".join(
        f"Not told: {name}, because {why}\n" for name, why in found.not_told.items()
    )
