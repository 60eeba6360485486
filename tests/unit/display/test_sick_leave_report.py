"""What the report on sick leave says of figures with stated years, gaps, or none by its date."""

import math
from pathlib import Path

import pytest
from making import Series, invented, quarters

from analysis.display.sick_leave import SickLeaveReport
from analysis.errors import ParameterError
from analysis.notebook import open_report

CALM = (0.0, 0.05, -0.05)
BEFORE = (8.4, 8.6, 8.5, 8.3, 8.5, 8.6)
YEARS = quarters(2019, (*BEFORE, 8.0), (0.0,))
"""2019 to 2025: four quarters a year around these means."""
STATED = (7.9, 8.0, 7.9, 7.9, 7.9, 8.0, 8.3)
ALL_STATED = {str(2019 + place): value for place, value in enumerate(STATED)}


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def opened(figures: Series, as_of: str = "2025", targets=(("2025", "desired", 7.9),),
               language: str = "en", design: str = "", **more) -> SickLeaveReport:  # fmt: skip
        root = tmp_path / f"workspace-{as_of}-{language}"
        invented(root, figures, start="2025Q1", as_of="2025", targets=targets, **more)
        if design:
            path = root / "data" / "programmes" / "invented.toml"
            text = path.read_text(encoding="utf-8")
            caveat = 'caveat = { nb = "Sammenligningen er oppdiktet." }'
            assert caveat in text
            chosen = f'{caveat}\ndesign = {{ kind = "lot", text = {{ nb = "{design}" }} }}'
            path.write_text(text.replace(caveat, chosen), encoding="utf-8")
        monkeypatch.setenv("TILTAK_WORKSPACE", str(root))
        report = open_report("sick_leave", "invented", as_of=as_of, language=language)
        assert isinstance(report, SickLeaveReport)
        return report

    return opened


def findings(report: SickLeaveReport) -> list[str]:
    return [" ".join(map(str, (item.statement, *item.details))) for item in report.findings()]


def text_of(blocks) -> str:
    """The words of the running text among blocks."""
    parts = [part for block in blocks for part in getattr(block, "items", ())]
    return " ".join(map(str, parts))


# -- one value of a year leads


def test_the_stated_year_leads_in_the_headline_the_target_and_the_figure(opened):
    report = opened({**YEARS, "2025": 7.8})
    level, target, effect, _ = findings(report)
    assert level == (
        "In 2025 sick leave was 7.8 per cent. The figure is the one that the source states for "
        "the year; the mean of its four quarters is 8.0 per cent. The source does not state a "
        "figure for every year, so the years are compared by the means of their quarters, 2025 "
        "with 8.0 per cent. That is 0.5 percentage points below the mean of 2019–2024."
    )
    assert "at most 7.9 per cent, was met" in target
    assert "For each year the test takes the mean of its four quarters." in effect
    (figure,) = report.overview()
    assert "2024: 8.6 and 2025: 7.8." in figure.alt
    assert "For 2025: the figure that the source states." in figure.alt
    assert "For 2025: the figure that the source states." in str(figure.caption)
    assert "For 2025: the figure that the source states." in str(report.target_path()[0].caption)
    assert "also for 2025, for which the source states" in text_of(report.tests())


def test_years_that_are_all_stated_are_compared_as_stated(opened):
    level, *_ = findings(opened({**YEARS, **ALL_STATED}))
    assert level == (
        "In 2025 sick leave was 8.3 per cent, the highest of the years 2019–2025. That is 0.4 "
        "percentage points above the mean of 2019–2024. The figure is the one that the source "
        "states for the year; the mean of its four quarters is 8.0 per cent."
    )


def test_a_figure_of_stated_years_only_names_no_mean_and_no_year(opened):
    report = opened({**YEARS, **ALL_STATED})
    caption = str(report.overview()[0].caption)
    assert caption.startswith(
        "Sick leave among employees of the municipality. Thin line: quarters. Thick lines: the "
        "source’s own figure for the year. The axis starts at"
    )
    assert "with the source’s own figure for each year. 2019: 7.9," in report.overview()[0].alt
    assert "2025: the figure" not in report.overview()[0].alt
    assert str(report.target_path()[0].caption).startswith(
        "Sick leave by year as the source states it, and targets. The pale bar is what the figure "
        "can have been before it was rounded. The axis"
    )
    assert "also for 2019–2025, for which the source states" in text_of(report.tests())


# -- why a fall is not shown


def first_detail(report: SickLeaveReport) -> tuple[str, str, str]:
    (effect,) = [item for item in report.findings() if "lowered" in str(item.statement)]
    return str(effect.label), str(effect.statement), str(effect.details[0])


