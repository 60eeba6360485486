"""The twenty points in the programme file are those of the document; faults in them are told."""

import re

import pytest
from pydantic import ValidationError

from analysis.errors import InputError, ParameterError
from analysis.evaluation.action_programme import undertakings
from analysis.methods.action_plans.reports import STATES as STATES_OF_THE_METHOD
from analysis.methods.action_plans.status import COMMITMENTS, DEADLINE_KINDS
from analysis.model.definitions import ActionPoint, Programme, Undertaking
from analysis.model.periods import Period
from analysis.notebook.openers import action_programme as opener
from analysis.sources.catalogue import find_programme, read_programme
from analysis.sources.status_reports import STATES

WORDS = {"uppmuntras": "encourage", "inspireras": "inspire", "övervägas": "consider"}


@pytest.fixture(scope="module")
def programme(workspace) -> Programme:
    return find_programme(workspace, "attraktiv-arbetsgivare")


@pytest.fixture(scope="module")
def printed(shared) -> dict[str, str]:
    """The text of each point as the document prints it, by its number."""
    text = next((shared / "seeds").glob("000_*.txt")).read_text(encoding="utf-8")
    return dict(re.findall(r"^(\d+)\. (.+)$", text, flags=re.M))


def test_every_point_of_the_document_is_there_under_its_number(programme, printed):
    assert [measure.number for measure in programme.measures] == list(printed)
    assert [measure.place for measure in programme.measures] == list(range(1, 21))


def test_the_times_are_those_the_document_prints(programme, printed):
    for measure, item in undertakings(programme).values():
        text = printed[measure.number]
        years = [int(found) for found in re.findall(r"20\d\d", text)]
        years += [2000 + int(found) for found in re.findall(r"20\d\d-(\d\d)\b", text)]
        if item.time in ("by", "within"):
            assert item.deadline == Period(max(years))
            assert (item.time == "by") == ("senast" in text)
            assert item.starts == (None if item.time == "by" else Period(min(years)))
        else:
            assert years == []
        assert (item.time == "mandate") == ("mandatperioden" in text)
        if item.time == "yearly":
            assert "årligen" in text
            assert (item.starts, item.deadline) == (Period(2015), Period(2018))
    yearly = [number for number, text in printed.items() if "årligen" in text]
    assert yearly == ["1", "7", "10", "13", "14", "19", "20"]


def test_how_binding_a_point_is_follows_its_verb(programme, printed):
    for measure, item in undertakings(programme).values():
        found = [kind for word, kind in WORDS.items() if word in printed[measure.number]]
        assert [item.commitment] == (found or ["shall"])


def test_point_20_has_a_part_without_time_and_a_yearly_one(programme):
    first, second = programme.measure("men_in_preschool").point.undertakings
    assert (first.part, first.time, first.deadline) == ("a", "not_stated", None)
    assert (second.part, second.time, second.deadline) == ("b", "yearly", Period(2018))


def test_nothing_the_document_does_not_say_is_filled_in(programme):
    found = undertakings(programme)
    assert programme.municipality is None
    assert programme.country == "SE"
    assert programme.action.presented == Period.parse("2015-09-07") == programme.as_of
    assert programme.action.reports is None
    assert found["student_staff"][1].deadline is None
    assert found["smoke_free_hours"][1].deadline is None
    for _, item in found.values():
        assert (item.owner, item.baseline, item.target) == (None, None, None)


def test_the_points_with_an_indicator_are_4_10_19_and_20(programme):
    found = {
        key: [programme.indicator(name) for name in item.indicators]
        for key, (_, item) in undertakings(programme).items()
        if item.indicators
    }
    where = {key: [item.where.best("en")[0] for item in items] for key, items in found.items()}
    assert where["employee_survey"] == ["Kolada U00200"]
    assert where["hourly_staff_review"] == ["Kolada N00202", "Kolada N00205", "Kolada N00230"]
    assert where["managers_by_sex"] == ["own staff register, no national indicator"]
    assert where["men_in_preschool-b"] == ["own staff register, no national indicator"]
    assert len(where) == 4


def test_no_sentence_of_the_document_is_copied(programme, printed):
    for measure, item in undertakings(programme).values():
        swedish = (item.title or measure.title).best("sv")[0].lower().split()
        text = " ".join(printed[measure.number].lower().split())
        assert not any(
            " ".join(swedish[i : i + 7]) in text for i in range(max(len(swedish) - 6, 0))
        )


def test_the_words_of_model_sources_and_methods_agree():
    times = Undertaking.model_fields["time"].annotation.__args__
    assert set(times) - {"not_stated"} == set(DEADLINE_KINDS)
    assert Undertaking.model_fields["commitment"].annotation.__args__ == COMMITMENTS
    assert set(STATES) == set(STATES_OF_THE_METHOD)


@pytest.mark.parametrize(
    ("faulty", "words"),
    [
        ({"time": "by"}, "without a deadline"),
        ({"time": "within"}, "without a deadline"),
        ({"time": "not_stated", "deadline": "2016"}, "a deadline, 2016"),
        ({"time": "yearly", "deadline": "2016"}, "without starts"),
        ({"time": "within", "starts": "2017", "deadline": "2016"}, "a start, 2017, after 2016"),
        ({"time": "by", "deadline": "2016", "part": "ab"}, "pattern"),
    ],
)
def test_an_undertaking_that_contradicts_itself_is_refused(faulty, words):
    with pytest.raises(ValidationError, match=words):
        Undertaking(commitment="shall", **faulty)


@pytest.mark.parametrize("parts", [("", "b"), ("a", "a"), ()])
def test_several_parts_need_a_letter_each(parts):
    items = [{"part": part, "time": "mandate", "commitment": "shall"} for part in parts]
    with pytest.raises(ValidationError):
        ActionPoint(undertakings=items)


def test_a_fault_in_a_point_is_told_with_its_line(copied):
    path = copied.programmes / "attraktiv-arbetsgivare.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('time = "mandate"', 'time = "someday"', 1), encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_programme(copied, path)
    (fault,) = refusal.value.faults
    assert fault.key == "measures[11].point.undertakings[1].time"
    assert text.splitlines()[fault.line - 1] == 'time = "mandate"'


def test_a_programme_without_points_is_refused(drammen):
    with pytest.raises(ParameterError, match="no points with a time"):
        opener.suits(drammen)


def test_an_indicator_a_point_names_and_nothing_defines_is_told_with_its_line(copied):
    path = copied.programmes / "attraktiv-arbetsgivare.toml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace('indicators = ["hme_total"]', 'indicators = ["happiness"]')
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_programme(copied, path)
    (fault,) = refusal.value.faults
    assert changed.splitlines()[fault.line - 1] == 'indicators = ["happiness"]'
    assert "happiness" in str(fault)
