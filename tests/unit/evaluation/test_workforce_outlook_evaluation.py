"""What a strategy for the workforce concludes, and what projections say beside it."""

import pandas as pd
import pytest
from making_outlook import PEOPLE, STAFF, invented_outlook

from analysis.errors import InputError, ParameterError
from analysis.evaluation.findings import Grade
from analysis.evaluation.workforce_outlook import (
    OutlookEvaluation,
    evaluate,
    find,
    from_observations,
    in_groups,
    read_population,
    registered_in,
)
from analysis.evaluation.workforce_outlook.populations import (
    base_of,
    label_of,
    parts_of,
    span_of,
)
from analysis.evaluation.workforce_outlook.staffing import band_of, counts
from analysis.evaluation.workforce_outlook.track_record import around
from analysis.model.definitions.outlooks import Projection, ServiceGroup
from analysis.model.observations import observation_table
from analysis.model.periods import Period
from analysis.notebook.openers.workforce_outlook import read_outlook_figures
from analysis.sources.catalogue import find_programme


def evaluated(workspace, name, as_of=None) -> OutlookEvaluation:
    programme = find_programme(workspace, name)
    figures = read_outlook_figures(workspace, programme, programme.outlook)
    then = Period.parse(as_of) if as_of else programme.as_of
    return evaluate(programme, programme.outlook, figures, then)


@pytest.fixture(scope="module")
def porsgrunn(workspace) -> OutlookEvaluation:
    return evaluated(workspace, "porsgrunn-employer-strategy")


@pytest.fixture
def invented(tmp_path):
    def invented(people=PEOPLE, **more) -> OutlookEvaluation:
        return evaluated(invented_outlook(tmp_path / "workspace", people, **more), "invented")

    return invented


def finding(evaluation, key):
    return next(item for item in find(evaluation) if item.key == key)


class TestAges:
    def test_a_label_is_a_span_and_back(self):
        assert [span_of(text) for text in ("6-12", "85-", "7", "all")] == [
            *((6, 12), (85, None)),
            *((7, 7), None),
        ]
        assert [label_of(span) for span in ((6, 12), (85, None), (7, 7))] == ["6-12", "85-", "7"]

    def test_a_span_is_made_up_of_the_fewest_labels_that_fit_exactly(self):
        labels = ["0-4", "5-9", "10-14", "0-5", "6-12", "13-15", "80-84", "85-", "all"]
        assert parts_of((6, 15), labels) == ("6-12", "13-15")
        assert parts_of((0, 14), labels) == ("0-4", "5-9", "10-14")
        assert parts_of((80, None), labels) == ("80-84", "85-")
        assert parts_of((0, 5), labels) == ("0-5",)
        fine = ["20-44", "45-64", "20-64", "65-66"]
        assert parts_of((20, 66), fine) == ("20-64", "65-66")

    def test_no_labels_make_up_a_span_that_cuts_one(self):
        assert parts_of((1, 5), ["0-4", "5-9", "0-5"]) == ()
        assert parts_of((80, None), ["80-84"]) == ()
        assert parts_of((80, 89), ["80-84", "85-"]) == ()

    def test_observations_of_single_years_become_a_population(self):
        rows = [
            {"indicator": "p", "municipality": "4001", "period": Period(2030), "source": "s",
             "breakdown": text, "value": value}
            for text, value in (("Alder=007", 5.0), ("Alder=105+", 2.0), ("", 9.0))
        ]  # fmt: skip
        people = from_observations([("main", "projected", observation_table(rows))])
        found = dict(zip(people["age"], people["persons"], strict=True))
        assert found == {"all": 9.0, "7": 5.0, "105-": 2.0}
        assert set(people["alternative"]) == {"main"}

    def test_the_oldest_single_year_is_an_open_group_only_where_it_is_old(self):
        def ages(last: str) -> set[str]:
            row = {"indicator": "p", "municipality": "4001", "period": Period(2030), "value": 1.0}
            rows = [{**row, "source": "s", "breakdown": f"Alder={age}"} for age in ("079", last)]
            return set(from_observations([("m", "projected", observation_table(rows))])["age"])

        assert ages("100") == {"79", "100-"}
        assert ages("080") == {"79", "80"}

    def test_a_sum_that_lacks_a_part_is_missing(self):
        group = ServiceGroup(id="old", title={"nb": "x"}, printed="", first_age=80, place=1)
        people = pd.DataFrame(
            {
                "alternative": "main",
                "kind": "projected",
                "year": [2015, 2015, 2020, 2025, 2025],
                "age": ["80-84", "85-", "80-84", "80-84", "85-"],
                "persons": [1.0, 2.0, 3.0, 4.0, float("nan")],
            }
        )
        found = in_groups(people, [group]).set_index("year")["persons"]
        assert found[2015] == 3.0
        assert found.isna().to_dict() == {2015: False, 2020: True, 2025: True}


