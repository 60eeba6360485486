"""What the report on a review of a municipality says, page by page."""

import re

import pytest
from making_review import (
    UNIT_COUNTS,
    count_lines,
    point_lines,
    review_workspace,
    total,
)
from telling import first_page, told_of, words

from analysis.display.blocks import FigureBlock, TableBlock
from analysis.errors import InputError, ParameterError
from analysis.notebook import REPORTS, open_report
from analysis.sources.workspace import VARIABLE

OLOFSTROM = "olofstrom-2017"
VALLENTUNA = "vallentuna-kommunkompassen"
GRASTORP = "grastorp-kommunkompassen"

COUNTED = {
    'due = "2017-12-31"\n': (
        'due = "2017-12-31"\nheld = "synthetic/held/2026"\nexcepted = "synthetic/excepted/2026"\n'
    ),
}


@pytest.fixture
def opened(workspace, monkeypatch):
    def opened(programme, as_of="", language="en"):
        monkeypatch.setenv(VARIABLE, str(workspace.root))
        return open_report("quality_review", programme, as_of=as_of, language=language)

    return opened


@pytest.fixture
def variant(tmp_path, monkeypatch):
    """Open the report of a programme in which something is invented."""

    def variant(programme, changes, as_of="", **tables):
        root = tmp_path / "workspace"
        review_workspace(root, programme, changes, **tables)
        monkeypatch.setenv(VARIABLE, str(root))
        report = open_report("quality_review", programme, as_of=as_of, language="en")
        assert report.masthead().receipt["synthetic"] is True
        assert "Invented figures" in str(report.masthead().warnings[0])
        return report

    return variant


@pytest.fixture
def counted(variant):
    """Olofström with invented counts of dialogues."""

    def counted(as_of, counts=UNIT_COUNTS, period="2017-12-31"):
        return variant(
            OLOFSTROM,
            COUNTED,
            as_of,
            held=("units", count_lines(period, 2, counts)),
            excepted=("units", count_lines(period, 3, counts)),
        )

    return counted


def rows(blocks, name) -> list[tuple[str, ...]]:
    table = next(item for item in blocks if isinstance(item, TableBlock) and item.name == name)
    return [tuple(str(cell).replace("\u00a0", " ") for cell in row) for row in table.rows]


# -- Olofström's first page


def test_olofstroms_first_page_says_first_that_points_are_not_there(opened):
    (label, text), *rest = first_page(opened(OLOFSTROM))
    assert label == "Documented"
    assert text.startswith("The evaluation of autumn 2017 has been made. Its points are not in")
    assert "first evaluation" in text
    assert "the municipality had not received the result" in text
    assert "can be had from the municipality or SKR" in text
    assert rest[0] == (
        "Cannot be said",
        "Whether the municipality has become better cannot be said. One evaluation shows a level. "
        "A change takes two evaluations by the same version of the model, with their points.",
    )


def test_olofstroms_findings_are_graded_by_what_they_rest_on(opened):
    report = opened(OLOFSTROM)
    assert [label for label, _ in first_page(report)] == [
        *("Documented", "Cannot be said", "Cannot be said", "Documented"),
    ]
    assert [label for label, _ in told_of(report.surroundings())] == [
        *("Documented", "Own judgement", "Documented", "Cannot be said"),
    ]


def test_the_first_page_names_what_is_told_of_further_on(opened):
    assert words(opened(OLOFSTROM).findings()).strip() == (
        "Further on: Children at the centre, The air, The project for newly arrived academics and "
        "the forecast of the result."
    )
    assert words(opened(VALLENTUNA).findings()).strip() == ""


@pytest.mark.parametrize(
    ("programme", "as_of", "years"),
    [(OLOFSTROM, "2017-09-30", "2017, 0 evaluations"), (VALLENTUNA, "2016", "2016, 0 evaluations")],
)
def test_a_day_before_the_beginning_knows_nothing_of_what_came(opened, programme, as_of, years):
    report = opened(programme, as_of)
    assert str(report.looks_at()) == years
    assert first_page(report)[0][1].startswith("No evaluation")
    assert [label for label, _ in first_page(report)] == ["Documented", "Cannot be said"]
    for part in (report.overview(), report.due(), report.surroundings()):
        assert words(part).strip() == "The sources hold nothing on this."


