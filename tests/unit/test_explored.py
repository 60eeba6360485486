"""What may be shown of an indicator: hidden first, chosen afterwards, and described, not tested."""

import pandas as pd
import pytest

from analysis.evaluation.exploration import Material, Selection, explore, find
from analysis.evaluation.findings import Grade
from analysis.evaluation.units import WHOLE
from analysis.model.definitions import Break, Indicator
from analysis.model.periods import Period
from analysis.model.texts import Text

ABSENCE = Indicator(
    id="absence",
    title=Text((("en", "Absence"),)),
    unit="percent",
    direction="decrease",
    definition=Text((("en", "Invented."),)),
    source="somewhere",
)


def rows(values, municipality="4001", **more) -> pd.DataFrame:
    """Observations by period: a value, or a dict of what differs from the usual."""
    found = []
    for period, value in values.items():
        cells = value if isinstance(value, dict) else {"value": value}
        found.append(
            {
                "municipality": municipality,
                "period": Period.parse(period),
                "value": None,
                "n": None,
                "status": "reported",
                "quality": "",
                "source": "somewhere",
                **more,
                **cells,
            }
        )
    columns = ["municipality", "period", "value", "n", "status", "quality", "source"]
    return pd.DataFrame(found, columns=[*columns, *more])


NOBODY = rows({})


def seen(own, others=NOBODY, selection=None, **material):
    selection = selection or Selection()
    return explore(Material(ABSENCE, own, others, **material), selection)


def test_a_whole_of_too_few_persons_is_hidden_and_leaves_no_number():
    own = rows({"2019": {"value": 8.0, "n": 6}, "2020": {"value": 7.0, "n": 7}})
    found = seen(own)
    assert found.own["status"].tolist() == ["suppressed", "reported"]
    assert found.own["value"].isna().tolist() == [True, False]
    assert "n" not in found.own.columns
    assert found.hidden == 1
    assert list(found.series) == [7.0]


def test_what_the_source_hides_stays_hidden():
    found = seen(rows({"2019": {"status": "suppressed"}, "2020": 7.0}))
    assert found.own["status"].tolist() == ["suppressed", "reported"]


def test_the_kind_with_most_values_leads_and_of_equals_the_shortest():
    quarters = {f"2019Q{number}": 8.0 for number in (1, 2, 3, 4)}
    assert seen(rows({**quarters, "2018": 7.0, "2019": 8.0})).by == "quarter"
    assert seen(rows({"2019Q1": 8.0, "2019": 7.0})).by == "quarter"
    assert seen(rows({"2018": 8.0, "2019": 7.0, "2019Q1": 7.0})).by == "year"
    asked = seen(rows({**quarters, "2019": 8.5}), selection=Selection(by="year"))
    assert list(asked.series) == [8.5]


def test_since_and_until_keep_whole_periods_only():
    own = rows({"2018": 9.0, "2019": 8.0, "2020": 7.0})
    chosen = Selection(since=Period(2018, "quarter", 2), until=Period(2019))
    found = seen(own, selection=chosen)
    assert [str(period) for period in found.series.index] == ["2019"]
    assert [str(period) for period in found.span] == ["2018", "2019", "2020"]


def test_what_stands_beside_reaches_no_further_than_the_own_series_and_the_date():
    own = rows({"2018": 9.0, "2019": 8.0, "2020": 7.0})
    country = rows({str(year): year - 2010.0 for year in range(2015, 2024)}, "0000")
    found = seen(own, beside=country, selection=Selection(since=Period(2019)))
    assert list(found.beside) == [9.0, 10.0]
    material = Material(ABSENCE, own, NOBODY, beside=country)
    assert list(explore(material, Selection(), Period(2019)).beside) == [8.0, 9.0]
    assert list(explore(material, Selection(), Period(2019)).series) == [9.0, 8.0]


def test_a_series_beside_of_too_few_persons_is_hidden():
    country = rows({"2019": {"value": 3.0, "n": 5}, "2020": 4.0}, "1508")
    assert list(seen(rows({"2019": 9.0, "2020": 8.0}), beside=country).beside) == [4.0]


@pytest.fixture
def peers() -> pd.DataFrame:
    values = {"0001": 4.0, "0002": 5.0, "0003": 6.0, "0004": 7.0, "0005": 8.0}
    return pd.concat([rows({"2020": value}, number) for number, value in values.items()])


def test_the_band_is_the_quartiles_of_five_or_more(peers):
    found = seen(rows({"2019": 9.0, "2020": 8.5}), peers)
    assert [str(period) for period in found.band.index] == ["2020"]
    assert found.band.iloc[0].tolist() == [5.0, 6.0, 7.0, 5]


def test_four_others_make_no_band(peers):
    found = seen(rows({"2020": 8.5}), peers.iloc[:4])
    assert found.band.empty
    assert find(found)[1].key == "no_peers"
    assert find(found)[1].values["n"] == 4


