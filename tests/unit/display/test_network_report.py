"""The first page of the report on network programmes, in words, and its variants."""

import pandas as pd
import pytest
from making_network import invented_network

from analysis.display.network_programme import NetworkReport
from analysis.display.network_programme.sentences import NetworkWords
from analysis.errors import InputError, ParameterError
from analysis.evaluation.network_programme import OwnPath
from analysis.methods.results import Estimate
from analysis.model.places import Municipality, NumberInForce
from analysis.notebook import open_report
from analysis.notebook.openers import network_programme as opener
from analysis.sources.catalogue import find_programme
from analysis.sources.workspace import VARIABLE, Workspace

SAMAN, KVALITET = "saman-om-ein-betre-kommune", "kvalitetskommuneprogrammet"


def opened(workspace: Workspace, monkeypatch, programme: str, place: str = "") -> NetworkReport:
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    report = open_report("network_programme", programme, place, "", "en")
    assert isinstance(report, NetworkReport)
    return report


def page(report: NetworkReport) -> list[tuple[str, str]]:
    return [
        (str(block.label), " ".join(map(str, (block.statement, *block.details))))
        for block in report.findings()
    ]


def everything(report: NetworkReport) -> None:
    for part in (
        "overview", "themes", "numbers", "participants", "dates", "cooperation", "experiences",
        "outcomes", "comparison", "own_path", "limits", "methods", "grades", "sources", "run",
    ):  # fmt: skip
        assert len(getattr(report, part)()), part


def test_the_first_page_on_kvalitetskommune_gives_both_sides_and_concludes_nothing(
    workspace, monkeypatch
):
    report = opened(workspace, monkeypatch, KVALITET)
    label, words = page(report)[0]
    assert label == "Cannot be said"
    for part in (
        "participants went from 10.4 to 10.3 per cent, others from 9.7 to 9.9",
        "The difference is −0.3 percentage points.",
        "The participants began 0.7 percentage points higher",
        "How uncertain the means are is not published",
        "rounding alone can move the difference by 0.2 either way",
        "The programme’s secretariat gives 0.4 percentage points",
    ):
        assert part in words
    assert {label for label, _ in page(report)} == {"Cannot be said", "Documented"}
    everything(report)


def test_the_first_page_on_saman_says_who_says_what(workspace, monkeypatch):
    report = opened(workspace, monkeypatch, SAMAN)
    words = dict(enumerate(page(report)))
    assert words[0][0] == "Cannot be said"
    assert "Oslo Economics, engaged by the ministry" in words[0][1]
    assert "saved about 500 and cost about 160 million kroner" in words[0][1]
    assert words[1][0] == "Own judgement"
    assert "The union Fagforbundet, one of the parties of the programme" in words[1][1]
    assert "6 experiences" in words[1][1]
    assert "Vefsn: sick leave from 8.6 to 7.7 per cent" in words[2][1]
    assert words[3][1].startswith("28 of about 110 participants are named")
    assert "For 3 it is not certain" in words[3][1]
    assert "the whole list of participants" in words[4][1]
    assert "ks.no" in words[4][1]
    assert report.masthead().place == "Norway"
    everything(report)


def test_a_named_municipality_has_its_place_on_the_page(workspace, monkeypatch):
    report = opened(workspace, monkeypatch, SAMAN, "4001")
    assert page(report)[0][1].startswith("Porsgrunn is named as a participant.")
    assert report.masthead().place == "Porsgrunn"
    assert "no figures of Porsgrunn" in str(report.own_path()[0].items[0])


def test_a_municipality_the_lists_do_not_name_may_have_taken_part(workspace, monkeypatch):
    words = page(opened(workspace, monkeypatch, SAMAN, "1508"))[0][1]
    assert "Ålesund is not named" in words
    assert "it may have taken part" in words


def variant(tmp_path, monkeypatch, **how) -> NetworkReport:
    workspace = invented_network(tmp_path, **how)
    return opened(workspace, monkeypatch, "invented-network", "4001")


def test_a_planted_effect_is_indicated_with_its_reservations(tmp_path, monkeypatch):
    report = variant(tmp_path, monkeypatch, effect=-0.5)
    pages = dict(page(report))
    assert "by 0.5 percentage points on average" in pages["Indicated"]
    assert "no proof of the cause" in pages["Indicated"]
    assert "The weakest answer counts." in pages["Indicated"]
    own = page(report)[1][1]
    assert "In Porsgrunn, absence went from 8.2 per cent in 2009 to 7.9 in 2015" in own
    assert "One municipality shows no effect" in own
    assert report.invented is not None
    everything(report)
    assert report.overview().frame["event_time"].tolist()[-1] == 5
    assert "−0.55" in report.overview()[0].alt


