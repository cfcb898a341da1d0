"""What files that declare a layout, in TOML, have in common."""

import json
import tomllib
from pathlib import Path
from typing import Any

from send_metrics.errors import SourceError


def toml_of(file: Path) -> dict[str, Any]:
    """Return what a TOML file says.

    Raises:
        SourceError: it cannot be opened, is not UTF-8, or is no TOML.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problem = f"cannot be opened ({type(error).__name__})"
    except UnicodeDecodeError:
        problem = "is not UTF-8 text; save it as UTF-8"
    except tomllib.TOMLDecodeError as error:
        problem = f"is not valid TOML: {error}"
    message = f"{file.name} {problem}"
    raise SourceError(message)


def exactly(kind: type) -> Any:
    """Return a hook for cattrs that takes values of a type as they are, and no others."""

    def check(value: object, _type: object) -> object:
        if type(value) is not kind:
            raise TypeError
        return value

    return check


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
