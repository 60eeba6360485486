"""Intervals and funnels of PHEindicatormethods (Office for Health Improvement and Disparities).

The test data that the package is checked with (its spreadsheets were computed independently of
it), version 2.1.0 and, for funnels of rates and ratios, its development version of 2023.
"""

import numpy as np
import pandas as pd
import pytest

from analysis.methods.comparison import byar, rate_funnel, rates, share_funnel, shares, wilson

LIMITS = {0.95: ["lower95_0cl", "upper95_0cl"], 0.998: ["lower99_8cl", "upper99_8cl"]}
METHODS = {"Byars": "byar", "Exact": "exact_poisson", "": ""}
LABELS = {
    "High (0.001)": "high_0.001",
    "High (0.025)": "high_0.025",
    "Not significant": "within",
    "Low (0.025)": "low_0.025",
    "Low (0.001)": "low_0.001",
}


@pytest.fixture(scope="module")
def phe(shared):
    def read(name: str) -> pd.DataFrame:
        return pd.read_csv(shared / "golden" / "phe" / f"{name}.csv", encoding="utf-8-sig")

    return read


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Equal to 1e-9, and missing in the same places."""
    np.testing.assert_allclose(found.to_numpy(), expected.to_numpy(float), rtol=1e-9, atol=1e-12)


def test_byars_and_wilsons_limits(phe):
    table = phe("testdata_B_W")
    for _, row in table.iterrows():
        level = float(row["confidence"].rstrip("%")) / 100
        wilsons = row["method"] == "Wilson"
        found = wilson(row["x"], row["n"], level) if wilsons else byar(row["x"], level)
        expected = row[["lowercl", "uppercl"]].astype(float)
        np.testing.assert_allclose(np.ravel(found), expected, rtol=1e-9)
    assert len(table) == 13


@pytest.mark.parametrize("level", LIMITS)
def test_proportions(phe, level):
    for multiplier, table in phe("testdata_Prop").groupby("multiplier"):
        found = shares(table["Numerator"], table["Denominator"], level=level, multiplier=multiplier)
        same(found[["estimate", "low", "high"]], table[["value", *LIMITS[level]]])
        assert found["status"].eq("ok").equals(table["value"].notna())


def test_grouped_proportions(phe):
    rows, expected = phe("testdata_Prop"), phe("testdata_Prop_g").set_index("Area")
    found = shares(rows["Numerator"], rows["Denominator"], by=rows["Area"])
    assert list(found.index) == list(expected.index)
    same(found[["cases", "n"]], expected[["Numerator", "Denominator"]])
    same(found[["estimate", "low", "high"]], expected[["value", "lowercl", "uppercl"]])


@pytest.mark.parametrize("level", LIMITS)
def test_rates(phe, level):
    for multiplier, table in phe("testdata_Rate").groupby("multiplier"):
        found = rates(table["Numerator"], table["Denominator"], level=level, multiplier=multiplier)
        same(found[["estimate", "low", "high"]], table[["value", *LIMITS[level]]])
        assert list(found["method"]) == [METHODS[name] for name in table["method"].fillna("")]


def test_grouped_rates(phe):
    rows, expected = phe("testdata_Rate"), phe("testdata_Rate_g").set_index("Area")
    found = rates(rows["Numerator"], rows["Denominator"], by=rows["Area"])
    assert list(found.index) == list(expected.index)
    same(found[["cases", "n"]], expected[["Numerator", "Denominator"]])
    same(found[["estimate", "low", "high"]], expected[["value", "lowercl", "uppercl"]])
    assert list(found["method"]) == [METHODS[name] for name in expected["method"].fillna("")]


@pytest.fixture(scope="module")
def areas(phe):
    return phe("testdata_funnel_prop_inputs")


def test_all_labels_of_the_funnel_of_proportions(areas):
    funnel = share_funnel(areas["numerator"], areas["denominator"], spread="chance")
    found = funnel.place(areas["numerator"], areas["denominator"])
    assert list(found["label"]) == [LABELS[name] for name in areas["significance"]]
    assert len(found) == 303


def test_limits_of_the_funnel_of_proportions_to_the_printed_digit(phe, areas):
    expected = phe("testdata_funnel_prop_outputs")
    funnel = share_funnel(areas["numerator"], areas["denominator"], spread="chance", multiplier=100)
    assert funnel.baseline * 100 == pytest.approx(80.64244785714955, rel=1e-12)
    found = funnel.limits(expected["Population"])
    columns = {
        "low": "Lower2s0025limit",
        "high": "Upper2s0025limit",
        "outer_low": "Lower3s0001limit",
        "outer_high": "Upper3s0001limit",
    }
    for own, printed in columns.items():
        np.testing.assert_allclose(found[own], expected[printed], rtol=0, atol=5.0001e-7)


@pytest.mark.parametrize(
    ("events", "column", "expected", "printed"),
    [
        (10, "low", 18.39035799, 54.3763205),
        (10, "high", 4.795387629, 208.5337156),
        (10, "outer_low", 24.13397235, 41.43536693),
        (10, "outer_high", 2.960519925, 337.778507),
        (100, "low", 121.6268111, 82.21871402),
        (100, "high", 81.36400699, 122.9044681),
        (100, "outer_low", 134.9243187, 74.11562345),
        (100, "outer_high", 71.92139974, 139.0406755),
    ],
)
def test_limits_of_the_funnel_of_ratios(events, column, expected, printed):
    """tests/testthat/testdata_funnel_ratio_outputs.csv: at so many expected events the limit is
    the ratio of so many observed ones. Theirs comes from bisection to about 1e-6."""
    funnel = rate_funnel([events], [expected], baseline=1, spread="chance", multiplier=100)
    assert funnel.limits([expected])[column].item() == pytest.approx(printed, rel=2e-6)


def test_labels_of_the_funnel_of_crude_rates():
    """tests/testthat/testdata_funnel_rate_dsr_inputs.csv, column crude_per_100000_with_0: nine of
    its 40 areas, the doubtful ones among them. The common rate is that of all 40."""
    rows = [
        (2419, 264102, "High (0.001)"),
        (2111, 307381, "Not significant"),
        (2083, 297424, "High (0.025)"),
        (2010, 285516, "High (0.025)"),
        (2002, 290888, "Not significant"),
        (1825, 284206, "Not significant"),
        (1809, 288384, "Low (0.025)"),
        (1754, 282744, "Low (0.001)"),
        (0, 297820, "Low (0.001)"),
    ]
    events, persons, labels = zip(*rows, strict=True)
    funnel = rate_funnel(events, persons, baseline=75831 / 11343304, spread="chance")
    found = funnel.place(events, persons)
    assert list(found["label"]) == [LABELS[label] for label in labels]