def test_a_drift_that_decides_is_told_first_and_once(opened):
    sinking = (8.8, 8.7, 8.75, 8.3, 8.25, 8.3, 7.7)
    report = opened(quarters(2019, sinking, (0.0,)))
    label, statement, reason = first_detail(report)
    assert (label, statement) == (
        "Not shown",
        "It is not shown that the programme lowered sick leave.",
    )
    assert reason.startswith(
        "The fall cannot be told apart from a drift that may have been under way already: beside "
        "a straight line through all the years the step at the start is −0.4 percentage points, "
    )
    said = " ".join(findings(report))
    assert said.count("straight line") == 1
    meant = text_of(report.grades())
    assert "chance, rounding or a drift already under way could not explain" in meant


def test_chance_that_decides_is_told_first(opened):
    report = opened(quarters(2019, (8.4, 8.9, 8.2, 8.8, 8.3, 8.7, 8.4), (0.0,)))
    label, _, reason = first_detail(report)
    assert label == "Not shown"
    assert reason.startswith("The fall is no larger than what chance between years can make. ")


def test_a_rise_has_its_reason_in_the_statement(opened):
    report = opened({**YEARS, **quarters(2025, (8.9,), (0.0,))})
    _, statement, first = first_detail(report)
    assert statement.startswith(
        "It is not shown that the programme lowered sick leave: the figures"
    )
    assert first.startswith("From the mean of the years before the start (6) to that of the years")
    assert "the change is +0.4 percentage points" in first


def test_a_stated_year_is_no_rank_among_the_means_of_others(opened):
    """7.8 is the lowest only against means; of means 8.4 is not."""
    report = opened({**quarters(2019, (*BEFORE, 8.4), (0.0,)), "2025": 7.8})
    assert findings(report)[0].startswith("In 2025 sick leave was 7.8 per cent. The figure is")


def test_stated_years_without_quarters_are_within_the_figure(opened):
    axes = opened({**YEARS, "2016": 2.2}).overview()[0].figure.axes[0]
    assert axes.get_xlim()[0] < 2016.04
    assert axes.get_ylim()[0] <= 2


def test_elsewhere_years_are_means_and_the_page_says_so_beside_stated_years(opened):
    elsewhere = quarters(2019, (6.0,) * 7, CALM)
    stated, *_ = findings(opened({**YEARS, **ALL_STATED}, comparison=elsewhere))
    assert "There a year is the mean of its four quarters." in stated


def test_a_last_year_without_quarters_is_led_by_its_stated_figure(opened):
    """The quarters of 2025 end in the third; the years before have no stated figure."""
    figures = {period: value for period, value in YEARS.items() if period != "2025Q4"}
    level, target, *_ = findings(opened({**figures, "2025": 7.8}))
    assert level == (
        "In 2025 sick leave was 7.8 per cent. The figure is the one that the source states for "
        "the year. No year before the programme began has such a figure, so no change can be seen."
    )
    assert "was met" in target


def test_means_are_compared_where_no_year_is_stated(opened):
    level, _, effect, _ = findings(opened(YEARS))
    assert level.startswith(
        "In 2025 sick leave was 8.0 per cent, the lowest of the years 2019–2025. That is 0.5 "
        "percentage points below the mean of 2019–2024. The figure is the mean"
    )
    assert "the test takes the mean" not in effect


# -- years that are missing


def without(*years: str) -> Series:
    return {period: value for period, value in YEARS.items() if period[:4] not in years}


def test_a_year_missing_among_the_earlier_ones_is_named(opened):
    report = opened(without("2020"))
    assert "below the mean of 2019–2024. 2020 lacks figures and is left out." in findings(report)[0]
    table = report.same_quarters()[-1]
    assert "2020 lacks figures and is left out." in " ".join(map(str, table.notes))


def test_several_missing_years_are_named_and_none_where_none_is(opened):
    assert (
        "2020 and 2022 lack figures and are left out."
        in findings(opened(without("2020", "2022")))[0]
    )
    assert "lack" not in " ".join(findings(opened(YEARS, as_of="2025Q4")))


def missing(line) -> list[float]:
    """Where a drawn line has no value."""
    ends = zip(line.get_xdata(), line.get_ydata(), strict=True)
    return [pytest.approx(x, abs=0.01) for x, y in ends if math.isnan(y)]


def test_no_line_is_drawn_across_missing_quarters(opened):
    report = opened(without("2020"), comparison=without("2021"))
    figure = report.overview()[0].figure
    own, _, other = figure.axes[0].lines[:3]
    assert missing(own) == [2020.125, 2020.375, 2020.625, 2020.875]
    assert missing(other) == [2021.125, 2021.375, 2021.625, 2021.875]
    assert missing(report.target_path()[0].figure.axes[0].lines[0]) == [2020]
    assert missing(report.same_quarters()[0].figure.axes[0].lines[0]) == [2020]
    chart = report.control_chart()[0].figure.axes[0]
    assert [label.get_text() for label in chart.get_xticklabels()][1] == "2020"
    assert missing(chart.lines[0]) == [2020.125, 2020.375, 2020.625, 2020.875]


