"""What files that declare a layout, in TOML, have in common."""

import json
from pathlib import Path
from typing import Any

from send_metrics.domain.text_files import text_of_file, toml_of_text
from send_metrics.errors import SourceError

_MOST_MIB = 1


def toml_of(file: Path) -> dict[str, Any]:
    """Return what a TOML file says.

    Raises:
        SourceError: it cannot be read, is too large, is not UTF-8, or is no TOML.
    """
    text = text_of_file(
        file,
        SourceError,
        most_mib=_MOST_MIB,
        larger="no declaration is",
        name_instead="a TOML file",
    )
    return toml_of_text(text, file.name, SourceError)


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
