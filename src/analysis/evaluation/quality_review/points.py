"""Points of evaluated municipalities: own evaluations, the profile by area, other municipalities.

Points compare within a version of the model. A difference within one is what was observed: no
source gives its uncertainty.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.errors import Fault, InputError
from analysis.model.definitions import Programme
from analysis.model.definitions.reviews import AREAS, OutsideEvaluation, QualityReview
from analysis.model.periods import Period

TOTAL = 0
WINNER = "Sveriges KvalitetsKommun"

Change = float | None


@dataclass(frozen=True)
class Round:
    """One evaluation of the municipality, with what is published of its points.

    ``points`` is None where no total is published; ``quality`` is how its source is marked (read,
    approximate, doubtful). ``areas`` is indexed by number of area with the
    columns area and points, empty where not all eight are published. ``change`` is the difference
    to ``before`` within one version; None at the first, without points, or across versions
    (``crosses``). ``certain`` is False where what is called its version may be several.
    """

    evaluation: OutsideEvaluation
    number: int
    points: float | None
    highest: float | None
    areas: pd.DataFrame
    quality: str = "read"
    before: "Round | None" = None
    certain: bool = True

    @property
    def has_profile(self) -> bool:
        """Whether the points of all areas are published."""
        return len(self.areas) == AREAS

    @property
    def sum_of_areas(self) -> float | None:
        """What the areas add up to; None where not all are published."""
        return float(self.areas["points"].sum()) if self.has_profile else None

    @property
    def _pair(self) -> tuple[float, float] | None:
        if self.before is None or self.points is None or self.before.points is None:
            return None
        return self.before.points, self.points

    @property
    def crosses(self) -> bool:
        """Whether the one before was by another version, or it is not known to be the same."""
        return self._pair is not None and not (self._named_alike and self.certain)

    @property
    def differs(self) -> bool:
        """Whether the one before is known to be by another version."""
        before = self.before.evaluation.version if self.before is not None else None
        own = self.evaluation.version
        return before is not None and own is not None and not self._named_alike

    @property
    def _named_alike(self) -> bool:
        own = self.evaluation.version
        return (
            own is not None and self.before is not None and (self.before.evaluation.version == own)
        )

    @property
    def change(self) -> Change:
        """Points more than the evaluation before, within one version of the model."""
        if self._pair is None or self.crosses:
            return None
        return self._pair[1] - self._pair[0]


def numbered(points: pd.DataFrame, source: str) -> pd.DataFrame:
    """Return published points with ``year``, ``area_number``, ``points`` and ``max`` as numbers.

    An empty cell is NaN; InputError names every cell that holds something else than a number,
    points below 0 or above the most there can be, and every second value for an area or a total
    of a municipality and year.
    """
    found, label = points.copy(), f"data/sources/{source}.csv"
    faults: list[Fault] = []
    for column in ("year", "area_number", "points", "max"):
        text = points[column].str.strip()
        found[column] = pd.to_numeric(text, errors="coerce")
        for row in points.index[text.ne("") & found[column].isna()]:
            wrong = f"found '{points.loc[row, column]}'"
            faults.append(
                Fault(label, int(row) + 2, f"column {column}", wrong, "a number or nothing")
            )
    faults += _impossible(found, points, label)
    faults += _repeated(found, label)
    if faults:
        raise InputError(faults)
    return found


def _impossible(found: pd.DataFrame, printed: pd.DataFrame, label: str) -> list[Fault]:
    """A fault for all points below 0, or above the ``max`` of their row."""
    wrong = found["points"].lt(0) | found["points"].gt(found["max"])
    return [
        Fault(
            label,
            int(str(row)) + 2,
            "column points",
            f"found {printed.loc[row, 'points']} for {printed.loc[row, 'municipality']}",
            f"from 0 to {printed.loc[row, 'max']}, the most there can be"
            if pd.notna(found.loc[row, "max"])
            else "0 or more",
        )
        for row in found.index[wrong]
    ]


def _repeated(points: pd.DataFrame, label: str) -> list[Fault]:
    """A fault for every second value of the same municipality, year and area."""
    key = ["municipality", "year", "area_number"]
    whole = points.dropna(subset=key)
    return [
        Fault(
            label,
            int(str(row)) + 2,
            "",
            f"a second value for {place}, {year:g}, area {number:g}",
            "one value for each municipality, year and area; 0 is the total",
        )
        for row, place, year, number in whole[whole.duplicated(key)][key].itertuples(name=None)
    ]


def rounds(programme: Programme, points: pd.DataFrame, as_of: Period) -> tuple[Round, ...]:
    """Return the evaluations that were known by the end of ``as_of``, oldest first."""
    review = _review(programme)
    known = [item for item in review.evaluations if (item.known or item.dated).end <= as_of.end]
    found: list[Round] = []
    for evaluation in sorted(known, key=lambda item: item.dated):
        before = found[-1] if found else None
        own = _of(points, review.listed_as, evaluation.year)
        total = _total(own)
        value = None if total is None or pd.isna(total["points"]) else float(total["points"])
        highest = None if total is None or pd.isna(total["max"]) else float(total["max"])
        quality = "read" if total is None else str(total["quality"])
        areas = _areas(own)
        certain = _is_certain(review, evaluation.version)
        number = len(found) + 1
        found.append(
            Round(evaluation, number, value, highest, areas, quality, before, certain=certain)
        )
    return tuple(found)


def profile(programme: Programme, points: pd.DataFrame, latest: Round) -> pd.DataFrame:
    """Return the areas of an evaluation: a row an area with points, mean and difference.

    ``mean`` is NaN where no mean is known to be of the same version.
    """
    review, frame = _review(programme), latest.areas.copy()
    frame["mean"] = float("nan")
    mean = review.mean
    if mean is not None and latest.certain and mean.version == latest.evaluation.version:
        areas = _areas(_of(points, mean.listed_as, mean.year))
        frame["mean"] = areas["points"].reindex(frame.index)
    frame["difference"] = frame["points"] - frame["mean"]
    return frame


def others(
    programme: Programme, points: pd.DataFrame, context: pd.DataFrame, as_of: Period
) -> pd.DataFrame:
    """Return the published totals of other municipalities up to the year of ``as_of``.

    By name and year, with the columns municipality, country, year, points, highest, quality and
    won (whether it won the quality award that year). Totals without a year come last of their
    municipality; whether they are from before ``as_of`` is not known.
    """
    review = _review(programme)
    named = ~points["municipality"].str.startswith("(") & points["points"].notna()
    other = points["municipality"].ne(review.listed_as) & points["area_number"].eq(TOTAL)
    found = points[named & other & ~points["year"].gt(as_of.end.year)].copy()
    won = set(
        context.loc[context["indicator"].eq(WINNER), ["municipality", "period"]].itertuples(
            index=False, name=None
        )
    )
    years = found["year"].map(lambda year: "" if pd.isna(year) else str(int(year)))
    found["won"] = [key in won for key in zip(found["municipality"], years, strict=True)]
    columns = ["municipality", "country", "year", "points", "max", "quality", "won"]
    ordered = found.sort_values(["municipality", "year"], na_position="last", ignore_index=True)
    return ordered[columns].rename(columns={"max": "highest"})


def _review(programme: Programme) -> QualityReview:
    assert programme.review is not None
    return programme.review


def _is_certain(review: QualityReview, version: str | None) -> bool:
    """Whether evaluations put under ``version`` are known to be by one and the same."""
    return version is not None and review.version(version).certain


def _of(points: pd.DataFrame, name: str, year: int) -> pd.DataFrame:
    return points[points["municipality"].eq(name) & points["year"].eq(year)]


def _total(own: pd.DataFrame) -> pd.Series | None:
    rows = own[own["area_number"].eq(TOTAL)]
    return rows.iloc[0] if len(rows) else None


def _areas(own: pd.DataFrame) -> pd.DataFrame:
    rows = own[own["area_number"].between(1, AREAS) & own["points"].notna()]
    found = rows.assign(area_number=rows["area_number"].astype(int)).set_index("area_number")
    frame = found[["area", "points"]].sort_index()
    return frame if list(frame.index) == list(range(1, AREAS + 1)) else frame.iloc[:0]
