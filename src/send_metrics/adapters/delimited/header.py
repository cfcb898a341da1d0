"""The names of the columns: which are there, which are wanted, which are left out."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from send_metrics.errors import SourceError

AROUND = (
    " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
"""Characters that mean nothing at either end of a field: spaces, and those of no width."""

_NAMES_SHOWN = 20
_LETTERS_SHOWN = 40
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


@frozen
class Header:
    """Where each wanted column stands, and the names of those left out."""

    width: int
    places: dict[str, int]
    left_out: tuple[str, ...]


def plain(name: str) -> str:
    """Return the name of a column as names are compared: without case and line ends."""
    return " ".join(name.strip(AROUND).casefold().split())


def match_header(
    names: Sequence[str],
    *,
    file: str,
    columns: Sequence[str],
    optional: Sequence[str],
    certain: bool,
) -> Header:
    """Return where the wanted columns stand among *names*.

    Unless the names are *certain* to be names, they are repeated in a message only if
    enough of them were expected: a file without a header begins with data.

    Raises:
        SourceError: a column is missing or there twice.
    """
    held = [plain(name) for name in names]
    wanted = {name: plain(name) for name in (*columns, *optional)}
    missing = [name for name in columns if wanted[name] not in held]
    known = sum(name in held for name in wanted.values())
    if missing:
        if certain or (known and known * 2 >= len(columns)):
            message = (
                f"{file}: the header lacks {', '.join(missing)}; it has"
                f" {', '.join(_shown(names))}; add or rename the columns"
            )
        else:
            message = (
                f"{file}: the first line does not hold the names of the columns and"
                f" looks like data; put {', '.join(columns)} there"
            )
        raise SourceError(message)
    repeated = [name for name, said in wanted.items() if held.count(said) > 1]
    if repeated:
        message = (
            f"{file}: the header names {', '.join(repeated)} more than once; keep one"
            " column of each name"
        )
        raise SourceError(message)
    left_out = [name for name in names if plain(name) not in wanted.values()]
    return Header(
        width=len(held),
        places={n: held.index(said) for n, said in wanted.items() if said in held},
        left_out=tuple(_shown(left_out)),
    )


def check_delimiter(line: str, *, file: str, wanted: Iterable[str]) -> None:
    """Refuse a header that is separated by something other than commas.

    Raises:
        SourceError: names were found between semicolons, tabs or vertical bars.
    """
    names = {plain(name) for name in wanted}
    between_commas = {plain(cell.strip('"')) for cell in line.split(",")}
    if names & between_commas:
        return
    for delimiter, called in _DELIMITERS.items():
        cells = {plain(cell.strip(AROUND + '"')) for cell in line.split(delimiter)}
        if names & cells:
            message = (
                f"{file}: the columns are separated by {called}; save the file with"
                " commas between them"
            )
            raise SourceError(message)


def _shown(names: Sequence[str]) -> list[str]:
    short = [name.strip(AROUND)[:_LETTERS_SHOWN] or "(no name)" for name in names]
    if len(short) <= _NAMES_SHOWN:
        return short
    return [*short[:_NAMES_SHOWN], f"and {len(short) - _NAMES_SHOWN} more"]
