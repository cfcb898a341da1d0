"""Reading a part of a workbook as XML, without entities and within limits."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NoReturn
from xml.parsers import expat

from send_metrics.adapters.spreadsheets.archive import damaged
from send_metrics.errors import SourceError

_DEEPEST = 50
_SEPARATOR = " "
CALCEXT = "calcext"
"""Stands before what LibreOffice says beside the standard, often by the same name."""

_CALCEXT_ENDING = ":calcext:1.0"

Attributes = Mapping[str, str]
Start = Callable[[str, Attributes], None]


def walk(
    part: bytes,
    file: str,
    *,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call *start*, *end* and *text* for what is in a part; names lose their namespace.

    Only those of LibreOffice's own keep a word in front of them, `CALCEXT`.

    Raises:
        SourceError: the part is no XML, declares a document type, or is nested deeply.
    """
    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise damaged(file)
        start(_local(name), {_local(key): value for key, value in attributes.items()})

    def finish(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(_local(name))

    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.StartDoctypeDeclHandler = partial(refuse_doctype, file)
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)  # noqa: FBT003 - expat names no argument
    except (expat.ExpatError, ValueError):
        raise damaged(file) from None


def _local(name: str) -> str:
    namespace, _, local = name.rpartition(_SEPARATOR)
    return f"{CALCEXT}:{local}" if namespace.endswith(_CALCEXT_ENDING) else local


def refuse_doctype(file: str, *_: object) -> NoReturn:
    """Refuse a part that declares a document type, whose entities could be anything.

    Raises:
        SourceError: always.
    """
    message = (
        f"{file} declares a document type, which no spreadsheet program writes; open"
        " it in one and save it again"
    )
    raise SourceError(message)
