"""HME indices that municipalities and Kolada have published."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.methods.surveys import HME_ITEMS, all_items, indices_of_means, response_rates

NAMES = ("motivation", "ledarskap", "styrning")


def total(*sub_indices: float) -> float:
    """The total of items that all stand at the mean of their sub-index, back on the scale."""
    means = [1 + 4 * value / 100 for value in sub_indices for _ in range(3)]
    found = indices_of_means(pd.DataFrame([means], columns=all_items(HME_ITEMS))).iloc[0]
    assert list(found[list(HME_ITEMS)]) == pytest.approx(list(sub_indices))
    return float(found["total"])


def test_totals_of_municipalities_are_those_of_their_sub_indices(shared: Path):
    """All municipalities and years of which both were found, each printed without decimals.

    A sub-index printed as 82 lies between 81.5 and 82.5, so the total may be half a point off and
    half a point more by its own rounding.
    """
    table = pd.read_csv(shared / "data" / "published" / "municipal_series.csv", dtype=str)
    table = table[table["indicator"].str.startswith("HME")]
    wide = table.pivot_table(
        index=["municipality", "year"], columns="indicator", values="value", aggfunc="first"
    )
    names = [f"HME sub-index {name}" for name in NAMES]
    complete = wide.dropna(subset=[*names, "HME total index"]).astype(float)
    assert len(complete) >= 1
    for _, row in complete.iterrows():
        assert abs(total(*row[names]) - row["HME total index"]) <= 1.0


@pytest.mark.parametrize(
    ("municipality", "sub_indices", "printed"),
    [
        ("Enköping 2017", (82, 79, 84), 82),
        ("Landskrona 2017", (82, 81, 83), 82),
    ],
)
def test_the_total_rounds_to_the_printed_one(municipality, sub_indices, printed):
    """Enköping, enkoping.se, "Starka resultat i medarbetarenkäten"; Landskrona, landskrona.se,
    "Positiva resultat i årets medarbetarundersökning"; motivation, leadership, governance."""
    assert round(total(*sub_indices)) == printed


def test_totals_lie_on_the_steps_of_the_values_that_kolada_holds(shared: Path):
    """Means of items were reported with two decimals, so totals go by 25/100/9 = 1/36.

    All totals of 2011 in Kolada (U00200) and nearly all of 2012 do so: the factor is 25 and the
    total the mean of nine items. Of numbers at random one in 250 would.
    """
    file = "ddf--datapoints--u00200--by--geo--year.csv"
    kolada = pd.read_csv(shared / "data" / "kolada-ddf" / file).set_index("year")["u00200"] * 36
    on_step = (kolada - kolada.round()).abs() < 0.002
    assert on_step[2011].mean() == 1
    assert on_step[2012].mean() > 0.95
    means = np.random.default_rng(1).integers(100, 501, (50, 9)) / 100
    ours = indices_of_means(pd.DataFrame(means, columns=all_items(HME_ITEMS)))["total"] * 36
    assert np.abs(ours - np.round(ours)).max() < 1e-9


def test_the_response_rate_of_malmo():
    """Malmö stad, personalredovisning 2016: 17 115 answers of 20 510 are 83 per cent."""
    counts = pd.DataFrame({"answered": [17115], "invited": [20510]})
    assert round(100 * response_rates(counts)["estimate"].iloc[0]) == 83