def test_the_day_of_the_beginning_is_no_day_before(opened):
    assert len(first_page(opened(OLOFSTROM, "2017-10-01"))) == 4


def test_what_is_said_of_goals_keeps_what_is_approximate(opened):
    text = " ".join(text for _, text in told_of(opened(OLOFSTROM).surroundings()))
    assert "about 360 visitors a week" in text
    assert "about 75 per cent of them from lower secondary school" in text
    assert "about 35 per cent of them girls" in text
    assert "just over SEK 1 million for the municipality" in text
    assert "and SEK 27.9 million for the municipal group" in text


def test_olofstroms_dialogues_have_a_date_an_exception_and_no_counts(opened):
    text = first_page(opened(OLOFSTROM))[2][1]
    assert "how many have been held cannot be said" in text
    assert "They are to be held by 31 December 2017" in text
    assert "the head of department and the union" in text
    assert "HR department" in text


@pytest.mark.parametrize("as_of", ["2017-12-31", "2018-01-01"])
def test_from_the_date_on_the_rule_is_told_in_the_past(opened, as_of):
    text = first_page(opened(OLOFSTROM, as_of))[2][1]
    assert "They were to be held by 31 December 2017" in text


def test_both_ends_of_heja_halsan_stand_on_the_first_page(opened):
    text = first_page(opened(OLOFSTROM))[3][1]
    assert "the next dated step is “The implementation begins”, 1 February 2018" in text
    assert "September 2019 (the news text)" in text
    assert "30 November 2019 (the municipality's project page)" in text


@pytest.mark.parametrize("as_of", ["2018-02-01", "2019-10-15"])
def test_a_next_step_whose_sources_differ_has_no_date_of_its_own(opened, as_of):
    text = first_page(opened(OLOFSTROM, as_of))[3][1]
    assert "the next step is “The project ends”; the sources differ on its date." in text
    assert "September 2019 (the news text) and 30 November 2019" in text


def test_of_nine_academics_two_are_printed_and_the_rest_worked_out(opened):
    text = told_of(opened(OLOFSTROM).surroundings())[2][1]
    assert "9 took part" in text
    assert "1 left to go on studying" in text
    assert "the printed numbers leave 7" in text


def test_the_air_is_a_statement_of_the_management_without_figures(opened):
    label, text = told_of(opened(OLOFSTROM).surroundings())[1]
    assert label == "Own judgement"
    assert "Said by: The municipality's management. No figures are given." in text


def test_nobody_whom_the_text_names_is_in_the_programme_file(workspace):
    text = (workspace.programmes / f"{OLOFSTROM}.toml").read_text(encoding="utf-8")
    assert not re.search("Eriksson|Rannebjer|Nordin", text)


# -- Vallentuna's and Grästorp's


def test_vallentunas_first_page_subtracts_only_what_is_known_to_be_by_one_model(opened):
    found = first_page(opened(VALLENTUNA))
    assert [label for label, _ in found] == ["Documented"] * 2 + ["Cannot be said"] * 2
    assert "The evaluation of February 2021 gave 648 of at most 800 points." in found[0][1]
    assert "Focus on users and Working life (86)" in found[0][1]
    assert "above the mean of evaluated municipalities, by 7 to 25" in found[1][1]
    assert "Those who tell of it mostly have high points." in found[1][1]
    assert "Whether the points rose or fell cannot be said." in found[2][1]
    assert "(555) and 2019 (603) are not known to be by the same version" in found[2][1]
    assert "does not say that it was the same both times" in found[2][1]
    assert "2019 (603) and February 2021 (648) are by different versions" in found[2][1]
    assert not re.search(r"\b4[58]\b", found[2][1])


