"""Exploring the real figures: choices, refusals in words, views, and the line for a report."""

import pytest

from analysis.display.exploration import NAMES
from analysis.errors import ParameterError, TiltakError
from analysis.model.periods import Period
from analysis.notebook.explore import Explore
from analysis.sources.workspace import VARIABLE

PROGRAMMES = (
    *("attraktiv-arbetsgivare", "drammen-employer-policy", "grastorp-kommunkompassen"),
    *("kvalitetskommuneprogrammet", "olofstrom-2017", "porsgrunn-employer-strategy"),
    *("porsgrunn-sick-leave", "saman-om-ein-betre-kommune", "vallentuna-kommunkompassen"),
)


@pytest.fixture(autouse=True)
def here(workspace, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(workspace.root))


@pytest.fixture
def porsgrunn() -> Explore:
    return Explore("porsgrunn-sick-leave", language="en")


@pytest.fixture
def helsingborg() -> Explore:
    return Explore(municipality="1283", language="sv").choose(indicator="sick_leave_se")


def words(blocks) -> str:
    """Everything that blocks say, as a reader meets it."""
    return blocks._repr_mimebundle_()["text/html"].split("</style>", 1)[1]


def test_the_series_is_that_of_the_document_with_its_doubts(porsgrunn):
    series = porsgrunn.series
    assert len(series) == 16
    assert series["value"].loc[Period.parse("2008Q4")] == 8.1
    doubtful = series.index[series["quality"].eq("doubtful")]
    assert [str(period) for period in doubtful] == ["2007Q4", "2008Q4"]
    assert series["beside"].loc[Period.parse("2008Q4")] == 7.1


def test_the_finding_describes_and_says_that_nothing_is_tested(porsgrunn):
    said = porsgrunn.finding
    assert said.statement.plain == "Sick leave, quarter 4 of 2008: 8.1 per cent in Porsgrunn."
    told = " ".join(detail.plain for detail in said.details)
    assert "1.6 percentage points less than in quarter 4 of 2007" in told
    assert "The figure is doubtful, and that of quarter 4 of 2007 too." in told
    assert "nothing is tested" in told


def test_the_figure_draws_targets_start_and_gaps_of_what_is_chosen(porsgrunn):
    figure = porsgrunn.choose(since="2006Q1").figure
    texts = {text.get_text() for text in figure.axes[0].texts}
    assert {"Programme starts", "Desired 6.0", "Good enough 6.8", "Porsgrunn", "Norway"} <= texts
    alt = porsgrunn.view("series")[0].alt
    assert "11.0 in quarter 1 of 2006, 8.1 in quarter 4 of 2008" in alt


def test_the_same_quarter_is_compared_with_itself(porsgrunn):
    changes = porsgrunn.view("same_quarter").frame
    assert changes.loc[4, 2008] == 8.1
    assert changes.loc[4, "change_on_previous"] == pytest.approx(8.1 - 9.7)


def test_peers_have_quartiles_and_names(helsingborg):
    band = helsingborg.evaluation.band
    assert [str(period) for period in band.index] == ["2014", "2015", "2016", "2017", "2018"]
    assert band.loc[Period(2018), "n"] == 10
    assert "Bjuv" in words(helsingborg.view("peers"))
    assert set(helsingborg.peers.columns) >= {"municipality", "period", "value"}


def test_named_peers_are_told_by_name(helsingborg):
    helsingborg.choose(peers="1282, Bjuv, 1292, 1276, 1278")
    assert set(helsingborg.peers["municipality"]) == {"1282", "1260", "1292", "1276", "1278"}
    assert "Landskrona" in words(helsingborg.findings)


def test_a_choice_stays_until_another_is_made(porsgrunn):
    porsgrunn.choose(since="2007Q1").choose(until="2008Q2")
    assert [str(p) for p in porsgrunn.series.index][:: len(porsgrunn.series) - 1] == [
        "2007Q1",
        "2008Q2",
    ]
    assert len(porsgrunn.choose(since="").series) == 14


def test_figures_after_the_programmes_own_date_are_not_looked_at_unless_asked(porsgrunn):
    assert porsgrunn._desk.as_of == Period.parse("2009Q1")
    assert porsgrunn.choose(until="2015Q4")._desk.as_of == Period.parse("2015Q4")


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"indicator": "sick_leav"}, "Did you mean 'sick_leave'"),
        ({"indicator": 7}, "indicator is 7. Accepted: text in quotes"),
        ({"municipality": 301}, "municipality is 301. Accepted: text in quotes"),
        ({"municipality": "9999"}, "no municipality has the number '9999'"),
        ({"programme": "porsgrunn-sick-leaves"}, "Did you mean 'porsgrunn-sick-leave'"),
        ({"by": "quarters"}, "Did you mean 'quarter'"),
        ({"since": "spring"}, "since: 'spring' is not a period"),
        ({"since": "2008Q1", "until": "2007Q1"}, "until (2007Q1) lies before since (2008Q1)"),
        ({"peers": "group"}, "`tiltak fetch klass groups` brings them"),
        ({"peers": "4001,Atlantis"}, "'Atlantis'"),
        ({"groups": "unit"}, "Did you mean 'units'"),
        ({"compare": "sick_leave_ssb_doctor"}, "One is all sick leave, the other only"),
        ({"compare": "hme_total"}, "there is no series to compare with 'hme_total'"),
        ({"indikator": "sick_leave"}, "Did you mean 'indicator'"),
    ],
)
def test_what_is_given_wrongly_is_answered_in_words_and_changes_nothing(porsgrunn, chosen, said):
    porsgrunn.choose(since="2006Q1")
    before = repr(porsgrunn)
    with pytest.raises(ParameterError) as refusal:
        porsgrunn.choose(**chosen)
    assert said in str(refusal.value)
    assert repr(porsgrunn) == before
    assert len(porsgrunn.series) == 12


