"""Stream a message: its header first, then one record at a time."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from attrs import frozen

from send_metrics.adapters.message.layout import TWICE, Layout, Record
from send_metrics.adapters.message.refusals import (
    refusal,
    unknown_encoding,
    unreadable_xml,
)

MOST_BYTES = 200_000_000
MOST_DEPTH = 20
MOST_ATTRIBUTES = 50
MOST_TEXT = 65_536
MOST_RECORDS_IN_ONE = 1_000
_CHUNK = 65_536
_HEADER = "Header"
# Expat reads an unfinished tag again with every chunk, which takes for ever on a long one.
_MOST_UNFINISHED = 4 * _CHUNK


Begin = Callable[[Record], Mapping[str, Layout]]
Unexpected = Callable[[Record, str, int], None]


@frozen
class Form:
    """What a message of one collection is called, and where its records stand.

    *containers* are the elements that records stand in: inside `Message`, or inside
    *outer* if there is one. *details* and *source* are the items that are kept of the
    header's two parts.
    """

    title: str
    record: str
    containers: tuple[str, ...]
    source: tuple[str, ...]
    details: tuple[str, ...] = ("Collection", "Year", "ReferenceDate")
    outer: str | None = None


def records_of(
    file: BinaryIO, file_name: str, form: Form, *, begin: Begin, unexpected: Unexpected
) -> Iterator[Record]:
    """Yield each record of a message, one chunk of the file at a time.

    *begin* is given the `Header` as soon as it ends and returns what may stand in which
    container, or in `Message` itself. *unexpected* is told of elements that do not
    belong where they stand: the record around it, the name as written, the line.

    Raises:
        SourceError: the message breaks a rule of form or a limit.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not size:
        raise refusal(file_name, "is empty; fetch or export the return again")
    if size > MOST_BYTES:
        limit = f"is larger than {MOST_BYTES // 1_000_000} MB"
        what = f"{limit}; a {form.title} is not: check the export"
        raise refusal(file_name, what)
    reader = _MessageReader(file, file_name, form, begin, unexpected)
    fed = 0
    while chunk := file.read(_CHUNK):
        fed += len(chunk)
        reader.feed(chunk, fed)
        yield from reader.done
        reader.done.clear()
    reader.finish()


