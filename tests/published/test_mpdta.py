"""Minimum wages and teenage employment in 500 counties (Callaway and Sant'Anna 2021).

The data come with the R package did; the numbers are those of its README and of its authors'
code (see the manifest). Printed to four decimals.
"""

import json
from pathlib import Path

import pandas as pd
import pytest
from scipy import stats

from analysis.methods.difference_in_differences import (
    by_group,
    event_study,
    group_time_effects,
    overall,
    pre_trend,
    two_way_fixed_effects,
)

PRINTED = 0.00005


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict:
    return json.loads((shared / "golden" / "expected.json").read_text())["did"]


@pytest.fixture(scope="module")
def counties(shared: Path) -> pd.DataFrame:
    table = pd.read_csv(shared / "golden" / "did" / "mpdta.csv")
    names = {"year": "period", "countyreal": "unit", "lemp": "value", "first.treat": "first"}
    return table.rename(columns=names)


@pytest.fixture(scope="module")
def effects(counties):
    return group_time_effects(counties)


def by_cell(effects, column: str) -> dict[str, float]:
    frame = effects.frame
    return {f"{g},{t}": v for g, t, v in zip(frame.group, frame.period, frame[column], strict=True)}


def by_key(table: pd.DataFrame, column: str) -> dict[str, float]:
    return {str(k): v for k, v in zip(table[column], table["estimate"], strict=True)}


def agree(found: dict[str, float], expected: dict[str, float]) -> None:
    assert {key: found[key] for key in expected} == pytest.approx(expected, abs=PRINTED)


def test_the_sample_is_that_of_the_paper(effects):
    assert (effects.n_joiners, effects.n_never, effects.balanced) == (191, 309, True)
    assert len(effects.excluded) == 0
    assert effects.frame.groupby("group")["n_treated"].first().to_dict() == {
        2004: 20,
        2006: 40,
        2007: 131,
    }


def test_the_effects_of_all_cohorts_and_years(effects, expected):
    assert len(effects.frame) == len(expected["mpdta_attgt_never_treated"]) == 12
    agree(by_cell(effects, "estimate"), expected["mpdta_attgt_never_treated"])


def test_their_standard_errors(effects, expected):
    errors = {k: v for k, v in expected["mpdta_analytic_se"].items() if k != "note"}
    agree(by_cell(effects, "standard_error"), errors)


def test_the_dynamic_aggregation(effects, expected):
    dynamic = {k: v for k, v in expected["mpdta_dynamic"].items() if k.lstrip("-").isdigit()}
    agree(by_key(event_study(effects), "event_time"), dynamic)
    assert len(event_study(effects)) == len(dynamic)
    found = overall(effects, "dynamic")
    assert found.estimate == pytest.approx(expected["mpdta_dynamic"]["overall"], abs=PRINTED)
    # The README's bootstrap gives .0196, the manifest's .0203.
    error = found.smallest / stats.t.ppf(0.975, found.df)
    assert error == pytest.approx(0.0200, abs=0.0005)


def test_the_dynamic_aggregation_balanced_at_one_year(effects, expected):
    balanced = expected["mpdta_dynamic_balance_e1"]
    table = event_study(effects, balance_e=1)
    agree(by_key(table, "event_time"), {k: balanced[k] for k in ("0", "1")})
    assert list(table["event_time"]) == [-2, -1, 0, 1]
    found = overall(effects, "dynamic", balance_e=1).estimate
    assert found == pytest.approx(balanced["overall"], abs=PRINTED)


def test_the_group_aggregation(effects, expected):
    group = expected["mpdta_group"]
    agree(by_key(by_group(effects), "group"), {k: v for k, v in group.items() if k != "overall"})
    found = overall(effects, "group")
    assert found.estimate == pytest.approx(group["overall"], abs=PRINTED)
    # The README's bootstrap gives .0123.
    assert found.smallest / stats.t.ppf(0.975, found.df) == pytest.approx(0.0124, abs=0.0002)


def test_the_simple_aggregation(effects, expected):
    found = overall(effects, "simple").estimate
    assert found == pytest.approx(expected["mpdta_simple"], abs=1e-12)


def test_the_simple_aggregation_against_those_not_yet_treated(counties, expected):
    found = overall(group_time_effects(counties, control="not_yet"), "simple").estimate
    assert found == pytest.approx(expected["mpdta_simple_not_yet"], abs=1e-10)


def test_the_doubly_robust_effects_given_population(counties, expected):
    effects = group_time_effects(counties, covariates=["lpop"])
    agree(by_cell(effects, "estimate"), expected["mpdta_dr_lpop"])


def test_a_universal_base_has_the_same_effects_after_joining(counties, effects):
    universal = group_time_effects(counties, base="universal")
    after = [f.frame[f.frame["phase"] == "after"] for f in (effects, universal)]
    assert list(after[0]["estimate"]) == pytest.approx(list(after[1]["estimate"]), abs=1e-12)


def test_the_pre_test_of_the_readme(effects):
    """README of did: 'P-value for pre-test of parallel trends assumption: 0.16812'."""
    assert pre_trend(effects).p == pytest.approx(0.16812, abs=0.000005)


def test_two_way_fixed_effects(effects, expected):
    found = two_way_fixed_effects(effects).estimate
    assert found == pytest.approx(expected["mpdta_twfe"], abs=0.0000005)
