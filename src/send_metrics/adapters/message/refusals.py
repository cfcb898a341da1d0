"""The words in which a whole file is refused: file, line, what is wrong, what to do."""

from xml.parsers import expat

from send_metrics.errors import SourceError

_CUT_SHORT = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
_INVALID = expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]
_BAD_ENCODING = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
    )
}


def refusal(file_name: str, what: str, line: int | None = None) -> SourceError:
    """Return the error that refuses the file."""
    place = file_name if line is None else f"{file_name}, line {line}:"
    return SourceError(f"{place} {what}")


def unknown_encoding(file_name: str, line: int) -> SourceError:
    """Return the error for an encoding that the parser does not know."""
    return refusal(
        file_name,
        "the declared encoding is unknown or not the one used; save the file as UTF-8",
        line,
    )


def unreadable_xml(
    file_name: str, error: expat.ExpatError, *, beyond_ascii: bool
) -> SourceError:
    """Return the error for bytes that the parser could not read as XML.

    Of the parser's own messages only the fixed ones are used, as others quote the file.
    *beyond_ascii* says that it stopped at a byte above 127.
    """
    if error.code in _BAD_ENCODING:
        return unknown_encoding(file_name, error.lineno)
    words = expat.ErrorString(error.code)
    if error.code in _CUT_SHORT:
        what = (
            f"the XML ends before it is complete ({words}); the file was cut short,"
            " so fetch or export it again"
        )
    elif error.code == _INVALID and beyond_ascii:
        what = (
            "there is a byte that does not belong to the declared encoding (UTF-8 if"
            " none is); export the return again with the encoding that it declares"
        )
    else:
        what = (
            f"the XML is not well formed ({words}); export the return again, or have"
            " its supplier mend the export"
        )
    place = f"{file_name}, line {error.lineno}, column {error.offset + 1}:"
    return SourceError(f"{place} {what}")
