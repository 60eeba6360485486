"""Porsgrunn's projections of 2005, 2008, 2024 and 2026 (Statistics Norway's tables 05904, 06917,
14288 and 14746) through the evaluation, against the population registered until 2026."""

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.evaluation.findings import Grade
from analysis.evaluation.workforce_outlook import (
    Figures,
    OutlookEvaluation,
    evaluate,
    find,
    registered_in,
)
from analysis.model.definitions.outlooks import Projection, ServiceGroup, WorkforceOutlook
from analysis.sources.catalogue import find_programme

VINTAGES = {2026: "2026-2050", 2024: "2024-2050", 2008: "2008-2030", 2005: "2005-2025"}
TITLE = {"en": "x"}
GROUPS = [
    ServiceGroup(id=name, title=TITLE, printed="", first_age=first, last_age=last, place=22)
    for name, first, last in (
        ("kindergarten", 1, 5), ("school", 6, 15), ("primary", 6, 12), ("disability", 20, 66),
        ("old", 80, 89), ("oldest", 90, None), ("elderly", 80, None),
    )
]  # fmt: skip


def label(age: str) -> str:
    return re.sub(r" år eller eldre", "-", age).replace(" år", "")


def alternative(name: str) -> str:
    return re.search(r"[MLH]{4}", name)[0]


def projected(folder: Path, base_year: int) -> pd.DataFrame:
    table = pd.read_csv(folder / f"Framskrevet_folkemengde_{VINTAGES[base_year]}.csv")
    own = table[table["region"].eq("Porsgrunn")]
    return pd.DataFrame(
        {
            "alternative": own["statistikkvariabel"].map(alternative),
            "kind": "projected",
            "year": own["år"],
            "age": own["alder"].map(label),
            "persons": own["value"].astype(float),
        }
    )


def registered(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "befolkning_historisk_og_framskrevet.csv")
    own = table[table["Kommune"].eq("Porsgrunn") & table["Type"].eq("Historisk")]
    return pd.DataFrame(
        {
            "alternative": "",
            "kind": "registered",
            "year": own["År"].str[:4].astype(int),
            "age": own["Alder"].map(label),
            "persons": own["Personer"].astype(float),
        }
    )


def projection(base_year: int) -> Projection:
    names = ("MMMM", "LLML", "HHMH")
    return Projection(
        id=f"own_{base_year}", title=TITLE, source="test", base_year=base_year,
        municipality="4001", years=[2015, 2020, 2025, 2030],
        alternatives=[{"id": name.lower(), "name": name, "title": TITLE} for name in names],
    )  # fmt: skip


@pytest.fixture(scope="module")
def evaluations(shared, workspace):
    """The outlook of Porsgrunn, led by the projection of each year in turn."""
    folder = shared / "data" / "ssb-telemark"
    programme = find_programme(workspace, "porsgrunn-employer-strategy")
    came = registered(folder)
    people = {
        f"own_{year}": projected(folder, year).assign(
            alternative=lambda frame: frame["alternative"].str.lower()
        )
        for year in VINTAGES
    }

    def led_by(first: int) -> OutlookEvaluation:
        order = [first, *(year for year in VINTAGES if year != first)]
        outlook = WorkforceOutlook(
            horizon=2015 if first < 2015 else 2030,
            groups=GROUPS,
            projections=[projection(year) for year in order],
        )
        figures = Figures(people, registered_in(people, outlook, {"4001": came}))
        return evaluate(programme, outlook, figures, programme.as_of)

    return led_by


@pytest.fixture(scope="module")
def errors(evaluations):
    records = {item.projection.base_year: item for item in evaluations(2008).records}
    return records[2008].errors.set_index(["group", "year"])["estimate"].round(1)


@pytest.mark.parametrize(
    ("group", "year", "printed"),
    [
        ("kindergarten", 2012, 0.5), ("kindergarten", 2015, 4.7), ("kindergarten", 2020, 15.9),
        ("kindergarten", 2025, 26.7), ("primary", 2025, 12.0), ("old", 2020, -1.8),
        ("old", 2025, -6.7), ("oldest", 2020, -10.6), ("oldest", 2025, -0.7),
    ],
)  # fmt: skip
def test_errors_of_the_projection_of_2008(errors, group, year, printed):
    assert errors[group, year] == printed


def test_the_projection_of_2008_was_no_better_than_no_change_for_small_children(evaluations):
    record = next(r for r in evaluations(2008).records if r.projection.base_year == 2008)
    row = record.errors.set_index(["group", "year"]).loc[("kindergarten", 2025)]
    assert round(row["no_change"], 1) == 11.0
    assert row["estimate"] > row["no_change"]


def test_what_was_projected_in_2008_for_2015_stood_beside_what_the_strategy_concludes(evaluations):
    evaluation = evaluations(2008)
    assert evaluation.is_own
    ahead = {name: round(n) for name, n in evaluation.grows_by_horizon.items()}
    assert (ahead["kindergarten"], ahead["elderly"]) == (104, 91)
    row = evaluation.lead.of("kindergarten", 2015)
    assert row["low"] < row["estimate"] < row["high"]
    assert evaluation.lead.fewest == 3


def test_the_report_names_the_largest_error_of_the_oldest_projection(evaluations):
    found = next(item for item in find(evaluations(2008)) if item.key == "errors")
    assert found.grade is Grade.OBSERVED
    assert found.values["record"].projection.base_year == 2005


def test_a_projection_of_this_year_has_nothing_to_be_held_against(evaluations):
    records = {item.projection.base_year: item for item in evaluations(2026).records}
    assert records[2026].years == ()
    assert records[2024].years == (2025, 2026)


@pytest.mark.slow
def test_old_and_new_age_groups_give_the_same_services(evaluations):
    for base_year in VINTAGES:
        lead = evaluations(base_year).lead
        assert lead.lacking == ()
        assert lead.base["exact"].all()
