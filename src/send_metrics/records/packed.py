"""Many small counts added up in few whole numbers.

To add up thirty columns of ones and zeros over 70 million marks takes far longer than to
add up three numbers that hold ten counts each. A count has room for as many sessions as
the days can hold, so that none runs over into the next.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import narwhals.stable.v2 as nw
from attrs import field, frozen

from send_metrics.domain.attendance_codes import ATTENDANCE_CODES, AttendanceCode
from send_metrics.records.expressions import Frame, integer
from send_metrics.records.sessions import adds_to
from send_metrics.records.stretches import Stretch

BITS_TO_HALVE = 52
"""What a floating point number can hold and halve without rounding, and one to spare."""

BITS_TO_SHIFT = 62
"""What a whole number of 64 bits can hold above zero, and one to spare."""

_SESSIONS_A_DAY = 2

Count = frozenset[str]
"""The columns that some codes all add to: one count serves them."""


@frozen
class Packing:
    """How the columns that are asked for are packed into whole numbers.

    Codes that add to the same columns share a count. *numbers* are, for each whole
    number, the counts that it holds, from the lowest bits up; *weights* what a mark of
    each code adds to it, by the stretch that the mark lies in.
    """

    columns: tuple[str, ...]
    bits: int
    numbers: tuple[tuple[Count, ...], ...] = field(repr=False)
    weights: tuple[tuple[Mapping[str, int], ...], ...] = field(repr=False)

    @classmethod
    def of(
        cls,
        columns: Iterable[str],
        stretches: Sequence[Stretch],
        most_days: int,
        room: int = BITS_TO_HALVE,
    ) -> "Packing":
        """Return the packing of *columns* for enrolments of at most so many days.

        A number holds as many counts as fit into *room* bits.
        """
        wanted = tuple(columns)
        bits = (_SESSIONS_A_DAY * most_days).bit_length()
        added = [
            {entry.code: adds_to(entry).intersection(wanted) for entry in _in_use(part)}
            for part in stretches
        ]
        distinct = {count for codes in added for count in codes.values() if count}
        numbers = tuple(_batched(sorted(distinct, key=sorted), room // bits))
        return cls(wanted, bits, numbers, tuple(_weights(added, bits, numbers)))

    @property
    def names(self) -> list[str]:
        """The names of the columns that hold the packed numbers."""
        return [f"_packed_{number}" for number in range(len(self.numbers))]

    def unpacked(self, frame: Frame) -> Frame:
        """Return a frame with the columns that were asked for in place of its numbers."""
        found: dict[str, nw.Expr] = {}
        for packed, counts in zip(self.names, self.numbers, strict=True):
            for place, columns in enumerate(counts):
                higher = _shifted(packed, self.bits * (place + 1))
                count = _shifted(packed, self.bits * place) - higher * (1 << self.bits)
                for column in columns:
                    found[column] = found[column] + count if column in found else count
        return frame.with_columns(
            *(found.get(name, integer(0)).alias(name) for name in self.columns)
        ).drop(*self.names)


def _batched(values: Sequence[Count], size: int) -> Iterator[tuple[Count, ...]]:
    """Yield the values in tuples of at most *size*."""
    for start in range(0, len(values), size):
        yield tuple(values[start : start + size])


def _weights(
    added: Sequence[Mapping[str, Count]],
    bits: int,
    numbers: Iterable[tuple[Count, ...]],
) -> Iterator[tuple[Mapping[str, int], ...]]:
    """Yield what a mark of each code adds to each number, by stretch."""
    for counts in numbers:
        place = {count: 1 << bits * n for n, count in enumerate(counts)}
        yield tuple(
            {code: place[count] for code, count in codes.items() if count in place}
            for codes in added
        )


def _shifted(column: str, bits: int) -> nw.Expr:
    """Return a number without its lowest bits.

    Exact: to halve a number below 2 to the 53 changes only its exponent. A whole
    division is safe against zero and signs on some engines, at many times the cost.
    """
    if not bits:
        return nw.col(column)
    return (nw.col(column) * 2.0**-bits).floor().cast(nw.Int64)


def _in_use(stretch: Stretch) -> Iterable[AttendanceCode]:
    for entry in ATTENDANCE_CODES:
        starts = entry.first_on is None or entry.first_on <= stretch.first
        ends = entry.last_on is None or entry.last_on >= stretch.last
        if starts and ends:
            yield entry


def with_packed(frame: Frame, packing: Packing, stretch: nw.Expr | None) -> Frame:
    """Return the marks with the packed numbers that each adds.

    *stretch* gives the number of the stretch of a mark, where there are several.
    """
    distinct: dict[frozenset[tuple[str, int]], str] = {}
    packed = []
    for name, by_stretch in zip(packing.names, packing.weights, strict=True):
        held = [
            distinct.setdefault(frozenset(codes.items()), f"_weight_{len(distinct)}")
            for codes in by_stretch
        ]
        weight: nw.Expr = nw.col(held[0])
        for number, column in enumerate(held):
            if stretch is not None and column != held[0]:
                this = stretch == number
                weight = nw.when(this).then(nw.col(column)).otherwise(weight)
        packed.append(weight.alias(name))
    weights = {column: dict(codes) for codes, column in distinct.items()}
    return frame.with_columns(
        *[_by_code(codes).alias(column) for column, codes in weights.items()]
    ).with_columns(*packed)


def _by_code(codes: Mapping[str, int]) -> nw.Expr:
    alike: dict[int, list[str]] = {}
    for code, weight in codes.items():
        alike.setdefault(weight, []).append(code)
    found = integer(0)
    for weight, listed in alike.items():
        marked = nw.col("code").is_in(sorted(listed))
        found = nw.when(marked).then(integer(weight)).otherwise(found)
    return found