class TestPorsgrunn:
    def test_national_figures_by_2015_are_near_100_and_care_of_the_elderly_doubles_by_2040(
        self, porsgrunn
    ):
        by_horizon = {name: round(n, 1) for name, n in porsgrunn.grows_by_horizon.items()}
        assert by_horizon == {
            **{"kindergarten": 102.9, "school": 101.5},
            **{"disability": 102.0, "elderly": 99.1},
        }
        assert round(porsgrunn.lead.of("elderly", 2040)["estimate"], 1) == 205.4
        assert porsgrunn.lead.fewest == 1
        assert not porsgrunn.is_own

    def test_only_the_kindergarten_has_ages_that_stand_in(self, porsgrunn):
        base = porsgrunn.lead.base
        assert base["ages"].to_dict() == {
            **{"kindergarten": "0-5", "school": "6-15"},
            **{"disability": "20-66", "elderly": "80-"},
        }
        assert base.index[~base["exact"].astype(bool)].tolist() == ["kindergarten"]
        assert base["persons"].to_dict()["elderly"] == 222_000

    def test_the_projection_of_1996_has_four_alternatives_and_no_ages_over_79(self, porsgrunn):
        needs = porsgrunn.needs[1]
        assert needs.lacking == ("disability", "elderly")
        row = needs.of("kindergarten", 2010)
        assert [round(row[name], 1) for name in ("low", "estimate", "high")] == [81.5, 90.4, 101.7]
        assert (row["low_from"], row["high_from"], row["n"]) == ("low", "high", 4)
        assert needs.of("elderly", 2010) is None

    def test_no_year_is_in_both_projections_so_there_is_no_error_only_years_around(self, porsgrunn):
        later, earlier = porsgrunn.records
        assert len(earlier.errors) == 0
        assert later.years == ()
        assert len(later.around) == 0
        whole = earlier.around.set_index("group").loc["all"]
        assert (whole["before_year"], whole["before"]) == (2010, 4_648_000)
        assert (whole["year"], whole["persons"]) == (2013, 5_051_000)
        assert (whole["after_year"], whole["after"]) == (2030, 4_989_000)
        assert earlier.around.set_index("group")["place"].to_dict() == {
            **{"all": "above", "kindergarten": "above"},
            "school": "above",
        }
        assert earlier.around.set_index("group")["ages"].to_dict()["kindergarten"] == "0-4"

    def test_shares_of_2000_are_right_to_what_is_printed(self, porsgrunn):
        shares = porsgrunn.records[1].shares
        assert porsgrunn.records[1].years == (2000,)
        assert len(shares) == 16
        assert round(shares["points"].abs().max(), 3) == 0.050
        assert round(shares["no_change"].abs().max(), 2) == 1.09
        small = shares.set_index("age").loc["0-4"]
        assert (round(small["projected"], 2), small["outcome"]) == (6.75, 6.8)

    def test_findings_and_their_grades(self, porsgrunn):
        assert [(item.key, item.grade) for item in find(porsgrunn)] == [
            ("demand_claimed", Grade.ASSERTED),
            ("demand_projected", Grade.OBSERVED),
            ("own_demand", Grade.NOT_ASSESSABLE),
            ("no_staff", Grade.NOT_ASSESSABLE),
            ("effect", Grade.NOT_ASSESSABLE),
            ("around", Grade.OBSERVED),
        ]

    @pytest.mark.parametrize(
        ("as_of", "years"), [("2009Q1", 3), ("2006", 1), ("2008-12-01", 3), ("2015", 10)]
    )
    def test_position_sizes_end_with_the_date_the_report_speaks_from(self, workspace, as_of, years):
        sizes = evaluated(workspace, "porsgrunn-employer-strategy", as_of).position_sizes
        assert len(sizes) == years
        assert set(sizes["sex"]) == {"both"}
        assert sizes.iloc[0]["all"] == "78.7"


