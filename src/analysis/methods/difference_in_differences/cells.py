"""Group-time effects: what each cohort of joiners gained by each year (Callaway, Sant'Anna 2021).

The only module that knows diff-diff. The library is young, its version is pinned, and the
influence functions are read from an attribute that it does not promise to keep.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.difference_in_differences.panel import NEVER, JoinPanel

CONTROLS = {"never": "never_treated", "not_yet": "not_yet_treated"}
BASES = ("varying", "universal")
ESTIMATORS = ("dr", "ipw", "reg")


@dataclass(frozen=True)
class Design:
    """How joiners are compared with others; see ``group_time_effects`` for the meaning."""

    control: str = "never"
    base: str = "varying"
    anticipation: int = 0
    covariates: tuple[str, ...] = ()
    estimator: str = "dr"
    weights: str | None = None
    level: float = 0.95
    minimum: int = 10

    def __post_init__(self) -> None:
        choices: dict[str, tuple[str, Sequence[str]]] = {
            "control": (self.control, list(CONTROLS)),
            "base": (self.base, BASES),
            "estimator": (self.estimator, ESTIMATORS),
        }
        for name, (given, accepted) in choices.items():
            if given not in accepted:
                raise ValueError(f"{name} is '{given}'; accepted are {', '.join(accepted)}")
        if self.anticipation < 0 or self.anticipation != int(self.anticipation):
            raise ValueError(f"anticipation is {self.anticipation}; whole years from 0 on count")
        if not 0 < self.level < 1:
            raise ValueError(f"level is {self.level}; it lies between 0 and 1")

    @property
    def method(self) -> str:
        """The name in results: estimator, control group, weights, and a base moved back."""
        estimator = self.estimator if self.covariates else "unconditional"
        weighted = "weighted" if self.weights else "unweighted"
        moved = f"_anticipation_{self.anticipation}" if self.anticipation else ""
        return f"callaway_santanna_{estimator}_{self.control}_{weighted}{moved}"


@dataclass(frozen=True)
class Cell:
    """The effect on the joiners of year ``group`` in ``year``.

    ``influence`` holds what each unit of the panel adds to the error: the standard error is the
    root of the sum of squares. None, with a ``reason``, where the effect cannot be computed.
    ``reference`` marks the base year of a universal base, 0 by construction. ``used`` marks the
    units that the effect is made of, None for a reference and where there is none.
    """

    group: int
    year: int
    estimate: float
    influence: np.ndarray | None
    n_treated: int = 0
    n_control: int = 0
    reason: str = ""
    reference: bool = False
    used: np.ndarray | None = None

    @property
    def event_time(self) -> int:
        """Years since joining."""
        return self.year - self.group


def controls(panel: JoinPanel, design: Design, base: int, year: int) -> np.ndarray:
    """Return which units the joiners are compared with, from the base year to ``year``."""
    never: np.ndarray = panel.first == NEVER
    if design.control == "not_yet":
        never = never | (panel.first > max(base, year) + design.anticipation)
    return never


def group_time_cells(panel: JoinPanel, design: Design) -> list[Cell]:
    """Return a cell for each cohort and each year that can be compared, by cohort and year."""
    grid = [
        (group, int(year), int(panel.years[base]))
        for group in panel.cohorts
        for year in panel.years
        if (base := _base(panel, design, group, int(year))) is not None
    ]
    fitted, fault = _fit(panel, design) if grid else ({}, "")
    return [_cell(panel, design, place, fitted, fault) for place in grid]


def _base(panel: JoinPanel, design: Design, group: int, year: int) -> int | None:
    if design.base == "universal" or year >= group:
        return panel.base_of(group - design.anticipation)
    return panel.base_of(year)


def _cell(
    panel: JoinPanel,
    design: Design,
    place: tuple[int, int, int],
    fitted: dict[tuple[int, int], Cell],
    fault: str,
) -> Cell:
    group, year, base = place
    if year == base:
        return Cell(group, year, 0.0, np.zeros(len(panel.units)), reference=True)
    found = fitted.get((group, year))
    if found is not None and np.isfinite(found.estimate):
        return found
    joined = panel.first == group
    others = controls(panel, design, base, year) & ~joined
    both = np.isfinite(panel.values[:, panel.years == base][:, 0])
    both &= np.isfinite(panel.values[:, panel.years == year][:, 0])
    sizes = int((joined & both).sum()), int((others & both).sum())
    for size, who in zip(sizes, ("joined unit", LACKING[design.control]), strict=True):
        if not size:
            reason = f"no {who} with values in {base} and {year}"
            return Cell(group, year, np.nan, None, *sizes, reason)
    return Cell(group, year, np.nan, None, *sizes, fault or "the estimator found no solution")


LACKING = {"never": "unit that never joins", "not_yet": "unit that had not joined"}


def _fit(panel: JoinPanel, design: Design) -> tuple[dict[tuple[int, int], Cell], str]:
    """Return the library's effects by cohort and year, or why it gave none."""
    from diff_diff import CallawaySantAnna
    from diff_diff.survey import SurveyDesign

    estimator = CallawaySantAnna(
        control_group=CONTROLS[design.control],
        anticipation=int(design.anticipation),
        estimation_method=design.estimator,
        base_period=design.base,
        rank_deficient_action="silent",
    )
    survey = SurveyDesign(weights="weight") if design.weights else None
    with warnings.catch_warnings():
        # What it warns of (gaps, empty cells, few units) stands in our own rows.
        warnings.simplefilter("ignore")
        try:
            names = list(design.covariates) or None
            columns = ("value", "unit", "period", "first")
            result = estimator.fit(_long(panel), *columns, covariates=names, survey_design=survey)
        except (ValueError, np.linalg.LinAlgError) as error:
            return {}, f"the estimator gave no result: {error}"
    return _read(result, len(panel.units)), ""


def _long(panel: JoinPanel) -> pd.DataFrame:
    """Units become numbers: the library orders influence functions by sorted unit."""
    n_units, n_years = panel.values.shape
    columns = {
        "unit": np.repeat(np.arange(n_units), n_years),
        "period": np.tile(panel.years, n_units),
        "value": panel.values.ravel(),
        "first": np.repeat(panel.first, n_years),
        "weight": np.repeat(panel.weights, n_years),
    }
    return pd.DataFrame(columns | {name: m.ravel() for name, m in panel.covariates.items()})


def _read(result: Any, n_units: int) -> dict[tuple[int, int], Cell]:
    kit = result._aggregation_kit
    influences = kit.influence if kit is not None else {}
    cells = {}
    for (group, year), effect in result.group_time_effects.items():
        parts = influences.get((group, year))
        if parts is None:
            continue
        influence, used = np.zeros(n_units), np.zeros(n_units, dtype=bool)
        for who in ("treated", "control"):
            influence[parts[f"{who}_idx"]] += parts[f"{who}_inf"]
            used[parts[f"{who}_idx"]] = True
        cells[int(group), int(year)] = Cell(
            int(group),
            int(year),
            float(effect["effect"]),
            influence,
            int(effect["n_treated"]),
            int(effect["n_control"]),
            used=used,
        )
    return cells
