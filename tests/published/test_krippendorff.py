"""Krippendorff's alpha to the printed digit."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.methods.agreement import krippendorff_alpha


def alpha(values: pd.DataFrame, metric: str) -> float:
    return round(krippendorff_alpha(values, metric, draws=0).estimate, 3)


def columns(*parties: list) -> pd.DataFrame:
    return pd.DataFrame(parties).T


@pytest.fixture(scope="module")
def four_observers(shared: Path) -> dict:
    expected = json.loads((shared / "golden" / "expected.json").read_text())
    return expected["agreement"]["krippendorff_2011_four_observers"]


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_four_observers_twelve_units_and_missing_values(four_observers, metric):
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C and on."""
    values = columns(*four_observers["data"])
    assert alpha(values, metric) == four_observers[metric]
    found = krippendorff_alpha(values, metric)
    assert (found.n, found.n_values) == (11, 40)
    assert found.low < four_observers[metric] < found.high


def test_two_observers_and_binary_values():
    """Krippendorff (2011), section A: alpha .095."""
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(columns(meg, owen), "nominal") == 0.095


def test_two_observers_and_nominal_values():
    """Krippendorff (2011), section B: alpha .692."""
    ben, gerry = list("aabbdcccedda"), list("babbbccceddd")
    assert alpha(columns(ben, gerry), "nominal") == 0.692


def test_three_coders_fifteen_units_and_many_gaps():
    """The worked example of the encyclopaedia article "Krippendorff's alpha": .691 and .811."""
    coders = ("*****34121133*3", "1*213343*******", "**21344*21133*4")
    rows = [[np.nan if c == "*" else float(c) for c in text] for text in coders]
    assert alpha(columns(*rows), "nominal") == 0.691
    assert alpha(columns(*rows), "interval") == 0.811
