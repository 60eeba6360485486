"""Invented participants in a real panel, through the whole evaluation of a network programme.

Sick leave in 290 Swedish municipalities (Kolada N00090), 2008 to 2019. No published result: what is
checked is what the first page would say where there is nothing to find, where half a point was
planted, and where those with the highest figures are picked.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from making_network import invented_network

from analysis.display.languages import Language
from analysis.display.network_programme.sentences import NetworkWords
from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.network_programme import evaluate, find
from analysis.model.definitions import Programme
from analysis.model.definitions.networks import Wave
from analysis.model.observations import observation_table
from analysis.model.periods import Period
from analysis.sources.catalogue import find_programme

JOINERS, YEARS = 32, (2012, 2013, 2014, 2015)
CLAIMS = (Grade.INDICATED, Grade.ESTABLISHED)

Run = Callable[..., tuple[Finding, ...]]


@pytest.fixture(scope="module")
def panel(shared: Path) -> pd.DataFrame:
    file = shared / "data" / "kolada-ddf" / "ddf--datapoints--n00090--by--geo--year.csv"
    if not file.is_file():
        pytest.skip(f"no {file}")
    table = pd.read_csv(file, dtype={"geo": str})
    table = table[table["geo"].ne("0") & table["year"].between(2008, 2019)]
    return observation_table(
        {
            "indicator": "absence",
            "municipality": row.geo,
            "period": Period(int(row.year)),
            "value": float(row.n00090),
            "source": "store:kolada/N00090",
        }
        for row in table.itertuples()
    )


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """An invented network with a wave for each of the four years."""
    workspace = invented_network(tmp_path_factory.mktemp("network"))
    found = find_programme(workspace, "invented-network")
    first = found.network.waves[0]
    waves = tuple(
        Wave(id=f"w{year}", title=first.title, prints=(str(year),), year=year) for year in YEARS
    )
    network = found.network.model_copy(update={"waves": waves})
    return found.model_copy(update={"network": network, "as_of": Period(2019)})


@pytest.fixture(scope="module")
def run(panel: pd.DataFrame, programme: Programme) -> Run:
    def findings(joined: dict[str, int], effect: float = 0.0) -> tuple[Finding, ...]:
        rows = [
            {"municipality": unit, "number": unit, "wave": str(year), "theme": "", "start": "",
             "source": "", "quality": "read"}
            for unit, year in joined.items()
        ]  # fmt: skip
        tables = {programme.network.participants: pd.DataFrame(rows)}
        changed = panel
        if effect:
            years = panel["period"].map(lambda period: period.year)
            after = years >= panel["municipality"].map(joined).fillna(9999)
            changed = panel.assign(value=panel["value"] + effect * after)
        return find(evaluate(programme, tables, programme.as_of, panel=changed))

    return findings


def by_lot(panel: pd.DataFrame, seed: int) -> dict[str, int]:
    generator = np.random.default_rng(seed)
    chosen = generator.choice(panel["municipality"].unique(), JOINERS, replace=False)
    return dict(zip(chosen, np.resize(YEARS, JOINERS).tolist(), strict=True))


def highest(panel: pd.DataFrame, year: int, n: int, over: int = 1) -> dict[str, int]:
    """The ``n`` municipalities highest in the mean of the ``over`` years up to ``year`` join in
    the year after."""
    years = panel["period"].map(lambda period: year - over < period.year <= year)
    means = panel[years].groupby("municipality")["value"].mean()
    return dict.fromkeys(means.nlargest(n).index, year + 1)


def grade(findings: tuple[Finding, ...]) -> Grade:
    return next(finding.grade for finding in findings if finding.key == "effect")


@pytest.mark.slow
def test_participants_by_lot_are_seldom_said_to_have_gained(panel, run):
    grades = [grade(run(by_lot(panel, seed))) for seed in range(60)]
    assert sum(found in CLAIMS for found in grades) <= 4
    assert sum(found is Grade.NOT_SHOWN for found in grades) >= 50


@pytest.mark.slow
def test_of_a_thousand_draws_by_lot_at_most_seven_per_cent_are_claimed(panel, run):
    grades = [grade(run(by_lot(panel, seed))) for seed in range(1000)]
    assert np.mean([found in CLAIMS for found in grades]) <= 0.07
    assert Grade.ESTABLISHED not in grades


@pytest.mark.slow
def test_a_planted_half_point_is_found(panel, run):
    grades = [grade(run(by_lot(panel, seed), -0.5)) for seed in range(30)]
    assert np.mean([found is Grade.INDICATED for found in grades]) >= 0.75


@pytest.mark.parametrize("year", [2011, 2012, 2013, 2014])
@pytest.mark.parametrize(("n", "over"), [(32, 1), (60, 1), (32, 3), (80, 3)])
def test_the_highest_are_never_said_to_have_gained_and_the_page_warns(panel, run, year, n, over):
    findings = run(highest(panel, year, n, over))
    effect = next(finding for finding in findings if finding.key == "effect")
    assert effect.values["effect"].main.significant, "the false effect is there"
    assert effect.values["effect"].main.estimate < -0.3
    assert effect.grade is Grade.NOT_ASSESSABLE


def test_the_warning_is_in_words(panel, run, programme):
    findings = run(highest(panel, 2012, 32))
    words = NetworkWords(programme, Language("en"))
    blocks = [words.block(finding) for finding in findings[:2]]
    effect, start = (" ".join(map(str, (b.statement, *b.details))) for b in blocks)
    assert str(blocks[0].label) == "Cannot be said"
    assert "participants changed by −0.69 percentage points after joining" in effect
    assert "regression to the mean" in effect
    assert "1.6 percentage points above the others" in start
    assert "a difference after joining can come of that alone" in start


def test_some_of_the_highest_are_warned_of_too(panel, run):
    """Half of the 80 highest join: others with as high figures remain to compare with."""
    for seed, year in enumerate((2011, 2012, 2013, 2014)):
        high = highest(panel, year, 80, 3)
        chosen = np.random.default_rng(seed).choice(sorted(high), 40, replace=False)
        findings = run({unit: high[unit] for unit in chosen})
        assert grade(findings) not in CLAIMS
        start = next(finding for finding in findings if finding.key == "start_level")
        assert start.values["effect"].began_apart
