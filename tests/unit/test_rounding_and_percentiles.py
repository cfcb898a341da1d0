from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_metrics import SendMetricsError, percentage
from send_metrics.domain.percentiles import (
    mean_ratio_of_days,
    percentile_in_bands,
    percentiles_of_days,
)
from send_metrics.domain.rounding import half_up


@pytest.mark.parametrize(
    ("numerator", "denominator", "decimals", "written"),
    [
        (957, 1699, 1, "56.3"),
        (1, 16, 1, "6.3"),
        (1, 2000, 1, "0.1"),
        (0, 7, 1, "0.0"),
        (7, 7, 1, "100.0"),
        (1, 3, 0, "33"),
        (1, 2, 0, "50"),
        (2, 3, 3, "66.667"),
    ],
)
def test_percentages_are_rounded_half_up(
    numerator: int, denominator: int, decimals: int, written: str
) -> None:
    assert percentage(numerator, denominator, decimals) == written


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_percentage_of_nobody_is_refused(denominator: int) -> None:
    with pytest.raises(SendMetricsError, match="above zero"):
        percentage(1, denominator)


@given(st.fractions(), st.integers(0, 6))
def test_rounding_is_never_further_off_than_half_a_unit(
    value: Fraction, decimals: int
) -> None:
    off = Fraction(half_up(value, decimals)) - value

    assert abs(off) <= Fraction(1, 2 * 10**decimals)


histograms = st.dictionaries(st.integers(0, 400), st.integers(1, 9), min_size=1)
shares = st.fractions(0, 1)


@given(histograms, shares)
def test_a_percentile_of_days_is_that_of_the_sorted_list(
    counts: dict[int, int], share: Fraction
) -> None:
    waits = sorted(days for days, people in counts.items() for _ in range(people))
    position = share * (len(waits) - 1)
    below = int(position)
    above = min(below + 1, len(waits) - 1)
    expected = waits[below] + (position - below) * (waits[above] - waits[below])

    assert percentiles_of_days(counts, [share]) == [expected]
    assert mean_ratio_of_days(counts) == (sum(waits), len(waits))


@given(st.dictionaries(st.integers(0, 103), st.integers(1, 9), min_size=1), shares)
def test_a_percentile_in_bands_leaves_that_share_below_it(
    counts: dict[int, int], share: Fraction
) -> None:
    weeks = percentile_in_bands(counts, share, open_from=104)

    assert weeks is not None
    below = sum(
        people * min(Fraction(1), max(Fraction(0), weeks - band))
        for band, people in counts.items()
    )
    assert below == share * sum(counts.values())


def test_nobody_has_no_percentile() -> None:
    assert percentiles_of_days({}, [Fraction(1, 2)]) == [None]
    assert percentile_in_bands({}, Fraction(1, 2), open_from=104) is None
    assert mean_ratio_of_days({}) is None
