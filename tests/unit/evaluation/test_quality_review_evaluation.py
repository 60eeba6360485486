"""What is found about a municipality from points, dates, counts and statements."""

import itertools
import tomllib

import numpy as np
import pandas as pd
import pytest
from making_review import UNIT_COUNTS
from scipy.optimize import linprog

from analysis.errors import InputError
from analysis.evaluation.findings import Grade
from analysis.evaluation.quality_review import Material, ReviewEvaluation, evaluate
from analysis.evaluation.quality_review import dialogues as quality_review_dialogues
from analysis.evaluation.quality_review.dialogues import WHOLE, dialogue_counts
from analysis.evaluation.quality_review.statements import find, remaining
from analysis.methods.disclosure import NotProtected
from analysis.model.definitions import Programme
from analysis.model.observations import observation_table
from analysis.model.periods import Period
from analysis.sources.snapshots import read_figures, read_table

NO_FIGURES = pd.DataFrame(columns=["printed", "value", "unit", "status", "slide"])


@pytest.fixture
def raw(workspace):
    """A programme file as it stands, to change before it is read."""

    def raw(name: str) -> dict:
        path = workspace.programmes / f"{name}.toml"
        return tomllib.loads(path.read_text(encoding="utf-8"))

    return raw


@pytest.fixture
def evaluated(workspace, raw):
    """Evaluate a programme file, with what is changed in it, its points or its figures."""

    def evaluated(name, as_of="", change=None, points=None, counts=None, values=None):
        data = raw(name)
        if change:
            change(data)
        programme = Programme.model_validate(data)
        review = programme.review
        table = read_table(workspace, review.points)
        figures = read_figures(workspace, programme.figures) if programme.figures else NO_FIGURES
        for item, value in (values or {}).items():
            figures.loc[item, "value"] = value
        material = Material(
            table if points is None else points(table),
            read_table(workspace, review.names),
            read_table(workspace, review.context),
            read_table(workspace, review.facts) if review.facts else pd.DataFrame(),
            figures,
            counts or {},
        )
        period = Period.parse(as_of) if as_of else programme.as_of
        return evaluate(programme, material, period)

    return evaluated


def graded(evaluation: ReviewEvaluation) -> list[tuple[str, Grade]]:
    return [(item.key, item.grade) for item in find(evaluation)]


def values(evaluation: ReviewEvaluation, key: str) -> dict:
    return dict(next(item for item in find(evaluation) if item.key == key).values)


def with_points(*rows):
    """Add rows (municipality, year, area number, points) to the published points."""

    def added(table: pd.DataFrame) -> pd.DataFrame:
        more = [
            {"municipality": name, "country": "SE", "year": str(year), "area_number": str(number),
             "area": "Total", "points": str(points), "max": "800", "quality": "read"}
            for name, year, number, points in rows
        ]  # fmt: skip
        return pd.concat([table, pd.DataFrame(more)], ignore_index=True).fillna("")

    return added


# -- points


def test_vallentuna_is_held_against_the_mean_and_subtracted_nowhere(evaluated):
    evaluation = evaluated("vallentuna-kommunkompassen")
    assert [item.points for item in evaluation.rounds] == [555, 603, 648]
    assert [item.change for item in evaluation.rounds] == [None, None, None]
    assert [item.crosses for item in evaluation.rounds] == [False, True, True]
    assert [item.differs for item in evaluation.rounds] == [False, False, True]
    assert graded(evaluation) == [
        ("evaluated", Grade.OBSERVED),
        ("against_mean", Grade.OBSERVED),
        ("listed", Grade.NOT_ASSESSABLE),
        ("better", Grade.NOT_ASSESSABLE),
    ]
    assert values(evaluation, "against_mean") == {
        **{"above": 8, "below": 0},
        **{"lowest": 7.0, "highest": 25.0},
    }
    assert values(evaluation, "evaluated")["most"] == (5, 7)
    assert values(evaluation, "evaluated")["fewest"] == (1,)
    assert values(evaluation, "better")["has_change"] is False


