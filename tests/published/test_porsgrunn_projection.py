"""The 2008 projection for Porsgrunn (Statistics Norway, table 06917) against what came.

Figures of the project's notes on the domain: per cent by which the main alternative was too high.
"""

from pathlib import Path

import pandas as pd
import pytest

from analysis.methods.workforce import error_summary, projection_errors

GROUPS = ["1-5 år", "6-12 år", "80-89 år", "90 år eller eldre"]


@pytest.fixture(scope="module")
def errors(shared: Path) -> pd.DataFrame:
    folder = shared / "data" / "ssb-telemark"
    names = {"år": "year", "alder": "age_group", "Alder": "age_group", "Personer": "value"}
    old = pd.read_csv(folder / "Framskrevet_folkemengde_2008-2030.csv").rename(columns=names)
    main = old[old["region"].eq("Porsgrunn") & old["statistikkvariabel"].str.contains("MMMM")]
    now = pd.read_csv(folder / "befolkning_historisk_og_framskrevet.csv").rename(columns=names)
    known = now[now["Kommune"].eq("Porsgrunn") & now["Type"].eq("Historisk")]
    came = known.assign(year=known["År"].str[:4].astype(int))
    chosen = [part[part["age_group"].isin(GROUPS)] for part in (main, came)]
    return projection_errors(*chosen, base_year=2008)


@pytest.mark.parametrize(
    ("group", "year", "printed"),
    [
        ("1-5 år", 2012, 0.5), ("1-5 år", 2015, 4.7), ("1-5 år", 2020, 15.9),
        ("1-5 år", 2025, 26.7), ("6-12 år", 2012, 1.7), ("6-12 år", 2015, 1.7),
        ("6-12 år", 2020, 4.7), ("6-12 år", 2025, 12.0), ("80-89 år", 2012, 1.0),
        ("80-89 år", 2015, 1.0), ("80-89 år", 2020, -1.8), ("80-89 år", 2025, -6.7),
        ("90 år eller eldre", 2012, -2.5), ("90 år eller eldre", 2015, -1.1),
        ("90 år eller eldre", 2020, -10.6), ("90 år eller eldre", 2025, -0.7),
    ],
)  # fmt: skip
def test_errors_by_age_group_and_year(errors, group, year, printed):
    row = errors[errors["age_group"].eq(group) & errors["year"].eq(year)].iloc[0]
    assert round(row["estimate"], 1) == printed
    assert row["horizon"] == year - 2008


def test_the_base_year_is_left_out_and_years_to_come_are_missing(errors):
    assert errors["year"].min() == 2009
    assert set(errors[errors["year"] > 2026]["status"]) == {"missing"}


def test_children_were_projected_too_high_at_every_horizon_from_ten_years(errors):
    children = error_summary(errors[errors["age_group"].eq("1-5 år")])
    bias = children[children["statistic"].eq("bias")].set_index("horizon")["estimate"]
    assert (bias.loc[10:17] > 5).all()
