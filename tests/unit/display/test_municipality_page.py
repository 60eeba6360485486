"""The page of a municipality, opened on the project's files and on invented ones."""

import subprocess
import sys

import pytest
from making import PROJECT, record
from making_municipality import OTHERS, as_of, empty, panel, with_programme

from analysis.display.blocks import FigureBlock, FindingBlock, HeadingBlock, TableBlock
from analysis.errors import ParameterError
from analysis.notebook import open_report
from analysis.sources.workspace import VARIABLE


@pytest.fixture
def page(monkeypatch):
    def opened(number, root=PROJECT, **asked):
        monkeypatch.setenv(VARIABLE, str(root))
        return open_report("municipality", municipality=number, **{"language": "en", **asked})

    return opened


def findings(report):
    return [block for block in report.findings() if isinstance(block, FindingBlock)]


def said(report):
    return [block.statement.plain for block in findings(report)]


def words(part):
    """All that is said, in one line."""
    if isinstance(part, dict):
        if "text" in part and isinstance(part["text"], str):
            return part["text"]
        return " ".join(words(item) for item in part.values())
    if isinstance(part, list | tuple):
        is_phrase = part and isinstance(part[0], dict) and "text" in part[0]
        return ("" if is_phrase else " ").join(words(item) for item in part)
    if hasattr(part, "payload"):
        return words(part.payload())
    return ""


def rows(blocks):
    (table,) = [block for block in blocks if isinstance(block, TableBlock)]
    return [[cell.plain for cell in row] for row in table.rows]


class TestPorsgrunn:
    @pytest.fixture
    def report(self, page):
        return page("0805")

    def test_gathers_its_own_programmes_and_those_that_name_it(self, report):
        assert {item.id for item in report.subject.programmes} >= {
            "porsgrunn-sick-leave",
            "porsgrunn-employer-strategy",
            "kvalitetskommuneprogrammet",
            "saman-om-ein-betre-kommune",
        }

    def test_every_programme_has_a_finding_or_says_what_is_missing(self, report):
        blocks = list(report.findings())
        at = [i for i, block in enumerate(blocks) if isinstance(block, HeadingBlock)]
        ends = [*at[1:], len(blocks)]
        parts = [blocks[start:end] for start, end in zip(at, ends, strict=True)]
        assert len(parts) == len(report.subject.programmes) + 1
        for part in parts:
            assert any(isinstance(block, FindingBlock) for block in part), part[0].words

    def test_the_fall_in_sick_leave_never_stands_without_what_limits_it(self, report):
        found = {block.statement.plain: block.grade for block in findings(report)}
        assert found["In 2008 sick leave was 8.3 per cent, the lowest of the years 2005–2008."] == (
            "observed"
        )
        assert found["It is not shown that the programme lowered sick leave."] == "not_shown"

    def test_its_own_programmes_come_first(self, report):
        parts = [item.part for item in report.gathered]
        assert parts == sorted(parts, key=lambda part: part != "own")
        assert parts[0] == "own"
        assert parts[-1] == "named"

    def test_the_figure_is_that_of_the_programme_whose_change_was_tested(self, report):
        heading, figure = report.overview()
        assert heading.words.plain == (
            "From the report on “Reduced sick leave in the municipality of Porsgrunn”, as of "
            "quarter 1 of 2009"
        )
        assert isinstance(figure, FigureBlock)

    def test_each_programme_speaks_as_of_its_own_date(self, report):
        text = words(report.findings())
        assert "As of quarter 1 of 2009." in text
        assert "Porsgrunn is named among those that took part." in text
        dates = {item.programme.id: str(item.as_of) for item in report.gathered}
        assert dates["porsgrunn-sick-leave"] == "2009Q1"
        assert str(report.subject.as_of) == max(dates.values(), key=lambda text: text[:4])

    def test_targets_have_the_outcomes_of_the_programmes_own_report(self, report):
        found = [row[2:] for row in rows(report.targets())]
        assert ["2008", "desired", "at most 8.5 per cent", "8.3", "met, by a narrow margin"] in (
            found
        )
        assert ["2012", "desired", "at most 6.0 per cent", "–", "not yet due"] in found

    def test_its_reports_are_named_by_the_command_that_makes_them(self, report):
        links = {
            span.href: span.text
            for row in next(iter(report.programmes())).rows
            for span in row[3].spans
            if span.href
        }
        command = links["report:sick_leave/porsgrunn-sick-leave/4001/2009Q1/en"]
        assert command == (
            "tiltak report sick_leave --programme porsgrunn-sick-leave --as-of 2009Q1 --language en"
        )

    def test_the_notebook_shows_no_link_that_leads_nowhere(self, report):
        shown = report.programmes()._repr_mimebundle_()["text/html"]
        assert "tiltak report sick_leave" in shown
        assert "report:" not in shown.replace("tiltak report", "")


