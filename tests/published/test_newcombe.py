"""Newcombe's two papers of 1998 in Statistics in Medicine 17, and a ratio of two Poisson rates."""

import pytest

from analysis.methods.comparison import difference_of_shares, ratio_of_rates, share


def printed(*figures: float) -> object:
    return pytest.approx(figures, abs=5.001e-5)


@pytest.mark.parametrize(
    ("cases", "persons", "wilson", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_a_single_share(cases, persons, wilson, exact):
    """Two-sided confidence intervals for the single proportion, pages 857-872, Table I:
    methods 3 (score) and 5 (exact)."""
    found = share(cases, persons)
    assert (found.low, found.high) == printed(*wilson)
    found = share(cases, persons, method="clopper_pearson")
    assert (found.low, found.high) == printed(*exact)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_a_difference_of_two_shares(first, second, low, high):
    """Interval estimation for the difference between independent proportions, pages 873-890,
    Table II, contrasts (a) to (h), method 10."""
    found = difference_of_shares(*first, *second)
    assert found.estimate == pytest.approx(first[0] / first[1] - second[0] / second[1])
    assert (found.low, found.high) == printed(low, high)


def test_a_ratio_of_two_rates():
    """The example of poisson.test in R: 11 cases in 800 and 21 in 3011."""
    found = ratio_of_rates(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    assert found.estimate == pytest.approx(1.971488, abs=5e-7)
    assert (found.low, found.high) == pytest.approx((0.8584264, 4.277266), abs=5e-7)