class TestAMunicipalityWithFigures:
    def test_the_range_is_that_of_the_alternatives_of_its_own_projection(self, invented):
        evaluation = invented()
        row = evaluation.lead.of("kindergarten", 2013)
        assert [row[name] for name in ("low", "estimate", "high")] == [80.0, 90.0, 100.0]
        assert evaluation.lead.of("elderly", 2013)["estimate"] == 125.0
        assert evaluation.is_own
        assert "own_demand" not in [item.key for item in find(evaluation)]

    def test_the_chain_from_population_to_recruitment_adds_up(self, invented):
        staffing = invented().staffing
        assert (staffing.heads, round(staffing.position_size, 1)) == (360, 68.9)
        need = staffing.needed.set_index("year").loc[2013]
        assert [need[name] for name in ("low", "estimate", "high")] == [368.0, 394.0, 420.0]
        left = staffing.exits.set_index(["statistic", "year"])["estimate"]
        assert left["exits", 2013] + left["staff", 2013] == 360
        gap = staffing.gap.set_index("year").loc[2013]
        assert gap["estimate"] == 394 - left["staff", 2013]
        assert gap["high"] - gap["low"] == 420 - 368
        equivalents = staffing.gap_fte.set_index("year").loc[2013]
        assert equivalents["estimate"] == pytest.approx(gap["estimate"] * 0.68888888)
        assert equivalents["unit"] == "fte"

    def test_six_in_a_hundred_of_the_young_and_fourteen_of_the_old_left_in_a_year(self, invented):
        left = invented().staffing.left
        assert (left["exits"], left["n"]) == (3 * (6 + 14), 600)
        assert left["estimate"] == pytest.approx(0.1)

    def test_the_finding_names_the_horizon(self, invented):
        found = finding(invented(), "to_recruit")
        assert found.grade is Grade.OBSERVED
        assert found.values["gap"]["year"] == found.values["leave"]["year"] == 2013

    def test_without_staff_the_rest_is_done_and_the_staff_cannot_be_said(self, invented):
        evaluation = invented(with_staff=False)
        assert evaluation.staffing is None
        assert finding(evaluation, "no_staff").grade is Grade.NOT_ASSESSABLE
        assert evaluation.lead.of("elderly", 2013)["estimate"] == 125.0

    def test_a_service_without_an_age_group_is_left_out_and_named(self, invented):
        more = [("culture", 40, "skilled", 100, 50)]
        staffing = invented(staff=[*STAFF, *more]).staffing
        assert staffing.unserved == ("culture",)
        assert staffing.heads == 360

    def test_few_employees_are_refused_without_saying_how_few(self, invented):
        with pytest.raises(ParameterError) as refusal:
            invented(staff=[("elderly", 40, "skilled", 100, 19)])
        assert "19" not in str(refusal.value)
        assert "fewer than 20" in str(refusal.value)

    def test_a_projection_without_the_horizon_says_that_nothing_can_be_said(self, invented):
        people = {age: {2008: years[2008], 2009: years[2009]} for age, years in PEOPLE.items()}
        found = finding(invented(people, with_staff=False), "demand_projected")
        assert found.grade is Grade.NOT_ASSESSABLE

    def test_a_cell_that_is_no_number_is_a_fault_of_the_file(self, invented):
        people = {**PEOPLE, "1-5": {2008: ("mange",), **PEOPLE["1-5"]}}
        people["1-5"][2008] = ("mange",)
        with pytest.raises(InputError, match=r"synthetic/projection/2008\.csv"):
            invented(people)


