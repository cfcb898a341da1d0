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
from send_metrics.records.sessions import CLASS_COLUMNS, REASON_COLUMNS, adds_to
from send_metrics.records.stretches import Stretch

_BITS = 52
"""What a floating point number can hold and halve without rounding, and one to spare."""

_SESSIONS_A_DAY = 2

Count = frozenset[str]
"""The columns that some codes all add to: one count serves them."""


@frozen
class Packing:
    """How the columns that are asked for are packed into whole numbers.

    Codes that add to the same columns share a count. *numbers* are, for each whole
    number, the counts that it holds, from the lowest bits up; *weights* what a mark of
    each code adds to it, by the stretch that the mark lies in. Classes and reasons are
    kept apart, so that what every measure asks for stands in few counts.
    """

    columns: tuple[str, ...]
    bits: int
    numbers: tuple[tuple[Count, ...], ...] = field(repr=False)
    weights: tuple[tuple[Mapping[str, int], ...], ...] = field(repr=False)

    @classmethod
    def of(
        cls, columns: Iterable[str], stretches: Sequence[Stretch], most_days: int
    ) -> "Packing":
        """Return the packing of *columns* for enrolments of at most so many days."""
        wanted = tuple(columns)
        bits = (_SESSIONS_A_DAY * most_days).bit_length()
        numbers: list[tuple[Count, ...]] = []
        weights: list[tuple[Mapping[str, int], ...]] = []
        for kind in (CLASS_COLUMNS, REASON_COLUMNS):
            some = {column for column in wanted if column in kind}
            added = [
                {entry.code: adds_to(entry) & some for entry in _in_use(stretch)}
                for stretch in stretches
            ]
            distinct = {count for codes in added for count in codes.values() if count}
            for counts in _batched(sorted(distinct, key=sorted), _BITS // bits):
                place = {count: 1 << bits * n for n, count in enumerate(counts)}
                numbers.append(counts)
                weights.append(
                    tuple(
                        {
                            c: place[count]
                            for c, count in codes.items()
                            if count in place
                        }
                        for codes in added
                    )
                )
        return cls(wanted, bits, tuple(numbers), tuple(weights))

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