class _MessageReader:
    """Follows the events of the parser and puts finished records into `done`."""

    def __init__(
        self,
        file: BinaryIO,
        file_name: str,
        form: Form,
        begin: Begin,
        unexpected: Unexpected,
    ) -> None:
        self.done: list[Record] = []
        self._file = file
        self._file_name = file_name
        self._form = form
        self._begin = begin
        self._unexpected = unexpected
        held = [Layout(name, is_read=False) for name in form.containers]
        outer = [Layout(form.outer, (), held, is_read=False)] if form.outer else held
        header = _header_layout(form)
        message = Layout("Message", (), (header, *outer), is_read=False)
        self._containers = {layout.name: layout for layout in (message, *held)}
        self._layouts = [Layout("", (), [message])]
        self._spellings = self._layouts[0].spellings
        self._record = Record("Message", 1, (None, "Message", 0))
        self._records = [self._record]
        # The open item: the name its text is kept under, or nothing if it is not kept.
        self._item: str | None = None
        self._inside_item = 0
        self._pieces: list[str] = []
        self._has_header = False
        self._begun: Counter[str] = Counter()
        self._records_in_one = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = MOST_TEXT
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pieces.append
        self._parser = parser

    def feed(self, chunk: bytes, fed: int) -> None:
        self._parse(chunk, is_last=False)
        self._check_text()
        if fed - self._parser.CurrentByteIndex > _MOST_UNFINISHED:
            self._refuse("a tag or comment has no end in sight; check the file here")

    def finish(self) -> None:
        self._parse(b"", is_last=True)
        if not self._has_header:
            self._refuse("there is no Header; export the return again, with its header")

    def _parse(self, chunk: bytes, *, is_last: bool) -> None:
        parser = self._parser
        try:
            parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            self._file.seek(parser.ErrorByteIndex)
            stopped_at = self._file.read(1)
            raise unreadable_xml(
                self._file_name, error, beyond_ascii=stopped_at > b"\x7f"
            ) from None
        except (LookupError, ValueError):
            # Before the first element only the search for a codec can raise these.
            if len(self._layouts) > 1:
                raise
            raise unknown_encoding(self._file_name, parser.ErrorLineNumber) from None

    def _refuse(self, what: str) -> NoReturn:
        raise refusal(self._file_name, what, self._parser.CurrentLineNumber)

    def _doctype(self, *_: object) -> None:
        self._refuse(
            f"the file declares a DOCTYPE, which a {self._form.title} has no need of and"
            " which can hide other files; export the return again without it"
        )

    # The next two run for every element of the file and so do the common case only.

    def _start(self, written: str, attributes: dict[str, str]) -> None:
        item = self._spellings.get(written)
        if item is None or self._item is not None or attributes:
            self._start_uncommon(written, attributes)
        else:
            self._item = item
            self._pieces.clear()

    def _end(self, _: str) -> None:
        item = self._item
        if item is None:
            self._close_record()
            return
        if self._inside_item:
            self._inside_item -= 1
            return
        self._item = None
        pieces = self._pieces
        if len(pieces) > 1:
            self._check_text()
        if item and (text := "".join(pieces).strip()):
            record = self._record
            values = record.values
            if item in values and values[item] != text:
                text = TWICE
            values[item] = text
            record.lines[item] = self._parser.CurrentLineNumber

    def _start_uncommon(self, written: str, attributes: dict[str, str]) -> None:
        if len(attributes) > MOST_ATTRIBUTES:
            self._refuse(f"an element has more than {MOST_ATTRIBUTES} attributes")
        if self._item is not None:
            if self._item:
                self._refuse(
                    f"{self._item} holds further elements where text belongs;"
                    " export the return again"
                )
            self._inside_item += 1
            if len(self._layouts) + self._inside_item > MOST_DEPTH:
                self._refuse(f"elements are nested more than {MOST_DEPTH} deep")
            return
        self._pieces.clear()
        here = self._layouts[-1]
        found = here.records.get(written) or here.find(written)
        if isinstance(found, Layout):
            self._open_record(found)
            return
        if found is None:
            self._refuse_or_note(written)
        self._item = found or ""

    def _open_record(self, layout: Layout) -> None:
        self._layouts.append(layout)
        self._spellings = layout.spellings
        if not layout.is_read:
            return
        name = layout.name
        line = self._parser.CurrentLineNumber
        if len(self._records) > 1:
            around = self._records[-1]
            same = around.records.setdefault(name, [])
            number = len(same) + 1
            if number == 1 and not layout.is_numbered:
                number = 0
            record = Record(name, line, (around.path_parts, name, number))
            same.append(record)
            self._records_in_one += 1
            if self._records_in_one > MOST_RECORDS_IN_ONE:
                self._refuse(
                    f"a {self._form.record} has more than {MOST_RECORDS_IN_ONE} records;"
                    f" check whether the export closed each {self._records[1].name}"
                )
        else:
            self._records_in_one = 0
            self._begun[name] += layout.is_numbered
            record = Record(name, line, (None, name, self._begun[name]))
        self._records.append(record)
        self._record = record

    def _close_record(self) -> None:
        layout = self._layouts.pop()
        self._spellings = self._layouts[-1].spellings
        if not layout.is_read:
            return
        record = self._records.pop()
        self._record = self._records[-1]
        if len(self._records) > 1:
            return
        if record.name != _HEADER:
            self.done.append(record)
            return
        if self._has_header:
            self._refuse("there is a second Header; send one return in each file")
        self._has_header = True
        for container, layout in self._begin(record).items():
            self._containers[container].admit(layout)

    def _refuse_or_note(self, written: str) -> None:
        """Refuse an element that makes the message another one; else note it."""
        if len(self._layouts) == 1:
            title = self._form.title
            self._refuse(f"the outermost element is not Message; is this a {title}?")
        if self._has_header:
            around = self._records[-1]
            self._unexpected(around, written, self._parser.CurrentLineNumber)
        elif self._layouts[-1].name in self._form.containers:
            what = f"a {self._form.record} comes before the Header"
            self._refuse(f"{what}; export the return again")

    def _check_text(self) -> None:
        if sum(map(len, self._pieces)) > MOST_TEXT:
            self._refuse(f"an element holds more than {MOST_TEXT // 1024} KB of text")


def _header_layout(form: Form) -> Layout:
    return Layout(
        _HEADER,
        (),
        (
            Layout("CollectionDetails", form.details, kept=frozenset(form.details)),
            Layout("Source", form.source, kept=frozenset(form.source)),
        ),
    )