def test_a_high_start_is_warned_of_in_words_and_never_indicated(tmp_path, monkeypatch):
    report = variant(tmp_path, monkeypatch, ahead=1.2)
    labels = [label for label, _ in page(report)]
    assert "Indicated" not in labels
    effect = page(report)[2]
    assert effect[0] == "Cannot be said"
    assert "began at quite another level" in effect[1]
    assert "regression to the mean" in effect[1]
    start = page(report)[3][1]
    assert "0.9 percentage points above the others" in start
    assert "a difference after joining can come of that alone" in start


def test_a_difference_that_does_not_hold_is_not_shown(tmp_path, monkeypatch):
    label, words = page(variant(tmp_path, monkeypatch, ahead=0.45))[2]
    assert label == "Not shown"
    assert "does not hold in every comparison" in words
    assert "Counted from one and two years earlier" in words


def test_without_an_effect_the_page_says_what_would_have_been_found(tmp_path, monkeypatch):
    label, words = page(variant(tmp_path, monkeypatch))[2]
    assert label == "Not shown"
    assert "It is not shown that taking part changed absence." in words
    assert "not the same as no effect" in words


def changed(tmp_path, monkeypatch, old: str, new: str, **how) -> NetworkReport:
    workspace = invented_network(tmp_path, **how)
    file = workspace.programmes / "invented-network.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return opened(workspace, monkeypatch, "invented-network", "4001")


def test_of_an_indicator_without_a_direction_nothing_is_called_better(tmp_path, monkeypatch):
    to = ('direction = "decrease"', 'direction = "neutral"')
    report = changed(tmp_path, monkeypatch, *to, effect=-0.5)
    label, words = page(report)[2]
    assert label == "Cannot be said"
    assert "nobody has said whether it is to rise or to fall" in words
    assert "developed better" not in words
    assert "What of this comes of taking part cannot be said." in str(report.overview()[0].caption)


def test_a_change_the_wrong_way_is_said(tmp_path, monkeypatch):
    label, words = page(variant(tmp_path, monkeypatch, effect=0.5))[2]
    assert label == "Not shown"
    assert "it developed worse among participants than among the others, beyond chance" in words
    assert "Counted from one and two years earlier" in words
    assert "not the same as no effect" not in words


def test_a_change_the_wrong_way_that_does_not_hold_is_not_beyond_chance(tmp_path, monkeypatch):
    """Participants lay better in two years before joining, and come back by themselves."""
    to = ('direction = "decrease"', 'direction = "increase"')
    label, words = page(changed(tmp_path, monkeypatch, *to, ahead=0.45))[2]
    assert label == "Not shown"
    assert "in the figures it developed worse among participants" in words
    assert "does not hold in every comparison" in words
    assert "can explain it (regression to the mean)" in words
    assert "Counted from one and two years earlier" in words
    assert "beyond chance" not in words


def test_a_list_that_is_shorter_than_the_stated_total_is_not_complete(tmp_path, monkeypatch):
    to = ("printed = 24", "printed = 25")
    label, words = page(changed(tmp_path, monkeypatch, *to, effect=-0.5))[2]
    assert label == "Cannot be said"
    assert "some of the others took part too" in words


def test_ones_own_path_says_when_the_others_may_have_taken_part_too(tmp_path, monkeypatch):
    partial = page(variant(tmp_path / "partial", monkeypatch, complete=False))[1][1]
    assert "Some of the others may have taken part too." in partial
    assert "may have taken part" not in page(variant(tmp_path / "all", monkeypatch))[1][1]


def test_the_start_level_of_few_is_not_said_to_be_chance(tmp_path, monkeypatch):
    report = variant(tmp_path, monkeypatch, ahead=1.2, n_joiners=6)
    words = page(report)[3][1]
    assert "cannot be tested: they are too few" in words
    assert "within what chance" not in words


def test_when_all_took_part_it_is_others_that_lack(tmp_path, monkeypatch):
    report = variant(tmp_path, monkeypatch, n_joiners=91)
    label, words = page(report)[1]
    assert label == "Cannot be said"
    assert "Others: 0." in words
    assert "and ten others" in words
    everything(report)


def test_nothing_is_expected_of_one_that_began_further_from_the_rest_than_any(
    tmp_path, monkeypatch
):
    report = variant(tmp_path, monkeypatch)
    assert len(report.own_path()[1].rows) == 5
    path = report.evaluation.own
    path.wide.loc["4001", path.start] = 25.0
    alone = OwnPath(path.own, path.joined, path.start, path.end, path.wide)
    assert len(report._changes(alone).rows) == 3
    assert "No other municipality began so far" in str(report._words._expected(alone))


def test_a_partial_list_is_the_reason_on_the_page(tmp_path, monkeypatch):
    report = variant(tmp_path, monkeypatch, effect=-0.5, complete=False)
    label, words = page(report)[2]
    assert label == "Cannot be said"
    assert "some of the others took part too" in words
    everything(report)


def test_too_few_participants_are_counted_on_the_page(tmp_path, monkeypatch):
    report = variant(tmp_path, monkeypatch, effect=-0.5, n_joiners=6)
    label, words = page(report)[2]
    assert label == "Cannot be said"
    assert "year of joining: 6. Others: 85. It takes ten participants" in words
    everything(report)


