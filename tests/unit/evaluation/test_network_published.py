"""Two real network programmes: their files against the sources, and what may be said of them."""

import pandas as pd
import pytest

from analysis.evaluation.findings import Grade
from analysis.evaluation.network_programme import NetworkEvaluation, evaluate, faulty, find
from analysis.evaluation.network_programme.citations import quote
from analysis.model.definitions import Programme
from analysis.model.definitions.networks import Cited
from analysis.model.periods import Period
from analysis.model.places import Municipality, NumberInForce
from analysis.sources.catalogue import find_programme
from analysis.sources.snapshots import read_table
from analysis.sources.workspace import Workspace

SAMAN, KVALITET = "saman-om-ein-betre-kommune", "kvalitetskommuneprogrammet"


def tables_of(workspace: Workspace, programme: Programme) -> dict[str, pd.DataFrame]:
    return {name: read_table(workspace, name) for name in programme.source_ids}


def evaluated(workspace: Workspace, name: str, as_of: str = "") -> NetworkEvaluation:
    programme = find_programme(workspace, name)
    date = Period.parse(as_of) if as_of else programme.as_of
    return evaluate(programme, tables_of(workspace, programme), date)


@pytest.fixture(scope="module")
def saman(workspace: Workspace) -> NetworkEvaluation:
    return evaluated(workspace, SAMAN)


@pytest.fixture(scope="module")
def kvalitet(workspace: Workspace) -> NetworkEvaluation:
    return evaluated(workspace, KVALITET)


@pytest.mark.parametrize("name", [SAMAN, KVALITET])
def test_every_cited_figure_stands_in_its_source(workspace, name):
    programme = find_programme(workspace, name)
    assert list(faulty(programme, tables_of(workspace, programme))) == []


def test_a_figure_no_source_holds_and_a_voice_nobody_named_are_faults(workspace):
    programme = find_programme(workspace, SAMAN)
    tables = tables_of(workspace, programme)
    lacking = tables | {"published/saman-outcomes/2026-11": tables[SOURCE].iloc[:0]}
    keys = [key for key, _, _ in faulty(programme, lacking)]
    assert "network: Vefsn, sick leave total, baseline, at start (2011)" in keys
    mute = programme.model_copy(update={"parties": ()})
    assert ("there is no 'union'") in [found for _, found, _ in faulty(mute, tables)]


SOURCE = "published/saman-outcomes/2026-11"


def test_a_citation_reads_the_figure_as_it_is_printed(workspace):
    tables = {SOURCE: read_table(workspace, SOURCE)}
    rate = Cited(
        source=SOURCE,
        of="programme",
        indicator="closing survey: response rate",
        period="end of 2015",
    )
    found = quote(rate, tables)
    assert (found.printed, found.value, found.certain) == ("70-75", None, True)
    start = Cited(
        source=SOURCE, of="Vefsn", indicator="sick leave total, baseline", period="at start (2011)"
    )
    found = quote(start, tables)
    assert (found.value, found.rounding) == (8.6, 0.05)
    assert "regjeringen.no" in found.address
    with pytest.raises(LookupError):
        quote(start.model_copy(update={"of": "Nowhere"}), tables)


def test_saman_names_28_of_about_110_and_says_how_little_is_known(saman):
    known = saman.coverage
    assert (known.named, known.wave_known, known.theme_known) == (28, 12, 23)
    assert known.uncertain == 3
    assert known.total is not None
    assert known.total.number == 110
    assert known.total.quoted.approximate
    people = saman.participants.set_index("municipality")
    assert set(people.index[~people["certain"]]) == {"Verdal", "Levanger", "Andebu"}
    assert people.loc["Porsgrunn", ["wave", "theme"]].tolist() == ["second", "sick_leave"]
    assert people.loc["Porsgrunn", "year"] == 2013
    assert people.loc["Drammen", "wave"] == ""


def test_each_source_gives_its_own_number_of_participants(saman, kvalitet):
    numbers = [(stated.count.by, stated.number) for stated in saman.counts]
    assert numbers == [
        ("county", 53),
        ("union", 104),
        ("presentation", 104),
        ("centre_party", 109),
        ("programme_site", 110),
        ("oslo_economics", 110),
    ]
    assert [stated.number for stated in kvalitet.counts] == [90, 124, 138, 140]


def test_the_document_holds_four_themes_with_goals_one_through_all_and_six_experiences(saman):
    network = saman.network
    own = [theme.id for theme in network.themes if theme.goal]
    assert own == ["sick_leave", "full_time", "skills", "reputation"]
    assert [theme.id for theme in network.themes if theme.cross_cutting] == ["innovation"]
    assert len(network.experiences) == 6
    assert {item.place for item in network.experiences} == {6}
    assert {theme.place for theme in network.themes if theme.goal} == {5}


