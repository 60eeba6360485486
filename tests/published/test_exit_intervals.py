"""The Wilson interval of a rate: Newcombe 1998, Statistics in Medicine 17, table I, method 3."""

import pytest

from analysis.methods.workforce import share_interval


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_intervals_to_four_digits(count, n, low, high):
    found = share_interval(count, n, 0.95, "wilson")
    assert tuple(round(end, 4) for end in found) == pytest.approx((low, high), abs=1e-9)