def test_without_a_panel_the_page_says_what_it_would_take(tmp_path, monkeypatch):
    report = variant(tmp_path, monkeypatch, panel=False)
    label, words = page(report)[-1]
    assert label == "Cannot be said"
    assert "there are no figures for each municipality here" in words
    everything(report)


def test_participants_are_counted_by_theme_and_wave(workspace, monkeypatch):
    report = opened(workspace, monkeypatch, SAMAN)
    counted = report.participants().frame
    assert counted.loc[0].tolist() == [7, 1, 1, 9]
    assert counted["all"].tolist() == [9, 4, 6, 4, 5]
    assert str(report.participants()[0].notes[0]).startswith("These are 28 of about 110")


def test_a_complete_list_is_called_so(tmp_path, monkeypatch):
    report = variant(tmp_path, monkeypatch)
    assert [str(block.notes[0]) for block in report.participants()] == ["These are all."] * 2


def test_what_is_left_out_is_said_below_the_published_results(workspace, monkeypatch):
    notes = opened(workspace, monkeypatch, SAMAN).outcomes()[0].notes
    assert [str(note) for note in notes] == [
        "One statement about a later time than 2015 is left out."
    ]
    assert opened(workspace, monkeypatch, KVALITET).outcomes()[0].notes == ()


@pytest.mark.parametrize(("p", "words"), [(0.01, "more than chance"), (0.2, "within what chance")])
def test_a_start_gap_beyond_chance_is_warned_of_however_small(tmp_path, monkeypatch, p, words):
    report = variant(tmp_path, monkeypatch)
    effect = report.evaluation.effect
    gap = Estimate("start_gap", "x", estimate=0.1, low=0.0, high=0.2, p=p, df=20)
    effect.__dict__["gap"] = gap
    assert not effect.unlike
    _, details = NetworkWords(report.subject.programme, report.subject.language).start_level(
        {"effect": effect}
    )
    assert words in str(details[0])


def number_in_panel(workspace: Workspace, *names: str) -> dict[str, list[str]]:
    """Of participants in a programme that began in 2011, as the list calls them."""
    programme = find_programme(workspace, SAMAN)
    numbers = [name if name.isdigit() else "" for name in names]
    table = pd.DataFrame({"municipality": names, "number": numbers})
    return opener._listed(workspace, programme, {programme.network.participants: table})


def test_a_participant_stands_under_the_number_its_figures_of_then_have(workspace):
    found = number_in_panel(workspace, "Drammen", "0602", "Porsgrunn", "0805", "Nowhere")
    assert found == {
        "Drammen": ["0602", "3301"],
        "0602": ["0602", "3301"],
        "Porsgrunn": ["4001"],
        "0805": ["4001"],
    }


def test_figures_of_what_a_participant_became_by_a_merger_are_not_among_the_others(
    tmp_path, monkeypatch
):
    workspace = invented_network(tmp_path)
    rows = [{"municipality": number} for number in ("0602", "3301", "4001", "9001")]
    monkeypatch.setattr(opener, "read_panel", lambda *_, **__: pd.DataFrame(rows))
    programme = find_programme(workspace, "invented-network")
    panel = opener._panel(workspace, programme, {"Drammen": ["0602", "3301"]})
    assert list(panel["municipality"]) == ["0602", "4001", "9001"]


def test_a_name_that_two_municipalities_had_gives_no_number(workspace, monkeypatch):
    def place(name: str, number: str) -> Municipality:
        return Municipality(name=name, country="NO", numbers=(NumberInForce(number=number),))

    known = [place("Våler", "3018"), place("Våler", "3419"), place("Vefsn", "1824")]
    monkeypatch.setattr(opener, "read_municipalities", lambda _: known)
    assert number_in_panel(workspace, "Våler", "Vefsn") == {"Vefsn": ["1824"]}


def test_a_programme_without_a_network_is_refused(workspace, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    with pytest.raises(ParameterError, match="no \\[network\\]"):
        open_report("network_programme", "porsgrunn-sick-leave", "", "", "en")


def test_a_comparison_in_another_unit_is_refused(tmp_path, monkeypatch):
    workspace = invented_network(tmp_path)
    file = workspace.programmes / "invented-network.toml"
    file.write_text(file.read_text("utf-8").replace('"percent"', '"index"'), "utf-8")
    with pytest.raises(ParameterError, match="'absence' is not in per cent"):
        opened(workspace, monkeypatch, "invented-network")


def test_a_voice_that_is_no_party_is_a_fault_of_the_file(tmp_path, monkeypatch):
    workspace = invented_network(tmp_path)
    file = workspace.programmes / "invented-network.toml"
    file.write_text(file.read_text("utf-8").replace('by = "nobody"', 'by = "noone"'), "utf-8")
    with pytest.raises(InputError) as refusal:
        opened(workspace, monkeypatch, "invented-network")
    assert "there is no 'noone'" in str(refusal.value)
