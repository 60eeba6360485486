"""What views say of a few invented figures."""

import pandas as pd
import pytest

from analysis.display.exploration import About, Views
from analysis.display.languages import Language
from analysis.evaluation.exploration import Material, Selection, explore
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
BLANK = {"n": None, "status": "reported", "quality": "", "source": "somewhere"}


def rows(values: dict[str, float], municipality: str = "4001", **more: object) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"municipality": municipality, "period": Period.parse(p), "value": v, **BLANK, **more}
            for p, v in values.items()
        ],
        columns=["municipality", "period", "value", *BLANK, *more.keys() - BLANK.keys()],
    )


def views(own: pd.DataFrame, others: pd.DataFrame | None = None, **material: object) -> Views:
    others = rows({}) if others is None else others
    seen = explore(Material(ABSENCE, own, others, **material), Selection())
    return Views(seen, About("Here", Language("en"), ()))


@pytest.mark.parametrize(("value", "where"), [(3.0, "below"), (5.5, "within"), (9.0, "above")])
def test_the_place_among_others_is_said_as_it_is(value, where):
    values = {"0001": 4.0, "0002": 5.0, "0003": 6.0, "0004": 7.0, "0005": 8.0}
    others = pd.concat([rows({"2020": item}, number) for number, item in values.items()])
    said = views(rows({"2020": value}), others).findings()[1]
    assert said.details[0].plain == f"The middle half of them: 5.0 to 7.0. Here lies {where} it."


def test_quarters_before_a_break_are_not_held_beside_those_after_it():
    own = rows(
        {f"{year}Q{q}": 8.0 + year - 2018 for year in (2018, 2019, 2020) for q in range(1, 5)}
    )
    whole = views(own).same_quarter().frame
    assert [c for c in whole.columns if isinstance(c, int)] == [2018, 2019, 2020]
    changed = Break(at=Period(2019), note=Text((("en", "Counted otherwise."),)))
    after = views(own, breaks=(changed,)).same_quarter().frame
    assert [c for c in after.columns if isinstance(c, int)] == [2019, 2020]


def test_a_hidden_group_is_called_hidden_and_a_missing_one_is_a_dash():
    years = {"2019": 9.0, "2020": 8.0}
    more = {"breakdown": "", "indicator": "absence"}
    groups = pd.concat(
        [
            rows(years, unit="Small", **more, n=3),
            rows(years, unit="Other", **more, n=9),
            rows(years, unit="Large", **more, n=300),
            rows({"2019": 7.0}, unit="New", **more, n=200),
            rows(years, unit="", **more, n=700),
        ]
    )
    (table, _) = views(rows(years), groups=groups).groups()[-2:]
    block = table if hasattr(table, "rows") else table.data
    cells = {row[0].plain: [cell.plain for cell in row[1:]] for row in block.rows}
    assert cells["Small"] == ["hidden", "hidden"]
    assert cells["Large"] == ["9.0", "8.0"]
    assert cells["New"] == ["7.0", "–"]


def test_a_value_that_is_not_plainly_reported_is_marked_in_words():
    own = pd.concat(
        [
            rows({"2018": 9.0}, status="provisional"),
            rows({"2019": 8.0}, quality="approximate"),
            rows({"2020": None}, status="missing"),
            rows({"2021": 7.0}),
        ]
    )
    figure = views(own).series()[0]
    assert [row[2].plain for row in figure.data.rows] == [
        *("provisional", "approximate", "missing", ""),
    ]
    assert "Hollow dots" in figure.caption.plain
    assert "Crosses: no value" in figure.caption.plain
