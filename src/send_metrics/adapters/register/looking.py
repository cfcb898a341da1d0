"""What the values of a column look like, without any of them leaving this module.

A proposal may name a value only where every word of it stands in the schema or in the
lists of this module: whatever else a cell holds may tell of a person.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import evolve, field, frozen

from send_metrics.adapters.register.days import FORMS, NUMBERS
from send_metrics.adapters.register.headings import all_words_of
from send_metrics.adapters.register.settling import Reader, folded
from send_metrics.adapters.spreadsheets import Cell
from send_metrics.records.schema import FLAGS, Column

MISSING_WORDS = (
    *("n/a", "na", "tbc", "tba", "nil", "none", "null", "-", "--", "?", "pending"),
    *("not known", "not recorded", "not yet", "unknown", "ongoing", "in progress"),
)
"""What people write where there is no value (yet)."""

_MONTH_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{2,4}.*")
_AMBIGUOUS_UP_TO = 12
_GENERIC = frozenset({"stage", "type", "level", "grade", "rank", "category", "code"})


@frozen
class Look:
    """What was seen of the values of a column, and what follows for the mapping.

    *form* is a format that reads every value that is there; *sure_of_form* is whether
    no other reading is possible. *codes* translate values whose every word is known.
    *unknown* is how many different values could not be read so, and *concerns* say in
    words what a person must look at. *has_blanks* is whether a row has no value.
    """

    form: str | None = None
    sure_of_form: bool = True
    missing: tuple[str, ...] = ()
    codes: dict[str, str] = field(factory=dict)
    unknown: int = 0
    concerns: tuple[str, ...] = ()
    has_blanks: bool = False


def look_at(column: Column, heading: str, cells: Sequence[Cell]) -> Look:
    """Return what the cells under a heading say of how the column is read."""
    filled = [cell for cell in cells if not cell.is_blank]
    missing = tuple(
        word
        for word in MISSING_WORDS
        if word not in _codes_of(column)
        and any(folded(cell.text) == word for cell in filled)
    )
    values = [cell for cell in filled if folded(cell.text) not in missing]
    if column.kind == "day":
        return _look_at_days(values, missing)
    has_blanks = len(filled) < len(cells)
    if column.kind in ("code", "flag") and _codes_of(column):
        look = _look_at_codes(column, heading, values, missing)
        return evolve(look, has_blanks=has_blanks)
    reader = Reader(column, missing=frozenset(missing))
    if column.kind == "number" and any(cell.kind == "percent" for cell in values):
        reader = Reader(column, form="percent", missing=frozenset(missing))
    unread = {cell for cell in values if reader.settle(cell).fault is not None}
    return Look(
        form=reader.form, missing=missing, unknown=len(unread), has_blanks=has_blanks
    )


def _look_at_days(values: Sequence[Cell], missing: tuple[str, ...]) -> Look:
    texts = [cell.text for cell in values if cell.kind == "text"]
    numbers = [cell.text for cell in values if cell.kind == "number"]
    others = sum(cell.kind not in ("text", "number", "day") for cell in values)
    if numbers and not texts:
        if _reads_all("compact", numbers):
            return Look("compact", missing=missing, unknown=others)
        concern = "its days are stored as numbers; look whether they come out right"
        form = "serial" if _reads_all("serial", numbers) else None
        return Look(form, False, missing, unknown=others, concerns=(concern,))  # noqa: FBT003
    if not texts:
        return Look(missing=missing, unknown=others)
    forms = [name for name in FORMS if name not in NUMBERS and _reads_all(name, texts)]
    concerns: tuple[str, ...] = ()
    if not forms:
        best = max(
            (name for name in FORMS if name not in NUMBERS),
            key=lambda name: sum(FORMS[name].read(text) is not None for text in texts),
        )
        unread = sum(FORMS[best].read(text) is None for text in texts)
        concerns = (
            f"{unread:,} of {len(texts):,} days written as text are not written as"
            f" {FORMS[best].example}; those rows would be rejected",
        )
        if any(_is_month_first(text) for text in texts):
            concerns += (
                "some have the month first, as in America; the others may be turned"
                " round without anybody seeing it, so ask where the column comes from",
            )
        return Look(best, False, missing, unknown=unread + others, concerns=concerns)  # noqa: FBT003
    sure = not forms[0].startswith("day-first") or not all(map(_is_ambiguous, texts))
    if not sure:
        concerns = (
            "no day is later than the 12th, so that days and months could be turned"
            " round; look at one that you know",
        )
    form = None if forms[0] == "iso" else forms[0]
    return Look(form, sure, missing, unknown=others, concerns=concerns)


def _reads_all(form: str, texts: Iterable[str]) -> bool:
    return all(FORMS[form].read(text) is not None for text in texts)


def _is_month_first(text: str) -> bool:
    found = _MONTH_FIRST.fullmatch(text)
    return found is not None and int(found[2]) > _AMBIGUOUS_UP_TO


def _is_ambiguous(text: str) -> bool:
    found = _MONTH_FIRST.fullmatch(text)
    return found is not None and int(found[1]) <= _AMBIGUOUS_UP_TO


def _look_at_codes(
    column: Column, heading: str, values: Sequence[Cell], missing: tuple[str, ...]
) -> Look:
    plainly = Reader(column)
    codes: dict[str, str] = {}
    unknown = 0
    for cell in Counter(values):
        if plainly.settle(cell).fault is None:
            continue
        code = _code_meant(column, heading, cell.text)
        if code is None:
            unknown += 1
        else:
            codes.setdefault(" ".join(cell.text.split()), code)
    return Look(missing=missing, codes=codes, unknown=unknown)


def _codes_of(column: Column) -> frozenset[str]:
    return FLAGS if column.kind == "flag" else column.allowed


def _code_meant(column: Column, heading: str, text: str) -> str | None:
    """Return the one code that a text names in words of the schema, if there is one."""
    around = all_words_of(heading) | all_words_of(column.name) | _GENERIC
    said = all_words_of(text) - around
    if not said or re.search(r"[^\w\s()/&,.:-]", text):
        return None
    meant = []
    for code in sorted(_codes_of(column)):
        own, explained = all_words_of(code), _explained(column, code)
        is_named = (bool(own) and own <= said) or (
            bool(explained) and explained <= said
        )
        if is_named and said <= own | explained:
            meant.append(code)
    return meant[0] if len(meant) == 1 else None


def _explained(column: Column, code: str) -> frozenset[str]:
    """Return the words with which the meaning of a column explains a code.

    ``A amend, C cease`` explains two.
    """
    found = re.search(
        rf"(?:^|[,;:] |\b(?:and|or) ){re.escape(code)} ([^,;:]+)", column.meaning
    )
    return all_words_of(found[1]) if found else frozenset()
