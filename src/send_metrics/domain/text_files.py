"""Text files that people hand in, opened with one clear error for what is wrong."""

import tomllib
from pathlib import Path
from typing import Any

from send_metrics.errors import SendMetricsError

_MIB = 1024 * 1024


def text_of_file(
    place: Path,
    refusal: type[SendMetricsError],
    *,
    most_mib: int,
    larger: str,
    name_instead: str,
) -> str:
    """Return the text of a UTF-8 file, without a byte order mark.

    Args:
        place: Where the file is.
        refusal: The error to raise.
        most_mib: So many MiB it may have.
        larger: What no such file is, "no plan is".
        name_instead: What to name where it cannot be read, "a plan file".

    Raises:
        SendMetricsError: a *refusal*; the file is not there, too large, cannot be read,
            or is not UTF-8.
    """
    try:
        if place.stat().st_size > most_mib * _MIB:
            message = f"{place.name} is larger than {most_mib} MiB, which {larger}"
            raise refusal(message)
        return place.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        message = f"{place} does not exist"
        raise refusal(message) from None
    except UnicodeDecodeError:
        message = f"{place.name} is not UTF-8 text; save it as UTF-8"
        raise refusal(message) from None
    except OSError as error:
        message = f"{place} cannot be read ({error.strerror}); name {name_instead}"
        raise refusal(message) from None


def toml_of_text(
    text: str, name: str, refusal: type[SendMetricsError]
) -> dict[str, Any]:
    """Return what a TOML text says; *name* is what messages call it.

    Raises:
        SendMetricsError: a *refusal*; the text is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{name} is not valid TOML: {error}"
    except (RecursionError, ValueError):
        message = f"{name} is not valid TOML: nested too deeply, or a number too long"
    raise refusal(message)
