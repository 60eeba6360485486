"""What the report on an action programme says, as its reader meets it."""

import hashlib

import pytest
from making_action import NATIONAL, PROGRAMME, SOME, with_reports

from analysis.display.blocks import FindingBlock
from analysis.display.languages import Language
from analysis.notebook import open_report
from analysis.sources.workspace import VARIABLE

PARTS = (
    "findings",
    "overview",
    "calendar",
    "points",
    "load",
    "status",
    "yearly",
    "reports",
    "checkable",
    "who",
    "outcomes",
    "limits",
    "methods",
    "grades",
    "sources",
    "run",
)


@pytest.fixture
def opened(workspace, monkeypatch):
    def opened(as_of="", language="en", municipality="", root=workspace.root):
        monkeypatch.setenv(VARIABLE, str(root))
        return open_report("action_programme", PROGRAMME, municipality, as_of, language)

    return opened


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A workspace with invented reports and figures."""
    figures = {
        "hme_total": {"2014": 76.4, "2016": 77.9},
        "hourly_share_se": {"2015": 21.3},
        "men_share_preschool_se": {"2016": 3.5, "2017": 3.9},
    }
    return with_reports(tmp_path_factory.mktemp("action"), SOME, figures).root


def said(report) -> list[tuple[str, str]]:
    return [(str(block.label), str(block.statement)) for block in report.findings()]


def details(report) -> str:
    return " ".join(str(text) for block in report.findings() for text in block.details)


def rows(report, part: str) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in getattr(report, part)()[0].rows]


def test_the_first_page_on_the_programmes_own_day(opened):
    assert said(opened()) == [
        (
            "Cannot be said",
            "What has been done cannot be said: nothing has been reported on any of the 20 points.",
        ),
        ("Documented", "By 7 September 2015 no last day had passed."),
        (
            "Own judgement",
            "What the Alliance in the staff committee says of the programme: The twenty points "
            "have times and can be measured.",
        ),
        (
            "Documented",
            "The 20 points hold 21 undertakings: 11 with a last year, 7 for every year, 2 for a "
            "mandate whose end is not stated and 1 without a time of its own.",
        ),
        (
            "Documented",
            "Whether it was done can be seen for 16 of the 21 undertakings. Whether it helped can "
            "be seen for none: none states a starting value and a target.",
        ),
        (
            "Cannot be said",
            "Whether the municipality has become a more attractive employer cannot be said. That "
            "something is done does not mean that it works.",
        ),
    ]
    text = details(opened())
    assert "The next last day is 31 December 2015: 3 Communication plan, 5 Managers" in text
    assert "115" not in text
    assert "That is our reading of the wording." in text
    assert "3 only encourage, consider or inspire, and name nothing that would show them" in text
    assert "2 are binding but name nothing" in text
    assert "For none does the document say who answers." in text
    assert "HME total index (Kolada U00200)" in text
    assert "own staff register, no national indicator" in text


def test_later_days_tell_what_has_passed_and_never_that_it_is_late(opened):
    assert said(opened("2016-12-31"))[1] == (
        "Documented",
        "By 31 December 2016 the last day had passed for 9 binding undertakings and 12 binding "
        "yearly rounds.",
    )
    report = opened("2019-01-01")
    assert "10 binding undertakings and 24 binding yearly rounds" in said(report)[1][1]
    assert "No last day lies ahead." in details(report)
    assert "That nothing is reported does not mean that nothing was done." in details(report)
    words = " ".join(text for _, text in said(report)) + details(report)
    assert "late" not in words.replace("later", "").replace("related", "")
    assert "overdue" not in words


def test_the_municipality_is_not_named_and_never_guessed(opened):
    masthead = opened().masthead()
    assert masthead.place == "Municipality not named"
    assert [str(cell) for cell in masthead.facts[0]] == [
        "Municipality",
        "not named in the document",
    ]
    masthead = opened(municipality="1060").masthead()
    assert masthead.place == "Olofström"
    assert str(masthead.facts[0][1]) == (
        "Olofström, given by the one who made the report; the document names none"
    )


def test_a_programme_that_names_its_municipality_has_no_such_remark(opened, tmp_path):
    root = with_reports(tmp_path).root
    path = root / "data" / "programmes" / f"{PROGRAMME}.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('country = "SE"', 'country = "SE"\nmunicipality = "1060"', 1))
    masthead = opened(root=root).masthead()
    assert masthead.place == "Olofström"
    assert "Municipality" not in [str(label) for label, _ in masthead.facts]


def test_values_of_other_municipalities_are_not_the_countrys(opened, tmp_path):
    root = with_reports(tmp_path).root
    raw = root / "data" / "sources" / f"{NATIONAL}.csv"
    before = raw.read_bytes()
    first, *others = before.decode().splitlines()
    here = others[0].replace(",0000,", ",1060,")
    after = "\n".join([first, here, *others[1:], ""]).encode()
    raw.write_bytes(after)
    sidecar = raw.with_suffix(".toml")
    sums = [hashlib.sha256(content).hexdigest() for content in (before, after)]
    sidecar.write_text(sidecar.read_text(encoding="utf-8").replace(*sums), encoding="utf-8")
    found = {row[0]: row[1:] for row in rows(opened("2019-01-01", root=root), "outcomes")}
    assert found["HME total index"][2].replace("\u00a0", " ") == "79 in 2016"


def test_reports_change_the_first_page_and_are_marked_as_invented(opened, root):
    report = opened("2019-01-01", root=root)
    assert [str(text) for text in report.masthead().warnings] != []
    found = said(report)
    assert found[0] == (
        "Own judgement",
        "By 1 January 2019 10 binding undertakings had passed their last day: 2 reported as done "
        "in time, 2 reported as done late, 2 last reported as not done, 1 reported as given up "
        "and 3 without a report.",
    )
    assert found[1][1] == (
        "By 1 January 2019 24 binding yearly rounds had ended: 2 reported as done in time, "
        "1 reported as done late, 1 last reported as not done, 2 reported as given up and 18 "
        "without a report."
    )
    assert found[2] == (
        "Cannot be said",
        "Whether the rest was done cannot be said: nothing has been reported on 3 binding "
        "undertakings and 18 binding yearly rounds whose last day had passed.",
    )
    assert found[-1][0] == "Cannot be said"
    text = details(report)
    assert "Reported by HR and Board; nobody else has checked it." in text
    assert "Done does not mean effective." in text
    assert "1 that counts as not done was last reported on before its last day" in text


def test_once_something_is_reported_the_wording_stands_with_the_points(opened, root):
    report = opened("2019-01-01", root=root)
    wording = [block for block in report.points() if isinstance(block, FindingBlock)]
    assert [str(block.label) for block in wording] == ["Own judgement", "Documented", "Documented"]
    assert str(wording[0].details[0]) == "The next two statements hold this against the wording."
    assert str(wording[1].statement).startswith("The 20 points hold 21 undertakings")
    assert not {str(block.statement) for block in wording} & {text for _, text in said(report)}
    assert not [block for block in opened().points() if isinstance(block, FindingBlock)]


def test_of_a_day_before_the_programme_was_presented_nothing_is_due(opened):
    found = said(opened("2015-09-06"))
    assert found[0] == (
        "Documented",
        "By 6 September 2015 the programme had not been presented: that was on 7 September 2015.",
    )
    assert "nothing has been reported" not in str(found)
    assert "last day" not in str(found)
    assert "had not been presented" not in str(said(opened("2015-09-07")))


def test_with_reports_the_next_last_day_is_the_statement(opened, root):
    found = said(opened("2016-12-31", root=root))
    assert (
        "Documented",
        "The next last day is 31 December 2017: 9 Responsibilities and powers.",
    ) in found


def test_own_figures_are_levels_and_their_cause_is_left_open(opened, root):
    report = opened("2019-01-01", root=root)
    levels = [text for _, text in said(report) if text.startswith("Figures of")]
    assert levels == [
        "Figures of what the programme touches on: HME total index: 76.4 in 2014, 77.9 in 2016; "
        "Share of hourly paid among employees: 21.3 per cent in 2015; "
        "Share of men among preschool staff: 3.5 per cent in 2016, 3.9 per cent in 2017."
    ]
    assert "Nothing here says what caused a change" in details(report)
    _, first, second, third = report.outcomes()
    heard = first.alt.replace("\u00a0", " ")
    assert "The municipality: 76.4 in 2014 and 77.9 in 2016." in heard
    assert "The country: 78 in 2015 and 79 in 2016." in heard
    assert str(second.source) == "Source: Ingen."
    # Values of the country from before the municipality's own are not drawn, and not read out.
    assert "1990" not in third.alt
    assert "4 per cent*" in third.alt.replace("\u00a0", " ")


def test_without_own_figures_the_table_says_where_they_can_be_had(opened):
    blocks = opened("2019-01-01").outcomes()
    assert len(blocks) == 1
    found = {row[0]: row[1:] for row in rows(opened("2019-01-01"), "outcomes")}
    plain = [cell.replace("\u00a0", " ") for cell in found["HME total index"]]
    assert plain == ["4", "missing", "78 in 2015 and 79 in 2016", "Kolada U00200"]
    assert found["Share of women among managers"][2] == "none here"
    share = found["Share of men among preschool staff"]
    # A bare number before a year could be read as a count of years.
    assert share[2].replace("\u00a0", " ") == (
        "3.1 per cent in 1990, 2 per cent in 1999 and 4 per cent* in 2016"
    )
    assert any("just over 4" in str(note) for note in blocks[0].notes)


def test_a_national_value_of_a_year_that_has_not_ended_is_not_shown(opened):
    found = {row[0]: row[1:] for row in rows(opened("2016-06-30"), "outcomes")}
    assert found["HME total index"][2].replace("\u00a0", " ") == "78 in 2015"


def test_what_falls_due_when_adds_up_to_all_undertakings(opened):
    found = rows(opened(), "calendar")
    assert [row[0] for row in found] == [
        "By 31 December 2015",
        "By 31 December 2016",
        "By 31 December 2017",
        "Every year",
        "During the mandate, end not stated",
        "No time stated",
    ]
    assert [int(row[2]) for row in found] == [4, 5, 2, 7, 2, 1]
    assert [str(note) for note in opened().calendar()[0].notes] == [
        "Only to encourage, consider or inspire: 6, 7 and 18.",
        "The first last day, 31 December 2015, is 115 days after the programme was presented; it "
        "is that of 4 undertakings.",
    ]


def test_time_and_firmness_stand_in_columns_of_their_own(opened):
    found = {row[0]: row[2:] for row in rows(opened(), "points")}
    assert found["2 Skills plan"] == ["by the end of 2016", "to be done"]
    assert found["4 Employee survey"] == ["within 2015–2016", "to be done"]
    assert found["6 Managers elsewhere"] == ["within 2016–2017", "to encourage"]
    assert found["7 Conditions for managers"] == ["every year, 2015–2018", "to inspire"]
    assert found["11 Student employees"] == ["during the mandate, end not stated", "to be done"]
    assert found["18 Smoke-free hours"][1] == "to consider"
    assert found["20a Cooperation: men in preschool"] == ["no time stated", "to be done"]


def test_every_yearly_round_has_a_row_with_its_last_report(opened, root):
    found = rows(opened("2019-01-01", root=root), "yearly")
    assert len(found) == 7 * 4
    review = [row for row in found if row[1] == "10 Review: hourly staff"]
    assert [row[0] for row in review] == ["2015", "2016", "2017", "2018"]
    assert [row[2] for row in review] == [
        "reported done in time",
        "reported done late",
        "overdue",
        "last day passed, nothing reported",
    ]
    assert review[1][3] == "done, 15 February 2017, HR"


def test_a_report_from_before_the_last_day_is_called_so(opened, root):
    found = {row[0]: row for row in rows(opened("2019-01-01", root=root), "status")}
    assert found["15 Key posts"][2] == "overdue; the report is from before the last day"
    assert found["2 Skills plan"][2:4] == ["overdue", "731"]
    assert found["3 Communication plan"][3] == "\u221221"
    assert found["10 Review: hourly staff"][1:4] == ["each year", "repeated every year", "–"]


def test_every_report_is_listed_as_it_was_made(opened, root):
    found = rows(opened("2019-01-01", root=root), "reports")
    assert len(found) == len(SOME)
    assert found[0][2:] == ["HR", "done", "–", "10 December 2015", "A plan"]
    assert found[8][4:6] == ["2016", "1 February 2017"]


def test_only_points_that_name_somebody_are_listed_and_none_has_an_owner(opened):
    found = rows(opened(), "who")
    assert len(found) == 9
    assert {row[2] for row in found} == {"not stated"}


def test_the_load_of_each_year_is_drawn_with_its_numbers(opened):
    (block,) = opened().load()
    table = [[str(cell) for cell in row] for row in block.data.rows]
    assert table == [
        ["2015", "4", "6", "1"],
        ["2016", "5", "6", "1"],
        ["2017", "1", "6", "2"],
        ["2018", "0", "6", "1"],
        ["No year stated", "2", "0", "1"],
    ]
    assert "2016: 5 binding once, 6 binding every year, 1 not binding" in block.alt


def test_the_timeline_says_what_its_marks_mean_and_only_those_it_has(opened, root):
    before = str(opened().overview()[0].caption)
    assert "Empty circle" in before
    assert "Question mark" not in before
    block = opened("2019-01-01", root=root).overview()[0]
    for words in ("Filled circle", "Half-filled", "Cross", "Question mark", "Dash in a circle"):
        assert words in str(block.caption)
    assert "Empty circle" not in str(block.caption)
    assert "had passed for 10, and on 3 of these nothing is reported" in block.alt
    assert "lies outside" in str(opened("2024").overview()[0].caption)


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_every_part_opens_in_every_language_with_and_without_reports(opened, root, language):
    for report in (opened("2016-12-31", language), opened("2019-01-01", language, root=root)):
        for part in PARTS:
            assert len(getattr(report, part)()) > 0
        assert Language(language).code == report.masthead().language


def test_the_first_page_says_how_many_are_given_up_before_their_last_day(opened, tmp_path):
    given_up = ("5,,2015-10-01,HR,abandoned,,,", "3,,2015-10-01,HR,done,2015-09-20,,")
    text = details(opened("2015-10-31", root=with_reports(tmp_path, given_up).root))
    assert "1 more is reported done before its last day." in text
    assert "Reported given up before their last day: 1." in text
    report = opened("2015-10-31", root=tmp_path)
    (due,) = (words for _, words in said(report) if words.startswith("The next last day"))
    assert due == "The next last day is 31 December 2015: 15 Key posts and 16 Health award."