def test_a_version_that_is_known_to_be_one_is_subtracted_within(evaluated):
    def certain(data):
        data["review"]["versions"][0]["certain"] = True

    evaluation = evaluated("vallentuna-kommunkompassen", change=certain)
    assert [item.change for item in evaluation.rounds] == [None, 48, None]
    assert dict(graded(evaluation))["change"] is Grade.OBSERVED
    assert values(evaluation, "better")["has_change"] is True


def test_a_mean_of_a_version_that_may_be_several_is_not_held_against(evaluated):
    def doubtful(data):
        data["review"]["versions"][1]["certain"] = False

    assert not evaluated("vallentuna-kommunkompassen", change=doubtful).has_mean


def test_the_areas_of_vallentuna_add_up_to_the_total(evaluated):
    latest = evaluated("vallentuna-kommunkompassen").latest
    assert latest.sum_of_areas == latest.points == 648
    assert list(latest.areas["points"]) == [73, 75, 80, 83, 86, 82, 86, 83]


def test_differences_to_the_mean_are_those_of_the_areas(evaluated):
    profile = evaluated("vallentuna-kommunkompassen").profile
    assert list(profile["difference"]) == [10, 10, 7, 19, 25, 23, 18, 19]


@pytest.mark.parametrize(("as_of", "points"), [("2016", []), ("2017", [555]), ("2020", [555, 603])])
def test_an_evaluation_counts_from_when_it_was_made(evaluated, as_of, points):
    evaluation = evaluated("vallentuna-kommunkompassen", as_of)
    assert [item.points for item in evaluation.rounds] == points
    assert evaluation.profile.empty
    assert "against_mean" not in dict(graded(evaluation))


def test_before_the_first_evaluation_none_is_claimed(evaluated):
    evaluation = evaluated("vallentuna-kommunkompassen", "2016")
    assert graded(evaluation) == [
        ("not_evaluated", Grade.OBSERVED),
        ("better", Grade.NOT_ASSESSABLE),
    ]


def test_grastorp_has_a_profile_and_no_mean_of_its_version(evaluated):
    evaluation = evaluated("grastorp-kommunkompassen")
    assert list(evaluation.profile["points"]) == [61, 60, 73, 53, 70, 56, 65, 68]
    assert evaluation.latest.points == evaluation.latest.sum_of_areas == 506
    assert not evaluation.has_mean
    assert graded(evaluation) == [
        ("evaluated", Grade.OBSERVED),
        ("no_mean", Grade.NOT_ASSESSABLE),
        ("better", Grade.NOT_ASSESSABLE),
    ]


def test_a_mean_of_another_version_is_not_held_against(evaluated, raw):
    mean = raw("vallentuna-kommunkompassen")["review"]["mean"]

    def change(data):
        data["review"]["mean"] = {**mean, "version": "other"}
        data["review"]["versions"].append({"id": "other", "title": {"en": "other"}})

    evaluation = evaluated("vallentuna-kommunkompassen", change=change)
    assert not evaluation.has_mean
    assert dict(graded(evaluation))["no_mean"] is Grade.NOT_ASSESSABLE


def test_versions_nobody_names_are_listed_and_not_subtracted(evaluated):
    def change(data):
        for item in data["review"]["evaluations"]:
            item.pop("version")

    evaluation = evaluated("vallentuna-kommunkompassen", "2020", change)
    assert [item.crosses for item in evaluation.rounds] == [False, True]
    assert [item.change for item in evaluation.rounds] == [None, None]
    assert graded(evaluation) == [
        ("evaluated", Grade.OBSERVED),
        ("listed", Grade.NOT_ASSESSABLE),
        ("better", Grade.NOT_ASSESSABLE),
    ]


@pytest.mark.parametrize(("points", "change"), [(560, 54.0), (450, -56.0), (506, 0.0)])
def test_a_second_evaluation_by_the_same_version_is_observed_and_no_more(evaluated, points, change):
    def second(data):
        data["review"]["evaluations"].append({"year": 2016, "dated": "2016", "version": "v2010"})

    evaluation = evaluated(
        "grastorp-kommunkompassen", "2016", second, with_points(("Grästorp", 2016, 0, points))
    )
    assert evaluation.latest.change == change
    assert dict(graded(evaluation))["change"] is Grade.OBSERVED
    assert dict(graded(evaluation))["better"] is Grade.NOT_ASSESSABLE