def test_a_value_without_a_name_and_a_part_that_is_not_there_are_answered(porsgrunn):
    with pytest.raises(ParameterError, match=r"say what '4001' is"):
        porsgrunn.choose("4001")
    with pytest.raises(ParameterError, match=r"Did you mean 'series'"):
        _ = porsgrunn.serie
    assert not hasattr(porsgrunn, "serie")


def test_a_refused_comparison_is_answered_in_the_analysts_language(helsingborg):
    with pytest.raises(
        ParameterError, match=r"får inte|kan inte|inte|är en andel av sjukfrånvaron"
    ):
        helsingborg.choose(compare="sick_leave_se_long_share")
    assert len(helsingborg.evaluation.beside) == 0


def test_the_country_stands_beside_where_it_is_asked_for(helsingborg):
    beside = helsingborg.choose(compare="country").series["beside"]
    assert beside.loc[Period(2016)] == 7.2


def test_another_municipality_leaves_the_programme_of_the_former(porsgrunn):
    porsgrunn.choose(since="2006Q1").choose(municipality="1283")
    assert repr(porsgrunn) == "<Explore: Helsingborg>"
    assert repr(porsgrunn.choose(municipality="Porsgrunn")) == "<Explore: Porsgrunn>"
    porsgrunn.choose(programme="porsgrunn-sick-leave").choose(municipality="0805")
    assert repr(porsgrunn) == "<Explore: Porsgrunn, porsgrunn-sick-leave>"


def test_a_programme_of_many_keeps_the_municipality_that_is_looked_at(porsgrunn):
    porsgrunn.choose(programme="saman-om-ein-betre-kommune")
    assert repr(porsgrunn) == "<Explore: Porsgrunn, saman-om-ein-betre-kommune>"
    porsgrunn.choose(municipality="Drammen")
    assert repr(porsgrunn) == "<Explore: Drammen, saman-om-ein-betre-kommune>"


def test_the_controls_and_the_object_are_one(porsgrunn):
    from analysis.notebook.explore.widgets import Panel

    panel = Panel(porsgrunn)
    panel._controls["municipality"].value = "1283"
    assert repr(porsgrunn) == "<Explore: Helsingborg>"
    assert "Helsingborg by year" in panel._shown.value
    porsgrunn.choose(programme="porsgrunn-sick-leave", since="2007Q1")
    assert panel._controls["municipality"].value == "4001"
    assert panel._controls["periods"].value == ("2007Q1", "2008Q4")
    panel._controls["periods"].value = ("2005Q1", "2008Q1")
    assert "since" not in repr(porsgrunn)
    assert repr(porsgrunn).endswith("until=2008Q1>")
    panel._controls["periods"].value = ("2005Q1", "2008Q4")
    panel._controls["compare"].value = "sick_leave_ssb_doctor"
    assert 'role="alert"' in panel._shown.value
    assert panel._controls["compare"].value == ""
    panel._button.click()
    assert "report.view(&quot;series&quot;" in panel._line.value


def test_indicators_are_meant_by_title_in_any_language(helsingborg):
    helsingborg.choose(indicator="Sick leave in all, Swedish municipalities")
    assert repr(helsingborg).endswith("indicator=sick_leave_se>")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
@pytest.mark.parametrize("view", NAMES)
def test_every_view_is_there_in_every_language(view, language):
    for explore in (
        Explore("porsgrunn-sick-leave", language=language),
        Explore(municipality="1283", language=language),
    ):
        assert words(explore.view(view)).strip()


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_programme_is_shown_or_says_what_is_missing(programme):
    explore = Explore(programme)
    assert words(explore.here)
    if explore._desk.indicators:
        assert all(words(explore.view(name)) for name in NAMES)
        return
    with pytest.raises(TiltakError, match=r"no figures|no municipality is chosen"):
        explore.view("series")


def test_the_programmes_are_all_of_them(workspace):
    assert set(Explore().programmes) == set(PROGRAMMES)


def test_what_is_here_lists_spans_and_sources(helsingborg):
    held = helsingborg.here.frame.set_index("id")
    assert held.loc["sick_leave_se", "values"] == 5
    assert held.loc["sick_leave_se", "others"] == 11
    assert "1283" in set(helsingborg.municipalities.frame["number"])


def test_the_line_for_a_report_holds_what_was_chosen_and_nothing_the_report_knows(porsgrunn):
    assert porsgrunn.report_cell() == 'report.view("series", indicator="sick_leave")'
    porsgrunn.choose(since="2006Q1", compare="none")
    porsgrunn.view("same_quarter")
    line = 'report.view("same_quarter", indicator="sick_leave", since="2006Q1", compare="none")'
    assert str(porsgrunn.report_cell()) == line
    bundle = porsgrunn.report_cell("peers")._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"] == line.replace("same_quarter", "peers")


def test_the_line_names_the_municipality_where_the_programme_has_none():
    explore = Explore("attraktiv-arbetsgivare", "1283").choose(indicator="hme_total")
    assert 'municipality="1283"' in explore.report_cell()


def test_the_text_of_an_explorer_is_the_same_whenever_it_is_shown(porsgrunn):
    porsgrunn.choose(since="2006Q1")
    assert repr(porsgrunn) == "<Explore: Porsgrunn, porsgrunn-sick-leave, since=2006Q1>"


def test_completion_offers_a_short_list(porsgrunn):
    assert "choose" in dir(porsgrunn)
    assert len(dir(porsgrunn)) < 16
    assert all(getattr(Explore, name).__doc__ for name in dir(porsgrunn))
