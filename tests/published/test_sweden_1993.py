"""Swedish women 1993 carried forward ten years (Preston, Heuveline and Guillot 2001, Box 6.1)."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.methods.workforce import intrinsic_growth_rate, project_population


@pytest.fixture(scope="module")
def women(shared: Path) -> pd.DataFrame:
    name = "sweden93_females_cohort_component.csv"
    return pd.read_csv(shared / "golden" / "population" / name, index_col="age")


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict:
    return json.loads((shared / "golden" / "expected.json").read_text())["population"]["sweden93"]


def projected(women: pd.DataFrame) -> pd.DataFrame:
    found = project_population(
        women["pop1993"], women["nLx_per_100000"], women["fertility"], steps=2, sex_ratio=1.05
    )
    return found.pivot(index="age", columns="step", values="estimate")


def test_every_age_to_the_person(women):
    found = projected(women).round()
    assert list(found[1]) == list(women["expected_1998"])
    assert list(found[2]) == list(women["expected_2003"])


def test_the_totals(women, expected):
    totals = projected(women).sum().round()
    published = [expected["total_1993"], expected["total_1998"], expected["total_2003"]]
    assert list(totals) == published
    assert published == [4_397_428, 4_449_570, 4_478_712]


def test_the_rate_of_growth_in_the_end(women, expected):
    found = intrinsic_growth_rate(women["nLx_per_100000"], women["fertility"], width=5)
    assert round(found.estimate, 9) == expected["intrinsic_r"]