def test_areas_are_shown_when_all_eight_are_published_and_not_before(evaluated):
    def one_less(table):
        return table[~(table["municipality"].eq("Grästorp") & table["area_number"].eq("8"))]

    evaluation = evaluated("grastorp-kommunkompassen", points=one_less)
    assert evaluation.profile.empty
    assert evaluation.latest.points == 506
    assert evaluation.latest.sum_of_areas is None


@pytest.mark.parametrize(
    ("number", "points", "accepted"),
    [("0", "812", "from 0 to 800"), ("7", "120", "from 0 to 100"), ("7", "-1", "from 0 to 100")],
)
def test_points_that_cannot_be_are_refused_with_their_place(evaluated, number, points, accepted):
    line = 0

    def impossible(table):
        nonlocal line
        own = table["municipality"].eq("Vallentuna") & table["year"].eq("2021")
        row = table.index[own & table["area_number"].eq(number)][0]
        table.loc[row, "points"], line = points, row + 2
        return table

    with pytest.raises(InputError) as refused:
        evaluated("vallentuna-kommunkompassen", points=impossible)
    (fault,) = refused.value.faults
    assert (fault.line, fault.found) == (line, f"found {points} for Vallentuna")
    assert fault.accepted.startswith(accepted)


def test_points_that_are_no_number_are_named_with_their_line(evaluated):
    def broken(table):
        table.loc[0, "points"] = "sixty-one"
        return table

    with pytest.raises(InputError) as refusal:
        evaluated("grastorp-kommunkompassen", points=broken)
    (fault,) = refusal.value.faults
    assert (fault.line, fault.key) == (2, "column points")
    assert "sixty-one" in fault.found


# -- others


def test_others_are_listed_by_name_up_to_the_year_and_none_is_ranked(evaluated):
    others = evaluated("olofstrom-2017").others
    assert list(others["municipality"]) == sorted(others["municipality"])
    ulstein = others[others["municipality"].eq("Ulstein")]
    assert list(zip(ulstein["year"], ulstein["points"], strict=True)) == [
        (2013, 361),
        (2015, 433),
        (2017, 467),
    ]
    assert "Höganäs" not in set(others["municipality"])
    assert not others["municipality"].str.startswith("(").any()
    assert set(others.loc[others["won"], "municipality"]) == {"Helsingborg", "Örebro"}


def test_totals_without_a_year_stay_doubtful_and_without_one(evaluated):
    others = evaluated("vallentuna-kommunkompassen").others
    undated = others[others["year"].isna()]
    assert list(undated["municipality"]) == ["Bærum", "Lom"]
    assert set(undated["quality"]) == {"doubtful"}
    assert "Vallentuna" not in set(others["municipality"])
    assert list(others.loc[others["municipality"].eq("Ulstein"), "points"]) == [361, 433, 467, 534]


# -- Olofström


def test_olofstrom_has_no_points_and_the_rest_is_graded_by_what_it_is(evaluated):
    evaluation = evaluated("olofstrom-2017")
    assert evaluation.latest.points is None
    assert graded(evaluation) == [
        ("evaluated", Grade.OBSERVED),
        ("better", Grade.NOT_ASSESSABLE),
        ("dialogues_unknown", Grade.NOT_ASSESSABLE),
        ("plan", Grade.OBSERVED),
        ("goal_figures", Grade.OBSERVED),
        ("goal_statements", Grade.ASSERTED),
        ("project", Grade.OBSERVED),
        ("forecasts", Grade.NOT_ASSESSABLE),
    ]


def test_points_that_come_later_change_the_first_finding_alone(evaluated):
    evaluation = evaluated("olofstrom-2017", points=with_points(("Olofström", 2017, 0, 500)))
    assert evaluation.latest.points == 500
    assert dict(graded(evaluation))["better"] is Grade.NOT_ASSESSABLE


