"""The first page and the pages after it of the report on a strategy for the workforce."""

import json
import re
from datetime import UTC, datetime
from itertools import count

import pytest
from making_outlook import GROUPS, PEOPLE, SCHOOL, STAFF, invented_outlook
from telling import first_page, told_of, words

from analysis.errors import InputError, ParameterError
from analysis.notebook import open_report
from analysis.sources.catalogue import find_programme
from analysis.sources.workspace import VARIABLE

STRATEGY = "porsgrunn-employer-strategy"


@pytest.fixture
def report(workspace, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    return open_report("workforce_outlook", STRATEGY, language="en")


@pytest.fixture
def opened(tmp_path, monkeypatch):
    made = count()

    def opened(people=PEOPLE, **more):
        root = tmp_path / f"workspace{next(made)}"
        invented_outlook(root, people, **more)
        monkeypatch.setenv(VARIABLE, str(root))
        return open_report("workforce_outlook", "invented", language="en")

    return opened


class TestPorsgrunnsFirstPage:
    def test_says_first_what_is_asserted_then_what_figures_say_then_what_cannot_be_said(
        self, report
    ):
        labels = [label for label, _ in first_page(report)]
        assert labels == [
            "Own judgement", "Documented", "Cannot be said", "Cannot be said", "Cannot be said",
        ]  # fmt: skip

    def test_what_is_calculated_is_said_to_be_a_projections(self, report):
        told = first_page(report)[1][1]
        assert told.startswith("Statistics Norway's projection of 2013, whole country: for every")

    def test_the_conclusion_is_the_municipalitys_own_and_stands_as_printed(self, report):
        told = first_page(report)[0][1]
        assert "the municipality itself concludes: “Ikke økt etterspørsel”" in told
        assert "The need for services does not grow." in told

    @pytest.mark.parametrize(
        "part",
        [
            "the whole country would need this many in 2015",
            "Kindergarten 103, Compulsory school 101, Care of young people with disabilities 102 "
            "and Care of the elderly 99",
            "national figures, not those of Porsgrunn",
            "They say nothing of the years from 2009 to 2013",
            "has lost the ages of: Compulsory school and Care of young people with disabilities",
            "one alternative, so how far it could miss does not show",
            "not a certain forecast",
        ],
    )
    def test_national_figures_say_what_they_are_not(self, report, part):
        assert part in first_page(report)[1][1].replace("\u00a0", " ")

    def test_the_table_that_would_answer_is_named(self, report):
        told = first_page(report)[2][1]
        assert "Whether demand grows in Porsgrunn cannot be said" in told
        assert "14288" in told
        assert "06917" in told

    def test_the_old_projection_stands_beside_what_came(self, report):
        assert "How an earlier projection fared" not in str(first_page(report))
        ((label, told),) = told_of(report.track_record())
        assert label == "Documented"
        assert "in 2013 the whole country had 5,051,000 inhabitants" in told
        assert "more than it had for 2030 (4,989,000)" in told
        assert "0.05 percentage points" in told
        assert "been 1.09" in told

    def test_the_aim_of_25_apprentices_is_not_reported(self, report):
        told = first_page(report)[4][1]
        assert "The aim is 25 health-worker apprentices every year" in told
        assert "Whether it was reached is not reported" in told

    def test_nothing_is_said_of_what_the_strategy_brought_about(self, report):
        told = first_page(report)[4][1]
        assert "Whether the strategy worked cannot be said" in told
        assert "Applicants for positions, Employees who leave and Right competence" in told

    def test_the_figure_can_be_heard_with_every_number(self, report):
        figure = report.overview()[0]
        assert "Care of the elderly: 99 in 2015, 102 in 2020 and 205 in 2040." in figure.alt
        assert "The axis starts at 90." in str(figure.caption)

    def test_of_a_day_before_the_strategy_the_page_says_so_first(self, workspace, monkeypatch):
        monkeypatch.setenv(VARIABLE, str(workspace.root))
        early = first_page(open_report("workforce_outlook", STRATEGY, "", "2008", "en"))
        assert early[0] == (
            "Documented",
            "By 31 December 2008 the strategy had not begun: it is from quarter 1 of 2009. What "
            "follows was not known then.",
        )
        late = first_page(open_report("workforce_outlook", STRATEGY, "", "2009-01-01", "en"))
        assert "had not begun" not in str(late)


class TestPorsgrunnsOtherPages:
    def test_every_conclusion_stands_as_printed_beside_what_figures_say(self, report):
        told = words(report.conclusions())
        for printed in ("Ikke økt etterspørsel", "Alder ?", "Kompetanse ?", "Tja ?",
                        "Godt tilbud lokalt", "Noe, men ikke nok"):  # fmt: skip
            assert f"“{printed}” (slide 37)" in told
        assert told.count("Cannot be said: no figures here.") == 6
        assert "Documented: in the whole country in 2015" in told

    def test_old_and_new_projections_say_whether_the_authors_could_know_them(self, report):
        told = words(report.demand()) + words(report.earlier())
        assert "2013, whole country: those who wrote the strategy in 2009 could not know" in told
        assert "1996, whole country: it was there when the strategy was written in 2009" in told
        assert "90 (82 to 102)" in told
        assert "It is no confidence interval" in told

    def test_earlier_projections_are_compared_without_interpolation(self, report):
        told = words(report.track_record())
        assert "2013, whole country: no later registered figures are here" in told
        assert "held against registered figures of the same ages in 2000" in told
        assert "No year is in both, so this is no error" in told
        assert "above both" in told

    def test_what_is_missing_says_where_it_is(self, report):
        told = words(report.staff())
        for place in ("PAI", "06417", "11916–11919", "payroll", "7a and 7b"):
            assert place in told

    def test_the_commands_name_table_and_region(self, report):
        told = words(report.commands())
        assert "tiltak fetch pxweb ssb 14288 --select Region=4001" in told
        assert "--indicator population_main" in told
        assert "could not be tried" in told
        assert "store:ssb/14288" in told

    def test_yardsticks_and_measures_are_those_of_the_document(self, report):
        told = words(report.results())
        assert told.count("not reported") == 4
        assert told.count("no target") == 3
        assert [len(table.rows) for table in report.measures()] == [8, 10]

    def test_position_sizes_are_of_the_country_before_the_date_of_the_report(self, report):
        (table,) = report.position_sizes()
        assert [str(row[0]) for row in table.rows] == ["2006", "2007", "2008"]
        assert str(table.rows[2][1]) == "79.6"
        assert "All of Norway, not Porsgrunn." in words([table])

    @pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
    def test_every_part_is_there_in_every_language(self, workspace, monkeypatch, language):
        monkeypatch.setenv(VARIABLE, str(workspace.root))
        report = open_report("workforce_outlook", STRATEGY, language=language)
        for part in ("findings", "overview", "conclusions", "demand", "earlier", "track_record",
                     "staff", "position_sizes", "results", "measures", "commands", "limits",
                     "methods", "grades", "sources", "run"):  # fmt: skip
            assert len(getattr(report, part)()) > 0


TWO_SMALL = {
    "people": {
        "1-5": {2008: (1000,), 2009: (1000, 990, 1010), 2013: (600, 550, 650)},
        "6-15": PEOPLE["6-15"],
        "80-": {2008: (800,), 2009: (810, 800, 820), 2013: (1200, 1150, 1250)},
    },
    "staff": [
        ("kindergarten", 30, "skilled", 80, 3),
        ("kindergarten", 40, "skilled", 80, 2),
        ("elderly", 35, "skilled", 80, 6),
        ("elderly", 45, "skilled", 80, 6),
        *(("school", age, "skilled", 90, 5) for age in range(25, 65)),
    ],
    "groups": GROUPS + SCHOOL,
}
"""Kindergarten 5, care of the elderly 12, school 200: the first two are hidden. The index of each
service is printed, so a sum of what all need gives the two away."""


class TestHiddenServices:
    def test_the_table_gives_nothing_that_is_summed_over_hidden_services(self, opened):
        gap = next(item for item in opened(**TWO_SMALL).staff() if item.name == "gap")
        for row in gap.rows:
            assert [str(row[at]) for at in (1, 4, 5)] == ["hidden"] * 3
            assert "hidden" not in (str(row[2]), str(row[3]))
        assert "could be worked out" in words([gap])

    def test_the_first_page_says_why_and_how_many_are_likely_to_have_left(self, opened):
        label, told = first_page(opened(**TWO_SMALL))[2]
        assert label == "Cannot be said"
        assert "How many must be recruited is not given: with it the hidden numbers" in told
        assert re.search(r"Of the 217 in 2008, \d+ are likely to have left by 2013", told)

    def test_no_number_made_of_hidden_services_is_anywhere_in_the_report(self, opened):
        report = opened(**TWO_SMALL)
        staffing = report.evaluation.staffing
        for frame in (staffing.needed, staffing.gap, staffing.gap_fte):
            assert set(frame["status"]) == {"suppressed"}
            numbers = frame.select_dtypes("number").drop(columns=["year", "n"])
            assert numbers.isna().all(axis=None)
        gap = next(item for item in report.staff() if item.name == "gap")
        assert gap.frame[["estimate", "low", "high"]].isna().all(axis=None)
        kept = words(report.staff()) + str(first_page(report))
        # 5 x 0.6 + 12 x 1.5 + 200 = 221, in full 210 to 232.
        assert not {"221", "210", "232"} & set(re.findall(r"\d+", kept))
        sent = [item._repr_mimebundle_() for item in (report, report.findings(), report.staff())]
        assert not {"221", "210", "232"} & set(re.findall(r"\b\d+\b", visible(sent)))

    def test_where_no_service_is_hidden_everything_is_given(self, opened):
        assert not opened().evaluation.staffing.need_hidden


LOST = {age: years for age, years in PEOPLE.items() if age != "80-"}


class TestALackingService:
    def test_the_sentence_says_for_how_many_of_all_employees_it_is(self, opened):
        told = first_page(opened(LOST))[2][1]
        assert told.startswith(
            "This is for 160 of 360 employees; it cannot be calculated for: Care of the elderly. "
            "A calculation: "
        )

    def test_a_small_service_that_is_left_out_is_not_given_away_by_the_sum(self, opened):
        staff = [*STAFF, ("culture", 40, "skilled", 80, 3)]
        report = opened(staff=staff)
        told = first_page(report)[2][1]
        assert told.startswith("This is not for all employees; it cannot be calculated for: cul")
        assert "363 employees" not in told
        assert report.evaluation.staffing.everybody is None
        more = first_page(opened(staff=[*STAFF, ("culture", 40, "skilled", 80, 30)]))[2][1]
        assert more.startswith("This is for 360 of 390 employees")

    def test_nothing_is_documented_for_the_whole(self, opened):
        report = opened(LOST)
        (table,) = report.conclusions()
        assert str(table.rows[0][3]).startswith(
            "Cannot be said: the whole, since there are no figures for Care of the elderly. "
            "Documented: in Porsgrunn in 2013"
        )
        assert table.frame["figures"].tolist() == ["not_assessable"]
        told = first_page(report)[1][1]
        assert "The need as a whole cannot be said: there are no figures for Care of" in told

    def test_with_all_services_nothing_is_said_to_lack(self, opened):
        report = opened()
        assert "This is for" not in str(first_page(report))
        (table,) = report.conclusions()
        assert str(table.rows[0][3]).startswith("Documented: ")


class TestMoreThanNeeded:
    FEWER = staticmethod(
        lambda share: {
            age: {year: tuple(int(n * (share if year == 2013 else 1)) for n in values)
                  for year, values in years.items()}
            for age, years in PEOPLE.items()
        }
    )  # fmt: skip

    def test_nobody_would_have_to_be_recruited_and_those_to_spare_are_named(self, opened):
        report = opened(self.FEWER(0.3))
        told = first_page(report)[2][1]
        assert "nobody would have to be recruited by 2013 on this count; 117 more than" in told
        assert "Over the alternatives of the population 109 to 125 more than needed would" in told
        assert "\u2212" not in told
        table = words(report.staff())
        assert "\u2212117" in table
        assert "To recruit, with a minus: so many more than needed would still be there." in table

    def test_a_range_over_nought_says_what_either_end_is(self, opened):
        told = first_page(opened(self.FEWER(0.58)))[2][1]
        assert re.search(
            r"between \d+ more than needed who would still be there, and \d+ who", told
        )

    def test_one_alternative_is_no_range(self, opened):
        report = opened(alternatives=1)
        told = first_page(report)[2][1]
        assert "159 employees would have to be recruited" in told
        assert "Over the alternatives" not in told
        assert "Between 110 and " not in told
        assert "are likely to have left (the middle 80 per cent of simulations)." in told
        table = words(report.staff())
        assert "394" in table
        assert "394 (" not in table
        assert "Needed and to recruit: in brackets" not in table
        assert "Have left: in brackets the middle 80 per cent" in table


def visible(bundles):
    """All texts and payloads of ``bundles``, without styles."""
    whole = json.dumps(bundles, default=str, ensure_ascii=False)
    return re.sub(r"<style.*?</style>|[0-9a-f]{64}", "", whole, flags=re.DOTALL)


class TestInventedVariants:
    def test_own_figures_lead_with_their_range_and_are_marked_as_invented(self, opened):
        report = opened()
        assert report.masthead().warnings
        told = first_page(report)[1][1]
        assert "Porsgrunn would need this many in 2013" in told
        assert "Kindergarten 90 (80 to 100) and Care of the elderly 125 (120 to 130)" in told
        assert "no confidence interval" in told
        assert "national" not in told

    def test_staff_gives_the_whole_chain(self, opened):
        report = opened()
        told = first_page(report)[2][1]
        assert told.startswith("A calculation: to keep the coverage of 2008, ")
        assert "159 employees would have to be recruited by 2013" in told
        assert "of the 360 in 2008, 125 are likely to have left" in told
        assert "133 to 185" in told
        table = words(report.staff())
        assert "394 (368 to 420)" in table
        assert "10.0 per cent left in a year (7.8 to 12.6), 2005–2007." in table
        assert "Everybody is taken to have left by the age of 70." in table

    def test_a_shrinking_population_turns_the_finding(self, opened):
        people = {**PEOPLE, "80-": {2008: (800,), 2009: (800,) * 3, 2013: (400, 400, 400)}}
        told = first_page(opened(people))[1][1]
        assert "Care of the elderly 50" in told

    def test_an_older_projection_of_the_same_place_shows_its_errors(self, opened):
        report = opened(with_older=True)
        ((label, told),) = told_of(report.track_record())
        assert label == "Documented"
        assert "for 2008 that of 2003 was 25.0 per cent too high" in told
        assert "the ages of Kindergarten" in told
        table = words(report.track_record())
        assert "1,250 1,000 +25.0 +10.0" in table
        assert "760 800 −5.0 −12.5" in table
        assert "takes the number of 2003 to stay as it was" in table

    def test_without_staff_the_page_says_so(self, opened):
        told = first_page(opened(with_staff=False))
        assert ("Cannot be said", "cannot be said: no figures on the staff") in [
            (label, text[text.find("cannot be said: no"):][:39]) for label, text in told
        ]  # fmt: skip

    def test_small_groups_of_staff_are_hidden(self, opened):
        staff = [("elderly", 40, "skilled", 100, 30), ("elderly", 40, "trainee", 100, 3),
                 ("elderly", 25, "unskilled", 100, 20)]  # fmt: skip
        told = words(opened(staff=staff).staff())
        assert "hidden" in told
        assert "Small groups are hidden" in told


def test_the_document_says_what_the_file_says(workspace):
    programme = find_programme(workspace, STRATEGY)
    outlook = programme.outlook
    assert (programme.municipality, outlook.horizon) == ("0805", 2015)
    (aim,) = outlook.aims
    assert (aim.value, aim.place) == (25, 39)
    printed = {item.id: item.printed for item in outlook.groups}
    assert printed["kindergarten"] == "1 - 5 år"
    assert printed["elderly"] == "80 år og eldre"
    assert {item.id for item in outlook.groups if item.chosen} == {"school", "disability"}
    assert {item.place for item in outlook.conclusions} == {37}
    assert [item.place for item in programme.indicators] == [19, 19, 19]


def test_figures_of_the_store_lead_when_the_file_names_them(copied, monkeypatch):
    from analysis.model.observations import observation_table
    from analysis.model.periods import Period
    from analysis.sources.store import Store
    from analysis.sources.store.provenance import Provenance

    rows = [
        {"indicator": name, "municipality": "4001", "period": Period(year), "source": "ssb",
         "breakdown": f"Alder={age:03d}", "value": float(value)}
        for name, growth in (("population_main", 10), ("population_low", 5))
        for year in (2024, 2030)
        for age in range(101)
        for value in (100 + growth * (year == 2030),)
    ]  # fmt: skip
    day = datetime(2026, 11, 1, tzinfo=UTC)
    provenance = Provenance(
        publisher="ssb", dataset="14288", title="Framskrevet folkemengde", address="not stated",
        published=None, retrieved=day, licence="CC BY 4.0", notes=(), sha256="0" * 64,
    )  # fmt: skip
    Store(copied).add(observation_table(rows), provenance)
    path = copied.programmes / f"{STRATEGY}.toml"
    own = """
[[outlook.projections]]
id = "own"
title = { en = "Porsgrunn 2024" }
source = "store:ssb/14288"
base_year = 2024
municipality = "4001"
years = [2030]
alternatives = [
    { id = "main", name = "population_main", title = { en = "main" } },
    { id = "low", name = "population_low", title = { en = "low" } },
]

[[outlook.projections]]
id = "national_2013\""""
    text = path.read_text(encoding="utf-8")
    text = text.replace("horizon = 2015", "horizon = 2030")
    first = '\n[[outlook.projections]]\nid = "national_2013"'
    path.write_text(text.replace(first, own, 1), encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(copied.root))
    report = open_report("workforce_outlook", STRATEGY, language="en")
    told = first_page(report)[1][1]
    assert "Porsgrunn would need this many in 2030" in told
    assert "Care of the elderly 110 (105 to 110)" in told


def test_a_programme_without_an_outlook_is_refused(workspace, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    with pytest.raises(ParameterError, match="has no outlook on the workforce"):
        open_report("workforce_outlook", "drammen-employer-policy")


def test_staff_of_another_year_than_the_projection_is_a_fault_of_the_file(copied):
    path = copied.programmes / f"{STRATEGY}.toml"
    text = path.read_text(encoding="utf-8")
    own = "horizon = 2015\nstaff = 'x/y/z'\nexits = 'x/y/z'\nstaff_year = 2009\nleave_by = 70\n"
    path.write_text(text.replace("horizon = 2015\n", own), encoding="utf-8")
    with pytest.raises(InputError, match="staff of 2009, and a projection from 2013"):
        find_programme(copied, STRATEGY)