def test_the_table_of_evaluations_subtracts_nothing_that_may_be_by_two_versions(opened):
    assert rows(opened(VALLENTUNA).evaluations(), "evaluations") == [
        ("February 2017", "older model", "555", "–"),
        ("2019", "older model", "603", "not subtracted"),
        ("February 2021", "model of 2020", "648", "not subtracted"),
    ]


def test_the_picture_of_vallentuna_tells_its_numbers(opened):
    (block,) = opened(VALLENTUNA).overview()
    assert isinstance(block, FigureBlock)
    assert "Efficiency 83 (mean 64)" in block.alt
    assert "Open: mean of evaluated municipalities" in str(block.caption)
    assert [str(row[1]) for row in block.data.rows] == [
        *("73", "75", "80", "83", "86", "82", "86", "83"),
    ]


def test_grastorp_has_a_profile_without_a_mean(opened):
    report = opened(GRASTORP)
    (block,) = report.overview()
    assert "mean" not in block.alt
    assert [str(head) for head in block.data.columns] == ["Assessed area", "Points"]
    assert "How the areas compare with other municipalities cannot be said" in " ".join(
        text for _, text in first_page(report)
    )


def test_area_names_come_in_the_readers_language(opened):
    assert "Brukaren i fokus" in words(opened(VALLENTUNA, language="nn").areas())


# -- pages after the first


def test_olofstroms_picture_is_the_timeline_with_both_ends(opened):
    (block,) = opened(OLOFSTROM).overview()
    assert isinstance(block, FigureBlock)
    assert block.name == "timeline"
    assert "Project ends: September 2019 and 30 November 2019" in block.alt
    assert "Open dots: the sources state different dates." in str(block.caption)


def test_steps_are_ahead_under_way_or_passed_and_unreported(opened):
    found = {row[0]: row[2] for row in rows(opened(OLOFSTROM, "2018-06").due(), "due")}
    assert found["Heja Hälsan 2.0: The project begins"] == "taken, as the document shows"
    begins = "Heja Hälsan 2.0: The implementation begins"
    assert found[begins] == "the date has passed; not reported"
    assert found["Heja Hälsan 2.0: The project ends"] == "ahead"
    assert found["Result and development dialogues"] == "the date has passed; not reported"


def test_sums_that_differ_between_sources_are_both_shown(opened):
    text = words(opened(OLOFSTROM).surroundings())
    assert "SEK 5,108,772" in text
    assert "SEK 5,314,557" in text
    assert "The sources differ on: Total budget. None is chosen." in text


def test_totals_of_others_stand_below_a_warning_of_selection(opened):
    report = opened(OLOFSTROM)
    text = words(report.others())
    assert text.startswith("Municipalities choose themselves whether to be evaluated")
    assert "no sample" in text
    assert "Helsingborg (2017) and Örebro (2013)" in text
    found = rows(report.others(), "others")
    assert ("Lom", "Norway", "not stated", "550", "doubtful") in found


def test_what_is_missing_names_where_it_can_be_had(opened):
    text = words(opened(OLOFSTROM).missing())
    assert "Kolada N00090" in text
    assert "U00200" in text
    assert "annual report" in text


def test_a_programme_without_plans_says_so_once_for_each_page(opened):
    report = opened(VALLENTUNA)
    assert words(report.due()).strip() == "The sources hold nothing on this."
    assert words(report.surroundings()).strip() == "The sources hold nothing on this."
    assert list(report.goals()) == list(report.projects()) == []


@pytest.mark.parametrize("language", ["sv", "nb", "nn", "en"])
@pytest.mark.parametrize("programme", [OLOFSTROM, VALLENTUNA, GRASTORP])
def test_every_page_can_be_shown_in_every_language(opened, programme, language):
    report = opened(programme, language=language)
    for page in ("findings", "overview", "evaluations", "areas", "others", "due", "surroundings",
                 "missing", "limits", "methods", "grades", "sources", "run"):  # fmt: skip
        assert len(getattr(report, page)().payload()["blocks"]) > 0, page


# -- what is asked for wrongly


