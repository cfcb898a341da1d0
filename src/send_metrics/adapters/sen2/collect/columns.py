"""Which columns of a file are read, and whether it is the file of its table at all."""

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from send_metrics.adapters.delimited.header import check_delimiter, match_header, plain
from send_metrics.adapters.message.layout import Layout
from send_metrics.adapters.message.refusals import refusal
from send_metrics.adapters.sen2.profiles import RECORDS

_TOP = "sen2"
_PARENTS = {"person": _TOP} | {
    child.lower(): record.lower()
    for record, children in RECORDS.items()
    for child in children
}
_NOT_NEEDED = ("NativeId", "sourceid")


@frozen
class Columns:
    """Where the columns of a file stand.

    *kept* gives the place of each item whose text is taken in; *missing* names those
    that the file has no column for. *strays* gives the place of each column that the
    year's form does not know, by its name as written.
    """

    key: int
    parent: int | None
    order: int | None
    kept: Mapping[str, int]
    missing: tuple[str, ...]
    strays: Mapping[str, int] = field(repr=False)


def columns_of(
    names: Sequence[str], first_line: str, layout: Layout, file: str
) -> Columns:
    """Return where the columns of the table of *layout* stand among *names*.

    Raises:
        SourceError: the file holds another table, lacks a key, names a column twice or
            is not separated by commas.
    """
    table = layout.name.lower()
    needed = _needed(table)
    order = f"{table}orderseqcolumn"
    kept = [item for item, name in layout.spellings.items() if name]
    check_delimiter(first_line, file=file, wanted=(*needed, *kept))
    _check_table(names, table, file)
    places = match_header(
        names, file=file, columns=needed, optional=(order, *kept), certain=False
    ).places
    known = set(map(plain, (*needed, order, *_NOT_NEEDED, *layout.spellings)))
    parent = _PARENTS.get(table)
    return Columns(
        key=places[_key(table)],
        parent=None if parent is None else places[_key(parent)],
        order=places.get(order),
        kept={item: places[item] for item in kept if item in places},
        missing=tuple(item for item in kept if item not in places),
        strays={
            name: place for place, name in enumerate(names) if plain(name) not in known
        },
    )


def _key(table: str) -> str:
    return f"{table}tableid"


def _needed(table: str) -> tuple[str, ...]:
    """Return the columns without which a file cannot be that of the table."""
    if table == _TOP:
        return _key(table), "Collection", "Year"
    return _key(table), _key(_PARENTS[table])


def _check_table(names: Sequence[str], table: str, file: str) -> None:
    held = {plain(name) for name in names}
    fitting = [
        other
        for other in (_TOP, *_PARENTS)
        if held.issuperset(map(plain, _needed(other)))
    ]
    if fitting and table not in fitting:
        what = (
            f"holds the columns of table {fitting[0]}, not of {table}; export both"
            " tables again, or correct the names of the files"
        )
        raise refusal(file, what)