def test_small_doubtful_and_national_values_are_no_peers(peers):
    more = pd.concat(
        [
            rows({"2020": {"value": 1.0, "n": 6}}, "0006"),
            rows({"2020": {"value": 2.0, "quality": "doubtful"}}, "0007"),
            rows({"2020": 3.0}, "0000"),
        ]
    )
    found = seen(rows({"2020": 8.5}), pd.concat([peers, more]))
    assert set(found.others["municipality"]) == {"0001", "0002", "0003", "0004", "0005"}
    assert found.band["n"].tolist() == [5]


def test_named_peers_are_the_only_ones(peers):
    chosen = Selection(peers=("0002", "0003"))
    found = seen(rows({"2020": 8.5}), peers, chosen)
    assert set(found.others["municipality"]) == {"0002", "0003"}


def test_counts_are_held_beside_nobody(peers):
    found = seen(rows({"2020": 850.0}), peers, counted=True)
    assert found.band.empty
    assert find(found)[1].values["counted"]


def test_the_newest_value_is_held_beside_the_same_quarter_of_the_year_before():
    values = {"2019Q1": 9.0, "2019Q2": 7.0, "2019Q3": 7.2, "2019Q4": 8.0, "2020Q1": 8.4}
    newest = find(seen(rows(values)))[0]
    assert newest.key == "newest"
    assert newest.grade is Grade.OBSERVED
    assert (newest.values["value"], newest.values["before"]) == (8.4, 9.0)
    assert str(newest.values["earlier"]) == "2019Q1"
    assert newest.graded == ()


def test_a_break_between_the_two_is_said():
    changed = Break(at=Period(2020), note=Text((("en", "Counted otherwise."),)))
    early = Break(at=Period(2010), note=Text((("en", "Long ago."),)))
    found = seen(rows({"2019": 9.0, "2020": 8.0}), breaks=(early, changed))
    assert found.breaks == (changed,)
    assert find(found)[0].values["crossed"] == (changed,)


def test_doubt_about_the_earlier_value_is_said_too():
    found = seen(rows({"2019": {"value": 9.0, "quality": "doubtful"}, "2020": 8.0}))
    assert find(found)[0].values["before_doubtful"]
    assert not find(seen(rows({"2019": 9.0, "2020": 8.0})))[0].values["before_doubtful"]


def test_without_figures_nothing_is_said_but_that():
    (only,) = find(seen(NOBODY))
    assert (only.key, only.grade) == ("nothing", Grade.NOT_ASSESSABLE)


def test_a_hidden_value_is_told_of():
    own = rows({"2019": {"value": 8.0, "n": 3}, "2020": 7.0})
    assert find(seen(own))[-1].values == {"n": 1}


def group_rows() -> pd.DataFrame:
    persons = {"Archive": 3, "Port": 8, "Schools": 260, "Homes": 190}
    found = [
        rows({year: {"value": value, "n": n}}, unit=name, breakdown="", indicator="absence")
        for year in ("2019", "2020")
        for (name, n), value in zip(persons.items(), (31.7, 14.6, 7.4, 10.6), strict=True)
    ]
    whole = 31.7 * 3 + 14.6 * 8 + 7.4 * 260 + 10.6 * 190
    wholes = rows(
        {year: {"value": whole / 461, "n": 461} for year in ("2019", "2020")},
        unit="", breakdown="", indicator="absence",
    )  # fmt: skip
    return pd.concat([*found, wholes], ignore_index=True)


def test_small_groups_are_hidden_with_what_would_give_them_away():
    found = seen(rows({"2019": 9.0, "2020": 9.0}), groups=group_rows()).groups
    shown = found.published
    hidden = shown[shown["status"].eq("suppressed")]
    assert set(hidden["unit"]) == {"Archive", "Port"}
    assert hidden[["value", "n"]].isna().all(axis=None)
    assert set(shown.loc[shown["value"].notna(), "unit"]) == {"Schools", "Homes", WHOLE}
    assert set(map(str, shown["period"])) == {"2019", "2020"}


def test_what_is_hidden_does_not_depend_on_what_is_chosen():
    table = group_rows()
    # In 2020 alone the archive would be large enough.
    table.loc[table["unit"].eq("Archive") & table["period"].eq(Period(2020)), "n"] = 12
    table.loc[table["unit"].eq("") & table["period"].eq(Period(2020)), "n"] = 470
    own = rows({"2019": 9.0, "2020": 9.0})
    every = seen(own, groups=table).groups.published
    only = seen(own, groups=table, selection=Selection(since=Period(2020))).groups.published
    assert every.equals(only)
    assert every.loc[every["unit"].eq("Archive"), "status"].eq("suppressed").all()


def test_groups_of_counts_are_not_looked_at():
    assert seen(rows({"2020": 9.0}), groups=group_rows(), counted=True).groups is None