def test_the_evaluation_is_not_known_before_the_text_tells_of_it(evaluated):
    assert evaluated("olofstrom-2017", "2017-11-13").rounds == ()


def test_the_document_prints_what_the_snapshot_holds(evaluated):
    evaluation = evaluated("olofstrom-2017")
    items = ("youth_visitors", "youth_lower_secondary", "youth_girls", "academics_participants")
    assert [evaluation.value(item) for item in items] == [360, 75, 35, 9]
    assert evaluation.value("forecast_group") == 27.9
    assert evaluation.value("budget") is None


def test_the_others_of_nine_participants_are_worked_out_and_not_printed(evaluated):
    evaluation = evaluated("olofstrom-2017")
    assert remaining(evaluation, evaluation.review.projects[0]) == 7
    lost = evaluated("olofstrom-2017", values={"academics_november": float("nan")})
    assert remaining(lost, lost.review.projects[0]) is None


def test_sources_that_state_two_ends_are_both_kept(evaluated):
    plan = values(evaluated("olofstrom-2017"), "plan")
    assert str(plan["next"].periods[0]) == "2018-02-01"
    (end,) = plan["differing"]
    assert [str(period) for period in end.periods] == ["2019-09", "2019-11-30"]
    assert plan["unreported"] == ()


@pytest.mark.parametrize(
    ("as_of", "states"),
    [
        ("2017-11-14", ["passed", "ahead", "ahead"]),
        ("2018-02-01", ["passed", "passed", "ahead"]),
        ("2019-09-15", ["passed", "passed", "ahead"]),
        ("2019-10", ["passed", "passed", "disputed"]),
        ("2019-11-30", ["passed", "passed", "passed"]),
    ],
)
def test_a_step_is_held_against_the_day_and_each_of_its_dates(evaluated, as_of, states):
    evaluation = evaluated("olofstrom-2017", as_of)
    heja = [due for due in evaluation.steps if due.plan.id == "heja_halsan" and due.periods]
    assert [due.state(Period.parse(as_of).end) for due in heja] == states


def test_a_date_that_has_passed_is_no_step_taken(evaluated):
    plan = values(evaluated("olofstrom-2017", "2020"), "plan")
    assert plan["next"] is None
    assert [due.step.short["en"] for due in plan["unreported"]] == [
        "Implementation begins",
        "Project ends",
    ]


def test_figures_others_publish_on_the_plan_are_kept_apart(evaluated):
    facts = evaluated("olofstrom-2017").facts
    budgets = facts.loc[facts["indicator"].eq("Heja Hälsan 2.0: total budget"), "value"]
    assert list(budgets) == ["5108772", "5314557"]


def test_a_goal_whose_figures_are_lost_is_no_longer_documented(evaluated):
    lost = {item: float("nan") for item in ("youth_visitors", "youth_lower_secondary")}
    evaluation = evaluated("olofstrom-2017", values=lost)
    assert [item.item for item in values(evaluation, "goal_figures")["figures"]] == ["youth_girls"]
    lost["youth_girls"] = float("nan")
    assert "goal_figures" not in dict(graded(evaluated("olofstrom-2017", values=lost)))


def test_a_forecast_is_held_against_a_budget_once_one_is_known(evaluated):
    def budgeted(data):
        for forecast in data["review"]["forecasts"]:
            forecast["budget"] = {"item": "budget", "text": {"en": "{value}"}}

    unknown = evaluated("olofstrom-2017", change=budgeted)
    assert dict(graded(unknown))["forecasts"] is Grade.NOT_ASSESSABLE
    known = evaluated("olofstrom-2017", change=budgeted, values={"budget": 5.0})
    assert dict(graded(known))["forecasts_budgeted"] is Grade.OBSERVED


def test_a_figure_the_document_does_not_hold_is_named(evaluated):
    def change(data):
        data["review"]["goals"][0]["figures"][0]["item"] = "elsewhere"

    with pytest.raises(InputError, match="there is no figure 'elsewhere'"):
        evaluated("olofstrom-2017", change=change)