# -- dates


def test_a_date_before_the_first_figure_is_said_and_no_later_year_named(opened):
    level, _, effect, outlook = findings(opened(YEARS, as_of="2018"))
    assert level == "There are no figures by the end of 2018."
    assert outlook.startswith("How sick leave goes on cannot be said.")
    assert "2024" not in " ".join((level, effect, outlook))


def test_a_date_before_the_start_is_not_told_as_if_the_programme_ran(opened):
    level, *_, outlook = findings(opened(YEARS, as_of="2022"))
    assert level == ("The programme had not begun by the end of 2022, so no change can be seen.")
    assert outlook.startswith("How sick leave goes on after 2022 cannot be said.")


def test_a_started_programme_without_a_full_year_says_when_it_began(opened):
    level, *_ = findings(opened(YEARS, as_of="2025Q2"))
    assert level.startswith("There is no full year of figures since the programme began")


# -- p, and how the comparison came about


def test_a_p_that_rounds_to_nothing_is_printed_as_under_a_thousandth(opened):
    report = opened(quarters(2019, (8.5, 8.6, 8.5, 8.5, 8.6, 8.5, 4.0), (0.0,)))
    assert report.evaluation.lead.own.p < 0.0005
    cells = [str(cell) for row in report.tests()[0].rows for cell in row]
    assert "under 0.001" in cells
    assert "0.000" not in cells


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.0001, 0.0002, "its p is at most 0.001;"),
        (0.0001, 0.04, "its p is at most 0.040;"),
        (0.0123, 0.04, "its p lies between 0.012 and 0.040;"),
    ],
)
def test_over_the_readings_no_p_is_nothing(opened, low, high, words):
    assert words in str(opened(YEARS)._range_of_p(low, high))


def test_how_the_comparison_was_chosen_is_printed_with_its_caveat(opened):
    elsewhere = quarters(2019, (6.0,) * 7, CALM)
    report = opened(YEARS, comparison=elsewhere, design="Trukket i 2024.")
    (block,) = report.limits()
    said = [str(item) for item in block.items]
    assert said.index("Trukket i 2024.") == said.index("Sammenligningen er oppdiktet.") + 1


def test_a_programme_without_indicators_is_told_what_it_lacks():
    with pytest.raises(ParameterError, match="no indicator with figures that is to decrease"):
        open_report("sick_leave", "drammen-employer-policy")


# -- measures of no plan


def test_measures_of_no_plan_are_told_with_who_answers_and_the_deadline(opened, tmp_path):
    opened(YEARS)
    path = tmp_path / "workspace-2025-en" / "data" / "programmes" / "invented.toml"
    measures = """
[[measures]]
id = "training"
title = { en = "Managers are trained" }
owner = { en = "Head of HR" }
start = "2024Q1"
deadline = "2025Q2"
place = 1

[[measures]]
id = "mentors"
title = { en = "Mentors" }
start = "2024"
continuous = true
place = 1

[[measures]]
id = "undated"
title = { en = "Undated" }
place = 2

[[measures]]
id = "later"
title = { en = "Later" }
start = "2026Q1"
place = 3
"""
    path.write_text(path.read_text(encoding="utf-8") + measures, encoding="utf-8")
    report = open_report("sick_leave", "invented", as_of="2025", language="en")
    (table,) = report.measures()
    assert [[str(cell) for cell in row][:4] for row in table.rows] == [
        ["Managers are trained", "Head of HR", "quarter 1 of 2024", "quarter 2 of 2025"],
        ["Mentors", "–", "2024", "continuous"],
        ["Undated", "–", "–", "–"],
    ]
    assert table.frame["deadline"].tolist() == ["2025Q2", "continuous", ""]


def test_a_programme_without_measures_says_so(opened):
    assert text_of(opened(YEARS).measures()) == "The source names no measures."


# -- other explanations


OTHER = """
[[rivals]]
id = "system"
short = { en = "a new system of absence" }
text = { en = "Absence is recorded in a new system from 2025." }
"""


def with_other_explanation(report: SickLeaveReport, root: Path) -> SickLeaveReport:
    file = next(root.glob("*/data/programmes/invented.toml"))
    file.write_text(file.read_text(encoding="utf-8") + OTHER, encoding="utf-8")
    return open_report("sick_leave", "invented", as_of="2025", language="en")


def test_a_fall_is_never_told_without_its_other_explanations(opened, tmp_path):
    report = with_other_explanation(opened(YEARS), tmp_path)
    _, _, effect, _ = findings(report)
    assert "The fall may have other reasons: a new system of absence." in effect
    assert text_of(report.rivals()) == "Absence is recorded in a new system from 2025."


