"""The ``send-metrics`` command, its exit codes and the form of its errors."""

import importlib.util
import sys
from collections.abc import Sequence

from send_metrics.errors import (
    AdapterError,
    RecordsError,
    SendMetricsError,
    SettingsError,
    SourceError,
    UsageError,
)

DONE = 0
FINDINGS = 1
WRONG_USAGE = 2
UNREADABLE_SOURCE = 3
BUG = 70


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    0: done. 1: the data have findings beyond their limit, or a figure is unavailable.
    2: wrong usage or settings. 3: a source could not be read. 70: a fault of the library.
    """
    sys.exit(exit_code(arguments))


def exit_code(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; errors go to standard error."""
    if importlib.util.find_spec("typer") is None:
        _say('the command line needs: python -m pip install "send-metrics[app]"')
        return WRONG_USAGE
    from send_metrics.cli.app import run_app

    try:
        return run_app(arguments)
    except AdapterError as error:
        _say(str(error))
        return WRONG_USAGE
    except SourceError as error:
        _say(str(error))
        return UNREADABLE_SOURCE
    except (UsageError, SettingsError, RecordsError) as error:
        _say(str(error))
        return WRONG_USAGE
    except SendMetricsError as error:
        _say(str(error))
        return BUG
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        _say("stopped")
        return WRONG_USAGE
    except Exception as error:  # noqa: BLE001 - a message of a stranger may hold a record's value
        _say(f"internal error ({_where(error)}); please report it")
        return BUG


def _say(message: str) -> None:
    sys.stderr.write(f"send-metrics: {message}\n")


def _where(error: Exception) -> str:
    """Return the kind of an error and the line it came from, without its message."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return type(error).__name__
    module = place.tb_frame.f_globals.get("__name__", "?")
    return f"{type(error).__name__} at {module}:{place.tb_lineno}"