def test_what_was_published_of_later_years_is_left_out_and_counted(workspace, saman):
    assert saman.later == 1
    assert "hamar" not in [item.outcome.id for item in saman.outcomes]
    later = evaluated(workspace, SAMAN, "2020")
    assert later.later == 0
    hamar = next(item for item in later.outcomes if item.outcome.id == "hamar")
    assert (hamar.value("before"), hamar.value("after")) == (57.0, 67.5)
    early = evaluated(workspace, SAMAN, "2013")
    assert [item.outcome.id for item in early.outcomes] == ["mandal", "arendal", "reputation"]


def test_the_means_of_kvalitetskommune_differ_by_less_than_a_third_of_a_point(kvalitet):
    means = kvalitet.means
    assert (means.before, means.after) == (10.4, 10.3)
    assert (means.others_before, means.others_after) == (9.7, 9.9)
    assert means.difference == pytest.approx(-0.3)
    assert means.rounding == pytest.approx(0.2)
    assert means.start_gap == pytest.approx(0.7)


def test_the_means_never_come_out_as_proof(kvalitet):
    findings = {finding.key: finding for finding in find(kvalitet)}
    assert findings["published_means"].grade is Grade.NOT_ASSESSABLE
    claims = findings["published_means"].values["claims"]
    assert [claim.value("difference") for claim in claims] == [0.4]
    assert not {Grade.INDICATED, Grade.ESTABLISHED} & {f.grade for f in find(kvalitet)}


def test_the_programme_is_dated_by_the_union_and_the_ministry_apart(kvalitet):
    dated = {item.by: item.text["en"] for item in kvalitet.network.dates}
    assert "2006 to 2010" in dated["union"]
    assert "1 January 2007 to 31 December 2009" in dated["ministry"]
    versions = kvalitet.network.disagreements[1].versions
    assert [item.text["en"] for item in versions] == [
        "23 October 2006",
        "28 October (the year is lost)",
    ]


def test_the_findings_on_saman_claim_nothing_of_their_own(saman):
    found = [(finding.key, finding.grade) for finding in find(saman)]
    assert found == [
        ("evaluations", Grade.NOT_ASSESSABLE),
        ("experiences", Grade.ASSERTED),
        ("outcomes", Grade.OBSERVED),
        ("participants", Grade.OBSERVED),
        ("no_panel", Grade.NOT_ASSESSABLE),
    ]
    values = {finding.key: finding.values for finding in find(saman)}
    assert values["outcomes"]["n"] == 8
    assert values["outcomes"]["own"] == 6
    assert values["outcomes"]["uncertain"] == 0


@pytest.mark.parametrize(("name", "named", "about"), [("Vefsn", True, 2), ("Oslo", False, 0)])
def test_of_one_municipality_it_is_said_whether_it_is_named(workspace, name, named, about):
    programme = find_programme(workspace, SAMAN)
    place = Municipality(name=name, country="NO", numbers=(NumberInForce(number="1824"),))
    tables = tables_of(workspace, programme)
    evaluation = evaluate(programme, tables, programme.as_of, place=place)
    first = find(evaluation)[0]
    assert first.key == "own_part"
    assert (first.values["row"] is not None) is named
    assert len(first.values["outcomes"]) == about


def test_another_municipality_of_the_same_name_is_not_the_one_in_the_list(workspace):
    programme = find_programme(workspace, SAMAN)
    tables = tables_of(workspace, programme)

    def named(number: str, numbers: dict[str, str] | None) -> bool:
        place = Municipality(name="Vefsn", country="NO", numbers=(NumberInForce(number=number),))
        found = evaluate(programme, tables, programme.as_of, place=place, numbers=numbers)
        return found.own_row is not None

    assert named("1824", {"Vefsn": "1824"})
    assert not named("1999", {"Vefsn": "1824"})
    assert not named("1824", {}), "a name that several have names none"
    assert named("1824", None)


def test_how_many_more_took_part_is_known_from_an_exact_total_only(saman, kvalitet):
    assert saman.coverage.unnamed == 0, "about 110"
    assert kvalitet.coverage.unnamed == 138 - kvalitet.coverage.named


def test_a_programme_without_a_network_is_refused(workspace, porsgrunn):
    with pytest.raises(ValueError, match="no network"):
        evaluate(porsgrunn, {}, porsgrunn.as_of)