def test_a_programme_without_a_review_is_refused(workspace, monkeypatch):
    assert "quality_review" in REPORTS
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    with pytest.raises(ParameterError, match=r"no section \[review\]"):
        open_report("quality_review", "porsgrunn-sick-leave")


def test_points_without_the_columns_that_are_needed_are_refused(tmp_path, monkeypatch):
    changes = {'points = "skr/kommunkompassen/2026-11"': 'points = "synthetic/points/2026"'}
    lines = ["municipality,year", "Grästorp,2014"]
    review_workspace(tmp_path, GRASTORP, changes, points=("table", lines))
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(InputError, match="there is no column country, area_number"):
        open_report("quality_review", GRASTORP)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({'version = "v2020"\n\n[[review.missing': 'version = "v2030"\n\n[[review.missing'},
         "there is no version 'v2030'"),
        ({'  { sv = "Arbetsliv"': '  # { sv = "Arbetsliv"'}, "7 areas"),
    ],
)  # fmt: skip
def test_a_programme_file_that_contradicts_itself_is_refused(tmp_path, monkeypatch, changes, words):
    review_workspace(tmp_path, VALLENTUNA, changes)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(InputError, match=words):
        open_report("quality_review", VALLENTUNA)


def test_a_figures_words_must_hold_its_value(tmp_path, monkeypatch):
    changes = {'en = "{value} of them girls"': 'en = "a third of them girls"'}
    review_workspace(tmp_path, OLOFSTROM, changes)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(InputError, match="a text without its value"):
        open_report("quality_review", OLOFSTROM)


# -- invented variants


def test_counts_by_unit_are_documented_and_the_small_unit_is_hidden(counted):
    report = counted("2018-01-31")
    label, text = first_page(report)[2]
    assert label == "Documented"
    assert "166 of 216 were held by 31 December 2017" in text
    assert "28 have a later date by agreement; 22 were neither held nor put off." in text
    found = rows(report.due(), "dialogues-development_dialogues")
    assert found[-1] == ("All units that reported", "166", "28", "22", "216")
    assert ("Kansli", "hidden", "hidden", "hidden", "hidden") in found
    assert "Hidden: counts below 7" in words(report.due())


def test_counts_before_the_date_leave_time(counted):
    text = first_page(counted("2017-12-15", period="2017-12-01"))[2][1]
    assert "They are to be held by" in text
    assert "22 remain, and can still be in time." in text


def test_counts_from_before_the_date_say_nothing_of_the_date_once_it_has_passed(counted):
    text = first_page(counted("2018-01-31", period="2017-12-01"))[2][1]
    assert "what came of them by the date is not reported" in text
    assert "in time" not in text


def test_counted_dialogues_are_no_longer_unreported(counted):
    found = {row[0]: row[2] for row in rows(counted("2018-01-31").due(), "due")}
    assert found["Result and development dialogues"] == "counted 31 December 2017"


def test_hidden_counts_cannot_be_found_by_their_checksum(counted):
    report = counted("2018-01-31")
    receipt = report.masthead().receipt["sources"]
    assert receipt["synthetic/held/2026"] is None
    assert receipt["synthetic/excepted/2026"] is None


def test_a_unit_that_has_not_reported_is_named_and_not_counted_in(counted):
    counts = (*UNIT_COUNTS[:3], ("Kansli", 40, "", ""))
    report = counted("2018-01-31", counts)
    assert "161 of 210 were held" in first_page(report)[2][1]
    assert "1 unit has not reported" in first_page(report)[2][1]
    assert "Not reported, and not counted in: Kansli." in words(report.due())


def test_a_few_remaining_are_not_told(counted):
    counts = [("Förskola", 60, 50, 9), ("Grundskola", 80, 68, 11)]
    text = first_page(counted("2018-01-31", counts))[2][1]
    assert "How many remain is hidden" in text
    assert " 2 were neither" not in text


def test_groups_too_small_to_show_anything_stay_unsaid(counted):
    counts = [("Kansli", 6, 5, 1)]
    label, text = first_page(counted("2018-01-31", counts))[2]
    assert label == "Cannot be said"
    assert "they must be hidden" in text


