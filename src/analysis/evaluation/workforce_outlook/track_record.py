"""How earlier projections fared: held against figures registered later, same year and same ages.

Nothing is interpolated. Where no year is in both, the registered number is shown between the two
projected years around it, which says only whether it lies between them.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.evaluation.workforce_outlook.populations import (
    EVERYBODY,
    REGISTERED,
    base_of,
    in_groups,
    parts_of,
    span_of,
)
from analysis.methods.workforce import error_summary, projection_errors
from analysis.model.definitions.outlooks import Projection, ServiceGroup

SHARES_ROUNDED = 0.05
"""Half the last printed step of registered shares, in percentage points."""

AROUND = (
    *("group", "ages", "exact", "year", "persons", "alternative"),
    *("before_year", "before", "after_year", "after", "place"),
)


def errors_of(
    people: pd.DataFrame,
    projection: Projection,
    outcome: pd.DataFrame,
    groups: Sequence[ServiceGroup],
) -> pd.DataFrame:
    """Return the errors of the main alternative by service group, where a year is in both.

    ``outcome`` is a population frame of registered figures. Columns of projection_errors, with
    ``group``, ``ages``, ``no_change``: the error, in per cent of the outcome too, of taking the
    base year's number to stay as it was, the simplest forecast there is. Rows without an outcome
    are left out.
    """
    ours = in_groups(people, groups)
    came = in_groups(outcome, groups)
    came = came[came["kind"].eq(REGISTERED)]
    keys = ["group", "ages"]
    main = ours[ours["alternative"].eq(projection.main.id)]
    ahead = main[main["year"].gt(projection.base_year)]
    base = base_of(ours, projection).set_index("group")["persons"]
    unchanged = ahead.assign(persons=ahead["group"].map(base))
    projected, naive = (
        projection_errors(_valued(frame), _valued(came), projection.base_year, keys)
        for frame in (ahead, unchanged)
    )
    return projected.assign(no_change=naive["estimate"]).query("status == 'ok'")


def errors_of_shares(
    people: pd.DataFrame, projection: Projection, outcome: pd.DataFrame
) -> pd.DataFrame:
    """Return the errors of the shares of the population that the main alternative gives each age.

    ``outcome`` has kind, year, age and percent (text, as printed), ages as the projection prints
    them. Columns of projection_errors with ``age``, ``points`` (projected minus registered, in
    percentage points) and ``no_change``, the same for the base year's shares. Only years and ages
    in both, everybody left out.
    """
    came = outcome.assign(year=outcome["year"].astype(int), value=pd.to_numeric(outcome["percent"]))
    came = came[came["kind"].eq(REGISTERED)][["age", "year", "value"]]
    main = people[people["alternative"].eq(projection.main.id)]
    shares = _shares(main)
    base = _shares(base_of(people, projection)).set_index("age")["value"]
    found = projection_errors(shares, came, projection.base_year, ["age"])
    found = found[found["status"].eq("ok")]
    points, unchanged = found["projected"] - found["outcome"], found["age"].map(base).astype(float)
    return found.assign(points=points, no_change=unchanged - found["outcome"])


def summary_of(errors: pd.DataFrame) -> pd.DataFrame:
    """Return mean error without sign and bias by group and horizon, as error_summary gives them."""
    return error_summary(errors, ["group"])


def around(
    people: pd.DataFrame,
    projection: Projection,
    outcome: pd.DataFrame,
    groups: Sequence[ServiceGroup],
) -> pd.DataFrame:
    """Return registered numbers between the two projected years around them, columns AROUND.

    For everybody and each service group, ages that both print; a row a group, the latest year
    registered after the base, that the projection has no figure for, with years on both sides.
    ``place`` is "above" where the registered number is above both projected, "below" where below
    both, else "between".
    """
    rows = []
    for name, ages, exact, ours, came in _pairs(people, outcome, groups):
        main = ours[ours["alternative"].eq(projection.main.id)].set_index("year")["persons"]
        for year, persons in _latest(came, projection.base_year, main.index):
            before, after = main[main.index < year], main[main.index > year]
            if before.empty or after.empty:
                continue
            sides = float(before.iloc[-1]), float(after.iloc[0])
            years = int(before.index[-1]), int(after.index[0])
            cells = (name, ages, exact, year, persons, projection.main.id)
            place = _place(persons, sides)
            rows.append((*cells, years[0], sides[0], years[1], sides[1], place))
    return pd.DataFrame(rows, columns=list(AROUND))


def _valued(grouped: pd.DataFrame) -> pd.DataFrame:
    return grouped.rename(columns={"persons": "value"})[["group", "ages", "year", "value"]]


def _shares(people: pd.DataFrame) -> pd.DataFrame:
    everybody = people[people["age"].eq(EVERYBODY)].set_index("year")["persons"]
    parts = people[people["age"].map(lambda age: span_of(age) is not None)]
    value = 100 * parts["persons"] / parts["year"].map(everybody)
    return parts.assign(value=value)[["age", "year", "value"]]


def _pairs(
    people: pd.DataFrame, outcome: pd.DataFrame, groups: Sequence[ServiceGroup]
) -> Iterable[tuple[str, str, bool, pd.DataFrame, pd.DataFrame]]:
    """Everybody, then each group by the first of its spans that both frames can make up."""
    whole = [frame[frame["age"].eq(EVERYBODY)] for frame in (people, outcome)]
    if all(len(frame) for frame in whole):
        yield EVERYBODY, EVERYBODY, True, whole[0], whole[1]
    labels = [list(dict.fromkeys(frame["age"])) for frame in (people, outcome)]
    for group in groups:
        for span in group.spans:
            if all(parts_of(span, known) for known in labels):
                only = group.model_copy(
                    update={"first_age": span[0], "last_age": span[1], "stand_ins": ()}
                )
                ours, came = (in_groups(frame, [only]) for frame in (people, outcome))
                exact = span == group.spans[0]
                yield group.id, str(ours["ages"].iloc[0]), exact, ours, came
                break


def _latest(
    came: pd.DataFrame, base_year: int, projected: Iterable[int]
) -> list[tuple[int, float]]:
    later = came[came["year"].gt(base_year) & ~came["year"].isin(list(projected))]
    later = later[later["kind"].eq(REGISTERED)].sort_values("year").tail(1)
    return [(int(row.year), float(row.persons)) for row in later.itertuples()]


def _place(persons: float, sides: tuple[float, float]) -> str:
    if persons > max(sides):
        return "above"
    return "below" if persons < min(sides) else "between"


__all__ = ["AROUND", "around", "errors_of", "errors_of_shares", "summary_of"]
