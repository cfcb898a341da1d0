"""What is said when a library that reports need is not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

from send_metrics.errors import SettingsError


@contextmanager
def from_the_app_extra() -> Iterator[None]:
    """Turn a missing library into the command that installs it.

    Raises:
        SettingsError: an import in the block found nothing to import.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        message = (
            f"{error.name} is not installed, and reports need it;"
            ' run python -m pip install "send-metrics[app]"'
        )
        raise SettingsError(message) from error