POINTS = {'points = "skr/kommunkompassen/2026-11"': 'points = "synthetic/points/2026"'}


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (530, "rose from 506 to 530, by 24"),
        (480, "fell from 506 to 480, by 26"),
        (506, "stayed at 506"),
    ],
)
def test_a_second_evaluation_by_the_same_version_shows_a_difference_and_no_more(
    variant, points, said
):
    second = '\n[[review.evaluations]]\nyear = 2017\ndated = "2017"\nversion = "v2010"\n'
    old = 'dated = "2014-10"\nversion = "v2010"\n'
    lines = point_lines(total("Grästorp", 2017, points))
    report = variant(GRASTORP, {**POINTS, old: old + second}, "2018", points=("table", lines))
    change = next(item for item in first_page(report) if said in item[1])
    assert change[0] == "Documented"
    assert "if others had judged is not published" in change[1]
    assert "same version of the model is not known" not in change[1]
    assert first_page(report)[-1][0] == "Cannot be said"


def test_points_of_olofstrom_would_be_told_first(variant):
    lines = point_lines(total("Olofström", 2017, 480))
    report = variant(OLOFSTROM, POINTS, points=("table", lines))
    assert "gave 480 of at most 800 points" in first_page(report)[0][1]
    assert "Points by area are not in the sources" in first_page(report)[0][1]
    assert "become better cannot be said" in first_page(report)[1][1]


def test_areas_that_do_not_add_up_to_the_total_are_told(variant):
    lines = [line.replace(",68,100,", ",67,100,") for line in point_lines()]
    report = variant(GRASTORP, POINTS, points=("table", lines))
    assert "The areas add up to 505" in first_page(report)[0][1]


@pytest.mark.parametrize(
    ("shift", "said"),
    [
        (26, "In all eight areas the points are below the mean of evaluated municipalities, by 1"),
        (15, "Of the eight areas 5 have points above the mean of evaluated municipalities and 3"),
    ],
)
def test_a_higher_mean_turns_the_comparison(variant, shift, said):
    lines = []
    for line in point_lines():
        if line.startswith('"(average of evaluated Swedish'):
            head, tail = line.split(",100,", 1)
            start, points = head.rsplit(",", 1)
            lines.append(f"{start},{int(points) + shift},100,{tail}")
        else:
            lines.append(line)
    report = variant(VALLENTUNA, POINTS, points=("table", lines))
    assert said in first_page(report)[1][1]


def test_a_budget_makes_the_forecast_comparable(variant):
    budget = 'budget = { item = "forecast_group", text = { sv = "{value}", en = "{value}" } }\n'
    changes = {
        **POINTS,
        'en = "{value} for the municipality" } }\n': (
            'en = "{value} for the municipality" } }\n' + budget
        ),
        'en = "{value} for the municipal group" } }\n': (
            'en = "{value} for the municipal group" } }\n' + budget
        ),
    }
    report = variant(OLOFSTROM, changes, points=("table", point_lines()))
    label, text = told_of(report.surroundings())[-1]
    assert label == "Documented"
    assert "SEK 27.9 million for the municipal group against a budget of SEK 27.9 million" in text
    assert "no outcome" in text


def test_points_that_are_doubtful_stay_so(variant):
    lines = [
        line.replace(",read,sum", ",doubtful,sum") if ",506,800," in line else line
        for line in point_lines()
    ]
    report = variant(GRASTORP, POINTS, points=("table", lines))
    assert "The source of this total is marked: doubtful." in first_page(report)[0][1]
    assert rows(report.evaluations(), "evaluations")[0][2] == "506 (doubtful)"


def test_two_totals_of_one_year_are_refused(tmp_path, monkeypatch):
    lines = point_lines(total("Grästorp", 2014, 510))
    review_workspace(tmp_path, GRASTORP, POINTS, points=("table", lines))
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(InputError, match="a second value for Grästorp, 2014, area 0"):
        open_report("quality_review", GRASTORP)
