"""Every command, gathered; wrong usage is told in one line."""

from collections.abc import Sequence

import typer

from send_metrics.cli import (
    adapters,
    calculate,
    check,
    concerns,
    dashboard,
    demo,
    explain,
    kpis,
    plan,
    readiness,
    register,
    stabilised,
    waits,
)
from send_metrics.errors import UsageError

app = typer.Typer(
    name="send-metrics",
    help="Official SEND figures from the records of each organisation.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("demo")(demo.demo)
app.command("kpis")(kpis.kpis)
app.command("adapters")(adapters.adapters)
app.command("check")(check.check)
app.command("calculate")(calculate.calculate_command)
app.command("explain")(explain.explain_command)
app.command("concerns")(concerns.concerns)
app.command("waits")(waits.waits)
app.command("stabilised")(stabilised.stabilised_command)
app.command("readiness")(readiness.readiness_command)
app.command("dashboard")(dashboard.dashboard_command)
app.add_typer(plan.plan, name="plan")
app.add_typer(register.register, name="register")

# Newer releases of typer carry a click of their own, older ones depend on click; the
# class that all of its complaints share is reached the same way in both.
_COMPLAINT: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)


def run_app(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Raises:
        UsageError: the words of the command are off.
        KeyboardInterrupt: it was stopped by hand.
    """
    try:
        code = app(
            args=None if arguments is None else list(arguments),
            prog_name="send-metrics",
            standalone_mode=False,
        )
    except typer.Exit as leave:
        return leave.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except _COMPLAINT as error:
        format_message = getattr(error, "format_message", lambda: "wrong usage")
        message = " ".join(str(format_message()).split()).rstrip(".")
        raise UsageError(f"{message}; see send-metrics --help") from None  # noqa: EM102
    return code if isinstance(code, int) else 0
