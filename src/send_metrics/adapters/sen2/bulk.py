"""Read the persons of a plain return quickly: trees made in C, then whole columns.

The careful reader of `stream` says what a return may look like and refuses what it may
not; this one gives up, with `NotPlainError`, on everything that is not the common case.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from send_metrics.adapters.sen2.layout import Layout, plain_name
from send_metrics.adapters.sen2.levels import (
    Form,
    Gathering,
    Levels,
    NotPlainError,
)

PERSONS_AT_A_TIME = 10_000
_CHUNK = 65_536
# What a person needs at most, far more than any has; so memory does not grow with a file.
_MOST_WITHOUT_A_PERSON = 4_000_000


def plain_batches(file: BinaryIO, layout: Layout) -> Iterator[Levels]:
    """Yield the levels of some thousand persons at a time.

    Raises:
        NotPlainError: the file is not well formed, or is not laid out in the common way.
    """
    gathering = Gathering(Form(layout))
    first = 1
    for people in _people(file):
        if any(plain_name(tag) != "person" for tag in {p.tag for p in people}):
            raise NotPlainError
        gathering.add(people, repeat(0, len(people)))
        if len(gathering.within) >= PERSONS_AT_A_TIME:
            met = len(gathering.within)
            yield gathering.take(first)
            first += met
    if gathering.within:
        yield gathering.take(first)


def _people(file: BinaryIO) -> Iterator[list[Element]]:
    """Yield the persons that each chunk of the file brings to their end."""
    builder = TreeBuilder()
    around = builder.start("around", {})
    # The careful reader has been over the prolog, where alone entities are declared.
    parser = XMLParser(target=builder)  # noqa: S314
    fed_since = 0
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
            fed_since += len(chunk)
            persons = _persons(around)
            # The last one may go on in the next chunk.
            if persons is not None and len(persons) > 1:
                people = persons[:-1]
                del persons[:-1]
                fed_since = 0
                yield people
            if fed_since > _MOST_WITHOUT_A_PERSON:
                raise NotPlainError
        builder.end("around")
        parser.close()
    except ParseError:
        raise NotPlainError from None
    persons = _persons(around)
    if persons is not None and len(persons):
        yield list(persons)


def _persons(around: Element) -> Element | None:
    """Return the `Persons` of the message, as far as it has come."""
    parts = [part for message in around for part in message]
    names = [plain_name(part.tag) for part in parts]
    if names != ["header", "persons"][: len(names)]:
        raise NotPlainError
    return parts[1] if len(parts) > 1 else None


@contextmanager
def no_garbage_collected() -> Iterator[None]:
    """Keep the garbage collector from walking through half a tree again and again.

    Trees and columns hold no cycles, so that nothing waits for it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