class TestRecords:
    people = pd.DataFrame(
        [
            ("", "registered", 2000, "1-5", 100.0),
            ("main", "projected", 2005, "1-5", 110.0),
            ("main", "projected", 2015, "1-5", 130.0),
            ("low", "projected", 2005, "1-5", 90.0),
        ],
        columns=["alternative", "kind", "year", "age", "persons"],
    )
    group = ServiceGroup(
        id="young", title={"nb": "x"}, printed="", first_age=1, last_age=5, place=1
    )
    projection = Projection(
        id="p", title={"nb": "x"}, source="s", base_year=2000, years=[2005],
        alternatives=[{"id": "main", "name": "M", "title": {"nb": "x"}}],
    )  # fmt: skip

    def outcome(self, year, persons):
        cells = {"alternative": "", "kind": "registered", "year": year, "age": "1-5"}
        return pd.DataFrame([{**cells, "persons": persons}])

    @pytest.mark.parametrize(
        ("persons", "place"),
        [(131.0, "above"), (130.0, "between"), (110.0, "between"), (109.0, "below")],
    )
    def test_a_number_lies_above_below_or_between_the_years_around(self, persons, place):
        found = around(self.people, self.projection, self.outcome(2010, persons), [self.group])
        assert found["place"].tolist() == [place]

    @pytest.mark.parametrize("year", [1999, 2000, 2005, 2015, 2016])
    def test_a_year_that_is_projected_or_lies_outside_has_no_years_around(self, year):
        found = around(self.people, self.projection, self.outcome(year, 100.0), [self.group])
        assert found.empty

    def test_of_two_registered_figures_the_one_brought_in_counts(self):
        outlook = type("Outlook", (), {"projections": (self.projection,)})
        own = self.outcome(2000, 99.0)
        found = registered_in({"p": self.people}, outlook, {"4001": own})
        assert found["4001"]["persons"].tolist() == [99.0]
        assert found[None]["persons"].tolist() == [100.0]

    def test_without_a_registered_base_the_main_alternative_gives_it(self):
        ahead = self.people[self.people["kind"].eq("projected")]
        base = base_of(ahead.assign(year=ahead["year"] - 5), self.projection)
        assert base["persons"].tolist() == [110.0]


def test_thousands_and_persons_are_both_read_and_other_alternatives_left_out():
    projection = TestRecords.projection
    cells = {"alternative": ["M", "L"], "kind": "projected", "year": "2005", "age": "1-5"}
    thousands = read_population(pd.DataFrame({**cells, "thousand_persons": ["3", "4"]}), projection)
    assert thousands["persons"].tolist() == [3000]
    persons = read_population(pd.DataFrame({**cells, "persons": ["3", ""]}), projection)
    assert persons["persons"].tolist() == [3]


def test_small_groups_of_staff_are_hidden_with_a_second_one():
    shown = counts(pd.Series({"20-29": 3, "30-39": 40, "40-49": 12})).set_index("label")
    assert shown["status"].to_dict() == {
        **{"20-29": "suppressed", "30-39": "reported", "40-49": "suppressed"},
        "Total": "reported",
    }


@pytest.mark.parametrize(("age", "band"), [(19, "0-29"), (30, "30-39"), (59, "50-59"), (60, "60-")])
def test_ages_fall_into_bands(age, band):
    assert band_of(age) == band