def test_as_of_an_earlier_date_later_programmes_are_not_there(page):
    report = page("4001", as_of="2008")
    assert "saman-om-ein-betre-kommune" not in {item.id for item in report.subject.programmes}
    dates = {item.programme.id: str(item.as_of) for item in report.gathered}
    assert dates["porsgrunn-sick-leave"] == "2008"


def test_drammens_page_has_the_policys_own_verdicts_as_such(page):
    report = page("0602")
    assert report.subject.place == "Drammen"
    assert findings(report)[[block.grade for block in findings(report)].index("asserted")]
    assert any("has judged its own" in text for text in said(report))
    assert "Nedre Eiker and Svelvik became part of it" in words(report.limits())


class TestHelsingborg:
    @pytest.fixture
    def report(self, page):
        return page("1283")

    def test_stands_beside_ten_others(self, report):
        assert said(report) == [
            "What measures in Helsingborg have led to cannot be said: no programme of its own is "
            "described here, and no list of participants names it.",
            "Sick leave in all, Swedish municipalities, 2018: 6.4 per cent in Helsingborg. The "
            "middle value of 10 other municipalities was 5.5 per cent.",
        ]

    def test_says_where_the_countrys_figure_can_be_had(self, report):
        assert "Where to get it: Kolada, N00090." in words(report.findings())

    def test_lists_every_indicator_with_its_unit(self, report):
        found = {row[0]: row[1:] for row in rows(report.indicators())}
        long = (
            "Long-term share of the sick leave, Swedish municipalities, per cent of the sick leave"
        )
        assert found[long] == ["2018", "38.6", "38.2", "36.0 to 42.8", "10", "–"]

    def test_draws_its_path_and_tells_it_in_words(self, report):
        (block,) = report.overview()
        assert isinstance(block, FigureBlock)
        for text in ("from 2014 to 2018", "5.6 in 2014", "6.4 in 2018", "between 5.4 and 6.4"):
            assert text in block.alt
        assert "The axis starts at 3." in block.caption.plain
        assert "Familjen Helsingborg" in block.source.plain

    def test_has_no_units_no_targets_and_says_so(self, report):
        assert "No figures below the municipality" in words(report.units())
        assert "No programme of Helsingborg" in words(report.targets())


def test_one_with_nothing_says_so_and_what_could_be_had(page):
    report = page("1508")
    assert {block.grade for block in findings(report)} == {"not_assessable"}
    assert "no figures of it are held here" in said(report)[1]
    wanted = dict(rows(report.missing()))
    assert wanted["Sick leave in the municipality, own figures (Norway)"] == (
        "the municipality itself"
    )
    assert wanted["Population, Norwegian municipalities"] == "Statistics Norway, 07459"
    assert "No figures are held here." in words(report.sources())
    assert report.looks_at().plain == "nothing is held here"
    assert list(report.overview()) == []


