"""The interval of Wilson, against values worked out elsewhere and against its meaning."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_metrics import SendMetricsError
from send_metrics.domain.intervals import wilson_interval

Z = Fraction("1.959963984540054")


@pytest.mark.parametrize(
    ("numerator", "denominator", "lower", "upper"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
        (81, 263, "25.53", "36.62"),
        (15, 148, "6.24", "16.05"),
        (0, 20, "0.00", "16.11"),
        (1, 29, "0.61", "17.18"),
    ],
)
def test_the_interval_is_that_of_the_literature(
    numerator: int, denominator: int, lower: str, upper: str
) -> None:
    assert wilson_interval(numerator, denominator).in_percent(2) == (lower, upper)


@st.composite
def samples(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(st.integers(1, 5000))
    return draw(st.integers(0, size)), size


@given(sample=samples())
def test_an_end_is_as_far_from_the_share_as_chance_takes_it(
    sample: tuple[int, int],
) -> None:
    """The share p lies z standard errors from either end q: (p - q)² = z² q (1 - q) / n."""
    numerator, size = sample
    share = Fraction(numerator, size)
    interval = wilson_interval(numerator, size)

    for end in (interval.lower, interval.upper):
        off = (share - end) ** 2 - Z**2 * end * (1 - end) / size
        assert abs(off) < Fraction(1, 10**15)
    assert 0 <= interval.lower <= share <= interval.upper <= 1


@given(sample=samples())
def test_the_complement_has_the_mirrored_interval(sample: tuple[int, int]) -> None:
    numerator, size = sample
    of_those, of_others = (
        wilson_interval(part, size) for part in (numerator, size - numerator)
    )

    assert of_those.lower + of_others.upper == 1
    assert of_those.upper + of_others.lower == 1


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 0), (2, 1), (-1, 5)])
def test_without_a_sample_there_is_no_interval(
    numerator: int, denominator: int
) -> None:
    with pytest.raises(SendMetricsError, match="an interval needs a sample"):
        wilson_interval(numerator, denominator)