def test_a_rise_has_no_explanations_of_a_fall(opened, tmp_path):
    risen = quarters(2019, (*BEFORE, 9.4), (0.0,))
    report = with_other_explanation(opened(risen), tmp_path)
    assert not any("may have other reasons" in told for told in findings(report))


# -- what takes a claim back, or is not looked at


def test_a_stated_year_that_its_quarters_contradict_is_said_to_be_wrong(opened):
    figures, targets = {**YEARS, "2025": 9.7}, (("2025", "desired", 8.0),)
    level, target, *_ = findings(opened(figures, targets=targets))
    assert level == (
        "What sick leave was in 2025 cannot be said: the source states 9.7 per cent, and the "
        "mean of its four quarters is 8.0 per cent. The quarters lie between 7.4 and 8.4, so that "
        "one of the figures is wrong. Figures and tables show the mean of the quarters."
    )
    assert "cannot be decided" in target
    assert "which its quarters contradict" in target
    assert "The value of 2025 is" not in target


def test_the_table_of_targets_says_what_the_findings_say(opened):
    report = opened({**YEARS, "2025": 9.7}, targets=(("2025", "desired", 8.5),))
    assert str(report.targets()[0].rows[0][-1]) == "at the line"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (7.75, "at most 7.75 per cent, was missed by 0.08 percentage points"),
        (7.8, "The value of 2025 is 7.83 per cent."),
    ],
)
def test_a_target_is_told_with_the_decimals_that_decide(opened, target, said):
    """7.83 is printed as 7.8 elsewhere, and 7.75 must not be printed as 7.8 too."""
    close = {**YEARS, "2025Q1": 8.2, "2025Q2": 7.7, "2025Q3": 7.2, "2025Q4": 8.2}
    _, told, *_ = findings(opened(close, targets=(("2025", "desired", target),)))
    assert said in told


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2023", "That was before the programme began, in quarter 1 of 2025."),
        ("2024", "That was before the programme began, in quarter 1 of 2025."),
        ("2025", None),
    ],
)
def test_a_target_of_before_the_programme_is_told_as_that(opened, period, said):
    _, target, *_ = findings(opened(YEARS, targets=((period, "desired", 8.0),)))
    assert ("before the programme began" in target) is (said is not None)
    assert said is None or said in target


BROKEN = """
[[indicators.breaks]]
at = "2025Q1"
note = { en = "Holidays are counted in another way." }

[[targets]]"""


def test_a_fall_at_a_break_is_told_as_what_cannot_be_said(opened, tmp_path):
    opened(YEARS)
    file = next(tmp_path.glob("*/data/programmes/invented.toml"))
    file.write_text(file.read_text("utf-8").replace("\n[[targets]]", BROKEN, 1), "utf-8")
    report = open_report("sick_leave", "invented", as_of="2025", language="en")
    level, _, effect, _ = findings(report)
    assert effect.startswith("Whether the programme lowered sick leave cannot be said.")
    for told in (level, effect):
        assert "The way of counting changed in quarter 1 of 2025." in told
        assert ("Holidays are counted in another way." in told) is (told == level)
    assert "lowest" not in level
    (figure,) = report.overview()
    assert "Dotted: the way of counting changed in quarter 1 of 2025." in str(figure.caption)
    assert "new way of counting" in [text.get_text() for text in figure.figure.axes[0].texts]


def test_a_fall_before_the_start_within_its_year_is_told_as_one(opened, tmp_path):
    fallen = quarters(2019, (8.3, 8.4, 8.2, 8.3, 6.8, 6.9), (0.0,))
    opened(fallen)
    file = next(tmp_path.glob("*/data/programmes/invented.toml"))
    text = file.read_text("utf-8").replace('start = "2025Q1"', 'start = "2023Q4"')
    file.write_text(text, "utf-8")
    report = open_report("sick_leave", "invented", as_of="2024", language="en")
    effect = next(told for told in findings(report) if "lowered sick leave" in told)
    assert effect.startswith("It is not shown that the programme lowered sick leave.")
    assert (
        "Most of the fall had come before the start. The same quarters after it lie no lower than "
        "those of 2023 before it."
    ) in effect
    assert "2023 is in neither mean, since the programme began within it." in effect


def test_a_rise_that_a_drift_explains_is_not_told_as_more_than_chance(opened):
    drifting = quarters(2016, (7.0, 7.31, 7.58, 7.92, 8.2, 8.51, 8.79, 9.1, 9.4, 9.6), (0.0,))
    effect = next(told for told in findings(opened(drifting)) if "lowered sick leave" in told)
    assert "the figures did not fall" in effect
    assert "rose by more than chance" not in effect
