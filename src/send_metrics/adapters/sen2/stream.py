"""Stream a SEN2 message: its header first, then one person at a time."""

import os
from collections.abc import Callable, Iterator
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from send_metrics.adapters.sen2.layout import TWICE, Layout, Record
from send_metrics.adapters.sen2.refusals import (
    refusal,
    unknown_encoding,
    unreadable_xml,
)

MOST_BYTES = 200_000_000
MOST_DEPTH = 20
MOST_ATTRIBUTES = 50
MOST_TEXT = 65_536
MOST_RECORDS_OF_A_PERSON = 1_000
_CHUNK = 65_536
# Expat reads an unfinished tag again with every chunk, which takes for ever on a long one.
_MOST_UNFINISHED = 4 * _CHUNK


def people(
    file: BinaryIO,
    file_name: str,
    *,
    begin: Callable[[Record], Layout],
    unexpected: Callable[[Record, str, int], None],
) -> Iterator[Record]:
    """Yield each `Person` of a message, one chunk of the file at a time.

    *begin* is given the `Header` as soon as it ends and returns the layout of a person.
    *unexpected* is told of elements that do not belong where they stand: the record
    around it, the name as written, the line.

    Raises:
        SourceError: the message breaks a rule of form or a limit.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not size:
        raise refusal(file_name, "is empty; fetch or export the return again")
    if size > MOST_BYTES:
        limit = f"is larger than {MOST_BYTES // 1_000_000} MB"
        raise refusal(file_name, f"{limit}; a SEN2 return is not: check the export")
    reader = _MessageReader(file, file_name, begin, unexpected)
    fed = 0
    while chunk := file.read(_CHUNK):
        fed += len(chunk)
        reader.feed(chunk, fed)
        yield from reader.done
        reader.done.clear()
    reader.finish()


class _MessageReader:
    """Follows the events of the parser and puts finished persons into `done`."""

    def __init__(
        self,
        file: BinaryIO,
        file_name: str,
        begin: Callable[[Record], Layout],
        unexpected: Callable[[Record, str, int], None],
    ) -> None:
        self.done: list[Record] = []
        self._file = file
        self._file_name = file_name
        self._begin = begin
        self._unexpected = unexpected
        self._persons = Layout("Persons", is_read=False)
        message = Layout(
            "Message", (), (_header_layout(), self._persons), is_read=False
        )
        self._layouts = [Layout("", (), [message])]
        self._spellings = self._layouts[0].spellings
        self._record = Record("Message", 1, (None, "Message", 0))
        self._records = [self._record]
        # The open item: the name its text is kept under, or nothing if it is not kept.
        self._item: str | None = None
        self._inside_item = 0
        self._pieces: list[str] = []
        self._has_header = False
        self._persons_begun = 0
        self._records_of_person = 0
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
            "the file declares a DOCTYPE, which a SEN2 return has no need of and which"
            " can hide other files; export the return again without it"
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
            self._records_of_person += 1
            if self._records_of_person > MOST_RECORDS_OF_A_PERSON:
                self._refuse(
                    f"a person has more than {MOST_RECORDS_OF_A_PERSON} records;"
                    " check whether the export closed each Person"
                )
        else:
            self._records_of_person = 0
            self._persons_begun += layout.is_numbered
            record = Record(name, line, (None, name, self._persons_begun))
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
        if self._persons_begun:
            self.done.append(record)
            return
        if self._has_header:
            self._refuse("there is a second Header; send one return in each file")
        self._has_header = True
        self._persons.admit(self._begin(record))

    def _refuse_or_note(self, written: str) -> None:
        """Refuse an element that makes the message another one; else note it."""
        if len(self._layouts) == 1:
            self._refuse("the outermost element is not Message; is this a SEN2 return?")
        if self._has_header:
            around = self._records[-1]
            self._unexpected(around, written, self._parser.CurrentLineNumber)
        elif self._layouts[-1] is self._persons:
            self._refuse("a person comes before the Header; export the return again")

    def _check_text(self) -> None:
        if sum(map(len, self._pieces)) > MOST_TEXT:
            self._refuse(f"an element holds more than {MOST_TEXT // 1024} KB of text")


def _header_layout() -> Layout:
    collection = ("Collection", "Year", "ReferenceDate")
    source = ("SourceLevel", "LEA", "SerialNo", "DateTime", "DMO", "DCO", "DSCO")
    return Layout(
        "Header",
        (),
        (
            Layout("CollectionDetails", collection, kept=frozenset(collection)),
            Layout("Source", source, kept=frozenset(source)),
        ),
    )