# -- dialogues


def observed(column: int, counts=UNIT_COUNTS, period="2017-12-31") -> pd.DataFrame:
    return observation_table(
        {
            **{"indicator": "dialogues", "municipality": "1060", "unit": row[0]},
            **{"period": Period.parse(period), "n": row[1], "value": row[column]},
            **{"status": "missing" if row[column] is None else "reported", "source": "x"},
        }
        for row in counts
    )


@pytest.fixture
def round_(raw):
    data = raw("olofstrom-2017")
    data["review"]["dialogues"][0] |= {"held": "held", "excepted": "excepted"}
    return Programme.model_validate(data).review.dialogues[0]


def test_counts_of_a_small_unit_and_what_would_give_them_away_are_hidden(round_):
    found = dialogue_counts(round_, observed(2), observed(3), Period.parse("2018"))
    assert found.whole("employees") == 216
    assert found.published.loc["Kansli"].isna().all()
    others = found.published.drop([WHOLE, "Kansli"])
    assert others["employees"].isna().any()
    assert found.hidden == int(found.published.isna().sum().sum())


def test_every_count_that_is_shown_is_the_one_reported_and_no_small_one(round_):
    found = dialogue_counts(round_, observed(2), observed(3), Period.parse("2018"))
    shown = found.published.drop(WHOLE).stack().dropna()
    assert shown.ge(round_.minimum_n).all()
    truth = {(row[0], "held"): row[2] for row in UNIT_COUNTS}
    truth |= {(row[0], "excepted"): row[3] for row in UNIT_COUNTS}
    truth |= {(row[0], "remaining"): row[1] - row[2] - row[3] for row in UNIT_COUNTS}
    truth |= {(row[0], "employees"): row[1] for row in UNIT_COUNTS}
    assert len(shown)
    assert all(truth[key] == value for key, value in shown.items())


TWO_DATES = (
    ("Arkiv", 9, 7, 8),
    ("Bibliotek", 12, 12, 12),
    ("Drift", 12, 10, 11),
    ("Ekonomi", 6, 1, 5),
    ("Förskola", 15, 5, 14),
)
"""Unit, employees, held at the first date and at the second."""


def extremes(tables, cell):
    """The least and the largest count of ``cell`` (date, unit, state) that all tables allow."""
    units = [unit for unit in tables[0].index if unit != WHOLE]
    states = ["held", "remaining"]
    names = [(date, unit, state) for date in range(2) for unit in units for state in states]
    rows, sums = [], []
    for date, table in enumerate(tables):
        for unit, state in itertools.product(table.index, table.columns):
            if pd.notna(table.loc[unit, state]):
                own = [
                    name[0] == date and unit in (name[1], WHOLE) and state in (name[2], "employees")
                    for name in names
                ]
                rows.append(np.array(own, dtype=float))
                sums.append(table.loc[unit, state])
    for unit in units:
        rows.append(np.array([(name[1] == unit) * (1.0 - 2 * name[0]) for name in names]))
        sums.append(0.0)
    aim = np.array([float(name == cell) for name in names])
    ends = [linprog(sign * aim, A_eq=np.array(rows), b_eq=sums).fun * sign for sign in (1, -1)]
    return tuple(ends)


@pytest.mark.parametrize("change", [0, 1])
def test_two_reports_of_one_file_do_not_give_each_others_counts_away(round_, change):
    early = observed(2, TWO_DATES, "2017-09-30")
    later = [(name, n + change * (name == "Drift"), *held) for name, n, *held in TWO_DATES]
    both = pd.concat([early, observed(3, later)], ignore_index=True)
    first = dialogue_counts(round_, both, None, Period.parse("2017-10-31")).published
    second = dialogue_counts(round_, both, None, Period.parse("2018")).published
    alone = dialogue_counts(round_, early, None, Period.parse("2018")).published
    pd.testing.assert_frame_equal(first, alone)
    assert second.isna().where(first.isna(), True).all(axis=None)
    if change:
        return
    for date, table in enumerate((first, second)):
        for unit, state in itertools.product(table.index.drop(WHOLE), ["held", "remaining"]):
            if pd.isna(table.loc[unit, state]):
                least, most = extremes((first, second), (date, unit, state))
                assert most - least >= 2, (date, unit, state)