def test_a_page_without_programmes_and_figures_loads_no_statistics_and_no_drawing():
    code = (
        "import sys; from analysis.notebook import open_report;"
        "report = open_report('municipality', municipality='1283'); report.findings();"
        "print([name for name in ('statsmodels', 'matplotlib', 'duckdb') if name in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT)
    assert told.stdout == "[]\n"


class TestInvented:
    def test_marks_itself_and_the_programme(self, page, tmp_path):
        with_programme(tmp_path)
        report = page("4001", tmp_path)
        assert "describe no real municipality" in report.masthead().warnings[0].plain
        assert "Its figures are invented." in words(report.findings())
        assert report.masthead().receipt["synthetic"] is True

    def test_another_figure_gives_another_finding(self, page, tmp_path):
        empty(tmp_path)
        others = [("sick_leave_se", number, "2018", 5.0 + i) for i, number in enumerate(OTHERS)]
        panel(tmp_path, [("sick_leave_se", "1283", "2018", 9.5), *others])
        report = page("1283", tmp_path)
        assert "9.5 per cent in Helsingborg. The middle value of 5 other" in said(report)[1]
        assert "lies above it" in words(report.findings())
        assert "INVENTED" not in words(report.findings())

    @pytest.mark.parametrize(
        ("own", "where"), [(4.9, "below"), (6.0, "within"), (8.0, "within"), (8.1, "above")]
    )
    def test_the_place_beside_the_middle_half_is_the_printed_one(self, page, tmp_path, own, where):
        empty(tmp_path)
        others = [("sick_leave_se", number, "2018", 5.0 + i) for i, number in enumerate(OTHERS)]
        panel(tmp_path, [("sick_leave_se", "1283", "2018", own), *others])
        assert f"Helsingborg lies {where} it." in words(page("1283", tmp_path).findings())

    def test_too_few_others_are_counted(self, page, tmp_path):
        empty(tmp_path)
        panel(tmp_path, [("sick_leave_se", n, "2018", 5.0) for n in ("1283", *OTHERS[:3])])
        assert "3 with a figure of that period, and 5 are needed" in (
            words(page("1283", tmp_path).findings())
        )

    def test_a_count_stands_without_others_and_says_why(self, page, tmp_path):
        empty(tmp_path)
        count = "full_time_equivalents_se"
        panel(tmp_path, [(count, n, "2018", 800) for n in ("1283", "0000", *OTHERS)])
        report = page("1283", tmp_path)
        found = words(report.findings())
        assert "it is not held beside others" in found
        assert "middle value" not in found
        assert "The whole country" not in found
        assert "grow with the size of a municipality" in words(report.indicators())

    def test_newer_figures_of_others_and_doubtful_own_ones_are_told(self, page, tmp_path):
        empty(tmp_path)
        rows = [("sick_leave_se", n, y, 5.0) for n in OTHERS for y in ("2016", "2017", "2019")]
        panel(tmp_path, [("sick_leave_se", "1283", "2016", 6.0, "", "doubtful"),
                         ("sick_leave_se", "1283", "2017", 6.5), *rows])  # fmt: skip
        report = page("1283", tmp_path, as_of="2020")
        assert "Others have newer figures, up to 2019." in words(report.findings())
        assert "Marked as doubtful: 2016." in str(report.overview()[0].caption)

    def test_a_hidden_figure_appears_nowhere(self, page, tmp_path):
        empty(tmp_path)
        panel(tmp_path, [("sick_leave_se", "1283", "2018", 77.7, 6)])
        report = page("1283", tmp_path)
        blocks = [*report.findings(), *report.indicators(), *report.missing()]
        assert "77.7" not in words(blocks)
        assert "1 figure is hidden" in words(report.missing())


def test_units_in_the_line_are_shown_as_far_as_they_may_be(page, tmp_path):
    people = {"North": (60, 8.0), "South": (70, 7.0), "East": (80, 9.0), "Small": (3, 44.4)}
    units = [(name, "2018", n, value) for name, (n, value) in people.items()]
    with_programme(tmp_path, units=units)
    report = page("4001", tmp_path)
    heading, *blocks = report.units()
    assert isinstance(heading, HeadingBlock)
    text = words(blocks)
    assert "North" in text
    assert "hidden" in text
    assert "44.4" not in text


class TestFaultyFiles:
    def test_a_faulty_programme_does_not_stop_the_page(self, page, tmp_path):
        workspace = with_programme(tmp_path)
        path = workspace.programmes / "broken.toml"
        path.write_text('id = "broken"\ncountry = "NO"\nmunicipality = "4001"\n', encoding="utf-8")
        report = page("4001", tmp_path)
        named = [text for text in said(report) if "broken.toml" in text]
        assert len(named) == 1
        assert "it has 5 faults" in named[0]
        assert "It is about Porsgrunn." in words(report.findings())
        assert [item.id for item in report.subject.programmes] == ["invented"]
        (warning,) = [text for text in report.masthead().receipt["warnings"] if "broken" in text]
        assert warning == "data/programmes/broken.toml: 5 faults"

    def test_one_that_nobody_can_read_may_concern_any_municipality(self, page, tmp_path):
        workspace = with_programme(tmp_path)
        (workspace.programmes / "torn.toml").write_text("id = ", encoding="utf-8")
        report = page("3301", tmp_path)
        assert "Whether it concerns Drammen cannot be said." in words(report.findings())

    def test_one_of_another_municipality_is_not_mentioned(self, page, tmp_path):
        workspace = with_programme(tmp_path)
        path = workspace.programmes / "broken.toml"
        path.write_text('id = "broken"\ncountry = "NO"\nmunicipality = "4001"\n', encoding="utf-8")
        assert "broken" not in words(page("3301", tmp_path).findings())

    def test_a_source_that_was_changed_takes_only_its_programme(self, page, tmp_path):
        workspace = with_programme(tmp_path)
        (workspace.sources / "synthetic" / "own" / "2026.csv").write_text("period,value\n")
        report = page("4001", tmp_path)
        assert any("invented.toml could not be read" in text for text in said(report))

    def test_faulty_figures_of_the_municipality_are_named(self, page, tmp_path):
        empty(tmp_path)
        panel(tmp_path, [("sick_leave_se", "1283", "2018", "six")])
        report = page("1283", tmp_path)
        assert any("synthetic/panel/2026.csv could not be read: it has 1 fault." in text
                   for text in said(report))  # fmt: skip


RISES = ('direction = "decrease"', 'direction = "increase"')


def changed(workspace, *pairs):
    """The invented programme with other lines."""
    path = workspace.programmes / "invented.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_a_programme_without_figures_names_those_it_would_take(page, tmp_path):
    nowhere = 'where = { nb = "Ingen steder.", en = "Nowhere." }'
    changed(with_programme(tmp_path), RISES, ('source = "synthetic/own/2026"', nowhere))
    report = page("4001", tmp_path)
    assert said(report)[0] == "What came of the programme cannot be said from what is held here."
    assert "It would take figures of: " in words(report.findings())
    assert "invented" not in words(report.findings())
    outcomes = [row[-1] for row in rows(report.targets())]
    assert outcomes == ["cannot be said", "not yet due"]


class TestHeldAndTestedByNoReport:
    def test_figures_of_what_is_to_rise_are_said_to_be_held(self, page, tmp_path):
        changed(with_programme(tmp_path), RISES)
        report = page("4001", tmp_path)
        assert said(report)[0] == (
            "What came of the programme cannot be said: its figures are held here, but no report "
            "tests such figures yet."
        )
        told = words(report.findings())
        assert "(up to quarter 4 of 2019)" in told
        assert "It would take figures of" not in told
        assert "What came of its targets stands further down." in told

    def test_its_targets_are_judged_by_the_held_figures(self, page, tmp_path):
        changed(with_programme(tmp_path), RISES)
        found = [row[2:] for row in rows(page("4001", tmp_path).targets())]
        assert found == [
            ["2018", "desired", "at least 7.5 per cent", "7.0", "missed"],
            ["2030", "desired", "at least 5.0 per cent", "–", "not yet due"],
        ]

    def test_as_of_an_earlier_date_later_figures_are_not_there(self, page, tmp_path):
        changed(with_programme(tmp_path), RISES)
        report = page("4001", tmp_path, as_of="2018Q3")
        assert "(up to quarter 3 of 2018)" in words(report.findings())
        assert {row[-1] for row in rows(report.targets())} == {"not yet due"}

    def test_invented_figures_are_marked_as_such(self, page, tmp_path):
        changed(with_programme(tmp_path), RISES)
        (item,) = page("4001", tmp_path).gathered
        assert item.invented
        assert not item.reports
        assert "Its figures are invented." in words(page("4001", tmp_path).findings())

    def test_figures_of_years_only_have_outcomes_without_a_test(self, page, tmp_path):
        workspace = with_programme(tmp_path)
        lines = ["period,value", *(f"{2015 + i},{v}" for i, v in enumerate((8, 8, 8, 7, 7)))]
        record(workspace.root, "yearly", lines, "series")
        changed(workspace, ("synthetic/own/2026", "synthetic/yearly/2026"))
        report = page("4001", tmp_path)
        assert "no report tests such figures yet" in said(report)[0]
        first, _ = rows(report.targets())
        assert first[4:] == ["at most 7.5 per cent", "7.0", "met"]

    def test_a_second_indicator_of_a_programme_with_a_report_is_judged_too(self, page, tmp_path):
        workspace = with_programme(tmp_path)
        path = workspace.programmes / "invented.toml"
        more = SECOND.format(source="synthetic/presence/2026")
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
        lines = ["period,value", *(f"{2015 + i},{v}" for i, v in enumerate((91, 92, 92, 94, 93)))]
        record(workspace.root, "presence", lines, "series", "presence")
        report = page("4001", tmp_path)
        assert "no report tests" not in words(report.findings())
        found = {(row[1], row[2]): row[-2:] for row in rows(report.targets())}
        assert found["Presence", "2018"] == ["94.0", "met"]
        assert len(found) == 3


SECOND = """
[[indicators]]
id = "presence"
title = {{ en = "Presence" }}
definition = {{ en = "Presence" }}
unit = "percent"
direction = "increase"
rounding = 0.05
source = "{source}"
where = {{ en = "Nowhere." }}

[[targets]]
indicator = "presence"
period = "2018"
tier = "desired"
value = 93
"""


def test_a_programme_is_opened_as_of_its_own_date_whatever_the_pages(page, tmp_path):
    workspace = with_programme(tmp_path)
    as_of(workspace.programmes / "invented.toml", "2018")
    report = page("4001", tmp_path, as_of="2031")
    (item,) = report.gathered
    assert str(item.as_of) == "2018"
    assert [row[-1] for row in rows(report.targets())][1] == "not yet due"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"municipality": ""}, "no municipality is named"),
        ({"municipality": "9999"}, "'9999'"),
        ({"municipality": "DK-0101"}, "names no country"),
        ({"municipality": "4001", "programme": "porsgrunn-sick-leave"}, "name a municipality"),
        ({"municipality": "4001", "as_of": "spring"}, "'spring'"),
        ({"municipality": "4001", "language": "no"}, "nb, nn, sv, en"),
    ],
)
def test_what_is_unknown_is_refused(workspace, monkeypatch, asked, told):
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    with pytest.raises(ParameterError, match=told):
        open_report("municipality", **asked)


def test_a_report_on_one_programme_asks_for_one(workspace, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    with pytest.raises(ParameterError, match="no programme is named"):
        open_report("sick_leave", municipality="4001")
