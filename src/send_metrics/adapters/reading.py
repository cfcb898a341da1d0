"""Read a source through its adapter into canonical, accounted-for records."""

from pathlib import Path

from attrs import evolve

from send_metrics.adapters.contract import Adapter, Connecting
from send_metrics.adapters.plugins import find_adapters
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.tokens import Tokens
from send_metrics.errors import AdapterError, SourceError
from send_metrics.records.conform import Table, conform
from send_metrics.records.records import Records
from send_metrics.records.report import ReadReport, SourceReport
from send_metrics.records.tables import SCHEMAS


def read(
    adapter: str | Adapter,
    path: str | Path,
    *,
    pseudonyms: Pseudonyms | None = None,
    tokens: Tokens | None = None,
) -> Records:
    """Return the records in one source, with the report of how they were read.

    *adapter* is the name of one, or an adapter of your own. *tokens* open the service
    that a source may name instead of holding the records itself.

    Raises:
        AdapterError: there is no such adapter, or it broke its promise.
        SourceError: the source as a whole cannot be read.
    """
    chosen = find_adapters().named(adapter) if isinstance(adapter, str) else adapter
    place = Path(path)
    if place.exists() and not (place.is_file() or place.is_dir()):
        message = f"{place} is neither a file nor a folder; name one"
        raise SourceError(message)
    if not place.exists():
        message = f"{place} does not exist; check the path after {chosen.name}="
        raise SourceError(message)
    names = pseudonyms or Pseudonyms()
    if isinstance(chosen, Connecting):
        reading = chosen.read_with(place, names, tokens or Tokens())
    else:
        reading = chosen.read(place, names)
    undeclared = sorted(set(reading.frames) - set(chosen.tables))
    if undeclared:
        message = (
            f"the adapter {chosen.name} gave {', '.join(undeclared)}, which it does not"
            " declare; tell its author"
        )
        raise AdapterError(message)
    tables: dict[str, Table] = {}
    balances = {}
    findings = list(reading.findings)
    left_out = {name: tuple(c) for name, c in reading.columns_left_out.items() if c}
    frames = dict(reading.frames)
    reading = evolve(reading, frames={})
    for name in list(frames):
        # Each frame goes as its table comes, so that a source is not held twice.
        table = conform(SCHEMAS[name], frames.pop(name))
        before = reading.balances.get(name)
        balance = table.balance if before is None else before.then(table.balance)
        tables[name] = evolve(table, balance=balance)
        balances[name] = balance
        findings += table.findings
        if table.columns_left_out:
            left_out[name] = (*left_out.get(name, ()), *table.columns_left_out)
    report = SourceReport(
        adapter=chosen.name,
        source=place.name,
        balances=balances,
        findings=tuple(findings),
        columns_left_out=left_out,
        notes=reading.notes,
        stands_alone=reading.stands_alone,
        whole=reading.whole,
        stand_ins_of=names.token if names.key is None else None,
        covers=reading.covers,
    )
    return Records(tables, ReadReport((report,)))
