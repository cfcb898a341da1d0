"""Read the items of many records as days, codes and flags; what cannot be is found."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from attrs import define, field, frozen

from send_metrics.adapters.message.days import day_written
from send_metrics.adapters.message.findings import Findings
from send_metrics.adapters.message.layout import TWICE
from send_metrics.adapters.sen2.levels import Numbers, View
from send_metrics.records.report import Finding, Severity
from send_metrics.records.schema import UNKNOWN

Days = np.ndarray[Any, np.dtype[np.datetime64]]
Rows = set[int]

_FLAGS = {
    written: flag
    for flag, spellings in (
        ("yes", "1 true TRUE True Y y"),
        ("no", "0 false FALSE False N n"),
    )
    for written in spellings.split()
}
_OFF_LIST = "\0"
_MOST_REMEMBERED = 50_000
_EPOCH = dt.date(1970, 1, 1).toordinal()
_NO_DAY = np.iinfo(np.int64).min
_UNREADABLE = _NO_DAY + 1


@frozen
class Item:
    """One element of the return and the column that it goes into."""

    element: str
    table: str
    column: str


class _DaysWritten(dict[str | None, int]):
    """Days as numbers, by how they are written."""

    def __missing__(self, written: str) -> int:
        text = written.strip()
        day = day_written(text) if text else None
        number = day.toordinal() - _EPOCH if day else _UNREADABLE if text else _NO_DAY
        if len(self) < _MOST_REMEMBERED:
            self[written] = number
        return number


class _Meanings(dict[str | None, str]):
    """What each spelling on a list means."""

    def __missing__(self, written: str) -> str:
        text = written.strip()
        return self.get(text or None, _OFF_LIST)


@define
class Cells:
    """Reads items and notes what is wrong with them, by place and never by value.

    Every method takes the records lined up with the rows that they go into. Rows that
    must be rejected are added to *faulty*, where it is given.
    """

    reference_on: dt.date
    findings: Findings
    _days: _DaysWritten = field(
        factory=lambda: _DaysWritten({None: _NO_DAY}), init=False, repr=False
    )
    _lists: dict[tuple[str, frozenset[str]], _Meanings] = field(
        factory=dict, init=False, repr=False
    )

    def days(
        self,
        view: View,
        item: Item,
        faulty: Rows | None = None,
        *,
        may_be_ahead: bool = False,
    ) -> Days:
        """Return the day of an item; none where it is empty or unreadable.

        A day that cannot be read makes its row *faulty*, or is left out of it. One that
        lies after the reference date is found, unless it *may be ahead*.
        """
        numbers = self._day_numbers(view, item)
        unreadable = np.flatnonzero(numbers == _UNREADABLE)
        if len(unreadable):
            texts = view.texts(item.element)
            for row in unreadable.tolist():
                self._unreadable_day(view, row, item, texts[row], faulty)
        ahead = () if may_be_ahead else np.flatnonzero(numbers > self._last).tolist()
        for row in ahead:
            self.found(
                "sen2.day-after-census",
                "query",
                view,
                row,
                item,
                "the day comes after the reference date of the return; it is used",
                "check the day",
            )
        numbers[unreadable] = _NO_DAY
        return numbers.view("datetime64[D]")

    def past_days(self, view: View, item: Item) -> tuple[Days, Rows]:
        """Return the day of an item, and the rows that have none up to the reference."""
        numbers = self._day_numbers(view, item)
        wrong = (numbers <= _UNREADABLE) | (numbers > self._last)
        numbers[wrong] = _NO_DAY
        return numbers.view("datetime64[D]"), set(np.flatnonzero(wrong).tolist())

    def codes(
        self,
        view: View,
        item: Item,
        allowed: Iterable[str] | Mapping[str, str],
        absent: str = UNKNOWN,
    ) -> list[str]:
        """Return the code of an item, *absent* where it is empty.

        A code that is not *allowed* becomes ``unknown``, with a finding. Where
        *allowed* says what each code means, that is returned.
        """
        codes = self._read(view, item, allowed, absent)
        for row, text in _off_list(view, item, codes):
            self.found(
                "sen2.code",
                "query",
                view,
                row,
                item,
                _twice_or(text, "the code is not on the list of that year's return")
                + "; it is taken as unknown",
                "correct the code",
            )
            codes[row] = UNKNOWN
        return codes

    def outcomes(
        self, view: View, item: Item, allowed: Iterable[str], rule: str, faulty: Rows
    ) -> list[str]:
        """Return the outcomes without which a row means nothing: else it is *faulty*.

        A row without a record has the outcome ``none``.
        """
        codes = self._read(view, item, allowed, absent="")
        wrong = [
            (row, _twice_or(text, "the outcome is not on the list"))
            for row, text in _off_list(view, item, codes)
        ]
        if "" in codes:
            empty = [row for row, code in enumerate(codes) if code == ""]
            for row in empty:
                if view.number(row) < 0:
                    codes[row] = "none"
                else:
                    wrong.append((row, "the outcome is missing"))
        for row, wording in sorted(wrong):
            faulty.add(row)
            codes[row] = UNKNOWN
            self.found(
                rule,
                "error",
                view,
                row,
                item,
                f"{wording}; the row is rejected",
                "give Y, N, A, W or H",
            )
        return codes

    def flags(
        self, view: View, item: Item, due_where: list[bool] | None = None
    ) -> list[str]:
        """Return ``yes``, ``no``, or ``unknown`` where the item is empty or unreadable.

        An empty item is found where it is due.
        """
        flags = self._read(view, item, _FLAGS, absent=UNKNOWN)
        for row, text in _off_list(view, item, flags):
            self.found(
                "sen2.flag",
                "query",
                view,
                row,
                item,
                _twice_or(text, "the flag is neither 1 nor 0")
                + "; it is taken as unknown",
                "give 1 or 0",
            )
            flags[row] = UNKNOWN
        if due_where is not None and UNKNOWN in flags:
            texts = view.texts(item.element)
            for row, (text, is_due) in enumerate(zip(texts, due_where, strict=True)):
                if is_due and not (text and text.strip()):
                    self.found(
                        "sen2.flag-missing",
                        "query",
                        view,
                        row,
                        item,
                        "the flag is missing; figures take a missing flag as no",
                        "give 1 or 0",
                    )
        return flags

    def found(
        self,
        rule: str,
        severity: Severity,
        view: View,
        row: int,
        item: Item,
        wording: str,
        action: str,
    ) -> None:
        """Note something about an item of the record lined up with a row."""
        self.findings.add(finding(rule, severity, view, row, item, wording, action))

    @property
    def _last(self) -> int:
        return self.reference_on.toordinal() - _EPOCH

    def _day_numbers(self, view: View, item: Item) -> Numbers:
        texts = view.texts(item.element)
        return np.fromiter(map(self._days.__getitem__, texts), np.int64, len(texts))

    def _read(
        self,
        view: View,
        item: Item,
        allowed: Iterable[str] | Mapping[str, str],
        absent: str,
    ) -> list[str]:
        key = (absent, frozenset(allowed))
        meanings = self._lists.get(key)
        if meanings is None:
            if not isinstance(allowed, Mapping):
                allowed = {code: code for code in allowed}
            meanings = self._lists[key] = _Meanings(allowed)
            meanings[None] = absent
        return list(map(meanings.__getitem__, view.texts(item.element)))

    def _unreadable_day(
        self, view: View, row: int, item: Item, text: str | None, faulty: Rows | None
    ) -> None:
        wording = _twice_or(text, "this is not a day that exists")
        severity: Severity = "query"
        if faulty is None:
            wording = f"{wording}; the row goes without it"
        else:
            faulty.add(row)
            severity, wording = "error", f"{wording}; the row is rejected"
        self.found(
            "sen2.day",
            severity,
            view,
            row,
            item,
            wording,
            "write the day as 2026-01-31",
        )


def finding(
    rule: str,
    severity: Severity,
    view: View,
    row: int,
    item: Item,
    wording: str,
    action: str,
) -> Finding:
    """Return a finding about an item of the record lined up with a row."""
    number = view.number(row)
    path = view.level.path(number)
    return Finding(
        rule=rule,
        severity=severity,
        table=item.table,
        wording=wording,
        action=action,
        column=item.column or None,
        line=view.level.line(number),
        file=view.level.file,
        element=f"{path}/{item.element}" if item.element else path,
        record=view.level.person(number),
    )


def _off_list(view: View, item: Item, codes: list[str]) -> list[tuple[int, str | None]]:
    """Return the rows whose code is on no list, each with what was written."""
    if _OFF_LIST not in codes:
        return []
    written = zip(codes, view.texts(item.element), strict=True)
    return [
        (row, text) for row, (code, text) in enumerate(written) if code == _OFF_LIST
    ]


def _twice_or(text: str | None, wording: str) -> str:
    return "the element is given twice, differently" if text == TWICE else wording
