"""Read the persons of a plain return quickly: text split at its tags, whole columns.

The careful reader of `stream` says what a return may look like and refuses what it may
not; this one gives up, with `NotPlainError`, on everything that is not the common case.

What it takes is a small part of XML: text, and elements without attributes, each where
the layout has it and spelt alike throughout. All of that is well formed, so that only
what comes before the first person need go through a parser.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from send_metrics.adapters.message.layout import Layout, plain_name
from send_metrics.adapters.message.stream import MOST_TEXT
from send_metrics.adapters.sen2.levels import Levels, NotPlainError
from send_metrics.adapters.sen2.tags import Form, Gathering

PERSONS_AT_A_TIME = 8_000
_CHUNK = 262_144
# What a person needs at most, far more than any has; so memory does not grow with a file.
_MOST_WITHOUT_A_PERSON = 4_000_000

# Those that Python and the parser read alike.
_ENCODINGS = frozenset({"utf-8", "iso-8859-1", "windows-1252"})
# U+FFFE and U+FFFF, which XML does not have, begin with EF; little else does.
_TEXT = b"\t\n" + bytes(byte for byte in range(0x20, 0x100) if byte not in b"<>\xef")
_ENDED_AT_ONCE = re.compile(rb"<([A-Za-z0-9_:.-]+)[ \t\n]*/>")
_REFERENCE = re.compile(b"&(?:amp|quot|apos);")
_MEANING = {b"&amp;": b"&", b"&quot;": b'"', b"&apos;": b"'"}


def plain_batches(file: BinaryIO, layout: Layout) -> Iterator[Levels]:
    """Yield the levels of some thousand persons at a time.

    The careful reader must have come to the first person.

    Raises:
        NotPlainError: the file is not laid out in the common way, or not well formed.
    """
    form = Form(layout)
    gathering = Gathering(form)
    first = 1
    for text in _lots(file):
        gathering.add(text)
        if gathering.persons >= PERSONS_AT_A_TIME:
            yield gathering.levels(first)
            first += gathering.persons
            gathering = Gathering(form)
    if gathering.persons:
        yield gathering.levels(first)


def _lots(file: BinaryIO) -> Iterator[str]:
    """Yield the text of whole persons, of as many as a chunk of the file brings."""
    head = _Head()
    file.seek(head.read(file))
    *around, person = (f"</{name}>".encode() for name in head.open)
    rest = b""
    while chunk := file.read(_CHUNK):
        rest += chunk
        whole, end, rest = rest.rpartition(person)
        if end:
            yield _plain_text(whole + end, head.encoding)
        elif len(rest) > _MOST_WITHOUT_A_PERSON:
            raise NotPlainError
    if b"".join(rest.split()) != b"".join(reversed(around)):
        raise NotPlainError


def _plain_text(lot: bytes, encoding: str) -> str:
    """Return text in which every ``<`` begins a tag and the next ``>`` ends it."""
    if b"\r" in lot:
        lot = lot.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"/>" in lot:
        lot = _ENDED_AT_ONCE.sub(rb"<\1></\1>", lot)
    if b"&" in lot:
        references = lot.count(b"&")
        lot, known = _REFERENCE.subn(lambda found: _MEANING[found[0]], lot)
        if known < references:
            raise NotPlainError
    tags = lot.translate(None, _TEXT)
    if tags != b"<>" * (len(tags) // 2) or _has_a_long_text(lot):
        raise NotPlainError
    try:
        return lot.decode(encoding)
    except UnicodeDecodeError:
        raise NotPlainError from None


def _has_a_long_text(lot: bytes) -> bool:
    """Tell whether a stretch of half of what a text may have is without a tag."""
    stretch = MOST_TEXT // 2
    return any(
        lot.find(b"<", at, at + stretch) < 0
        for at in range(0, len(lot) - stretch, stretch)
    )


class _FirstPersonMet(Exception):  # noqa: N818 - it stops the parser, nothing is wrong
    """A person begins at a byte of the file."""

    def __init__(self, byte: int) -> None:
        self.byte = byte


class _Head:
    """Follows a message up to its first person; knows then what is open around it."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.encoding = "utf-8"
        self._parts: list[str] = []
        self._parser = parser = expat.ParserCreate()
        parser.XmlDeclHandler = self._declaration
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def read(self, file: BinaryIO) -> int:
        """Return at which byte the first person begins."""
        file.seek(0)
        try:
            self._parser.ParseFile(file)
        except _FirstPersonMet as met:
            return met.byte
        raise NotPlainError

    def _declaration(self, _version: str, encoding: str | None, _alone: int) -> None:
        self.encoding = (encoding or self.encoding).lower()
        if self.encoding not in _ENCODINGS:
            raise NotPlainError

    def _start(self, written: str, _: dict[str, str]) -> None:
        self.open.append(written)
        name = plain_name(written)
        if len(self.open) == len(("Message", "Header")):
            self._parts.append(name)
        elif self._parts[1:] and len(self.open) > 2:
            if [*self._parts, name] == ["header", "persons", "person"]:
                raise _FirstPersonMet(self._parser.CurrentByteIndex)
            raise NotPlainError

    def _end(self, _: str) -> None:
        self.open.pop()