def test_a_second_date_with_the_same_pattern_is_shown_as_far_as_the_first(round_):
    early = observed(2, [(row[0], row[1], row[2] - 10) for row in UNIT_COUNTS[:3]], "2017-11-30")
    both = pd.concat([early, observed(2, UNIT_COUNTS[:3])], ignore_index=True)
    found = dialogue_counts(round_, both, None, Period.parse("2018"))
    assert (found.hidden, found.whole("held")) == (0, 161)


def test_where_nothing_less_protects_every_count_is_hidden(round_, monkeypatch):
    def refuse(*args, **options):
        raise NotProtected("leaks")

    monkeypatch.setattr(quality_review_dialogues, "protect_counts", refuse)
    found = dialogue_counts(round_, observed(2), observed(3), Period.parse("2018"))
    assert found.published.isna().all(axis=None)
    assert found.hidden == found.published.size


def test_units_that_have_not_reported_are_in_no_total(round_):
    counts = (*UNIT_COUNTS[:3], ("Kansli", 40, None, None))
    found = dialogue_counts(round_, observed(2, counts), observed(3, counts), Period.parse("2018"))
    assert found.unreported == ("Kansli",)
    assert found.whole("employees") == 210
    assert "Kansli" not in found.published.index


def test_without_counts_of_exceptions_they_are_among_the_remaining(round_):
    found = dialogue_counts(round_, observed(2, UNIT_COUNTS[:3]), None, Period.parse("2018"))
    assert not found.has_exceptions
    assert found.whole("held") == 161
    assert found.whole("remaining") == 49


def test_only_counts_made_by_the_date_are_looked_at_and_the_latest_of_them(round_):
    early = observed(2, [(row[0], row[1], row[2] // 2) for row in UNIT_COUNTS], "2017-11-30")
    both = pd.concat([early, observed(2)], ignore_index=True)
    found = dialogue_counts(round_, both, None, Period.parse("2017-12-30"))
    assert str(found.period) == "2017-11-30"
    assert str(dialogue_counts(round_, both, None, Period.parse("2018")).period) == "2017-12-31"
    assert dialogue_counts(round_, both, None, Period.parse("2017-10")) is None


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([("Förskola", 60, 55, 8)], "cannot be so"),
        ([("Förskola", 60, 45.5, 8)], "cannot be so"),
        ([("", 60, 45, 8)], "without a unit"),
    ],
)
def test_counts_that_cannot_be_are_refused_without_telling_them(round_, counts, words):
    with pytest.raises(InputError, match=words) as refusal:
        dialogue_counts(round_, observed(2, counts), observed(3, counts), Period.parse("2018"))
    assert "55" not in str(refusal.value)


def test_units_that_differ_between_the_two_counts_are_refused(round_):
    fewer = observed(3, UNIT_COUNTS[:3])
    with pytest.raises(InputError, match="not those of held"):
        dialogue_counts(round_, observed(2), fewer, Period.parse("2018"))


def test_counts_turn_what_cannot_be_said_into_what_is_documented(evaluated):
    def change(data):
        data["review"]["dialogues"][0] |= {"held": "held", "excepted": "excepted"}

    counts = {"held": observed(2), "excepted": observed(3)}
    before = evaluated("olofstrom-2017", "2017-12-30", change, counts=counts)
    assert dict(graded(before))["dialogues_unknown"] is Grade.NOT_ASSESSABLE
    after = evaluated("olofstrom-2017", "2018-01-31", change, counts=counts)
    assert dict(graded(after))["dialogues_counted"] is Grade.OBSERVED
    item = values(after, "dialogues_counted")["dialogues"]
    assert item.is_due
    assert item.after_due
