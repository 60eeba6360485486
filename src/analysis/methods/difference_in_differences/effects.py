"""Did units that joined a programme develop differently from units that had not joined?

Units join in different years. Each cohort is compared, from the last year before it joined, with
units that had not joined (Callaway, Sant'Anna 2021): no unit that has joined already serves as
comparison, which is where a regression with unit and year effects goes wrong. The comparison
does not cure self-selection: where units join because their values were bad, the values would
have come back without the programme (Ashenfelter 1978). ``checks`` looks for that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.methods.difference_in_differences.cells import Cell, Design, group_time_cells
from analysis.methods.difference_in_differences.inference import (
    cohort_means,
    influences,
    judged,
    n_behind,
    pooled,
    result_row,
    result_table,
)
from analysis.methods.difference_in_differences.panel import NEVER, JoinPanel, join_panel
from analysis.methods.results import Estimate

AGGREGATIONS = ("simple", "group", "dynamic")
CELL_COLUMNS = ("group", "period", "event_time", "phase", "reference", "n_treated", "n_control")


@dataclass(frozen=True)
class GroupTimeEffects:
    """The effects by cohort and year, with the panel and the design that they come from."""

    panel: JoinPanel
    design: Design
    cells: tuple[Cell, ...]

    @property
    def excluded(self) -> pd.DataFrame:
        """Units left out, with the ``reason``."""
        return self.panel.excluded

    @property
    def incomplete(self) -> pd.DataFrame:
        """Units used in some years only, with the ``reason``."""
        return self.panel.incomplete

    @property
    def balanced(self) -> bool:
        """Whether every unit used has a value in every year."""
        return not len(self.panel.incomplete)

    @property
    def n_joiners(self) -> int:
        """Units used that join within the years of the data."""
        return int(self.panel.joiners.sum())

    @property
    def n_never(self) -> int:
        """Units used that do not join within the years of the data."""
        return int((self.panel.first == NEVER).sum())

    @property
    def computed(self) -> list[Cell]:
        """The effects that could be computed, base years of a universal base among them."""
        return [cell for cell in self.cells if cell.influence is not None]

    @property
    def after(self) -> list[Cell]:
        """The computed effects from the year of joining on."""
        return [cell for cell in self.computed if cell.event_time >= 0]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """A row a cohort and year; the columns are those of :func:`group_time_effects`."""
        return result_table([_cell_row(self, cell) for cell in self.cells], CELL_COLUMNS)


def group_time_effects(
    panel: pd.DataFrame,
    *,
    control: str = "never",
    base: str = "varying",
    anticipation: int = 0,
    covariates: Sequence[str] = (),
    estimator: str = "dr",
    weights: str | None = None,
    balanced: bool = True,
    level: float = 0.95,
    minimum: int = 10,
) -> GroupTimeEffects:
    """Return the effect on each cohort of joiners in each year, ATT(g,t), in the values' unit.

    ``panel`` has a row a unit and year with ``unit``, ``period`` (whole year), ``value`` and
    ``first`` (year of joining, missing or 0 for never); see ``panel.join_panel`` for
    which units are left out. ``control`` is "never" or "not_yet" (which adds later joiners until
    they join). ``base`` is the year compared with: the last before joining, or, for years before
    joining, the year before each ("varying"); "universal" takes the last before joining for all.
    ``anticipation`` moves the base back by so many years. With ``covariates`` (columns, taken in
    the base year) ``estimator`` is "dr" (doubly robust), "ipw" or "reg". ``weights`` names a
    column (employees); without it each unit counts alike.

    The ``frame`` has RESULT_COLUMNS, then ``group`` (year of joining), ``period``,
    ``event_time``, ``phase`` ("before", "joining" for years of anticipation, "after"),
    ``reference``, ``n_treated``, ``n_control``, ``standard_error``, ``p``, ``df`` and ``reason``.
    Standard errors come from influence functions, so that a unit's years count as one cluster.
    Intervals use Student's t with joiners less cohorts as df (of the year since joining with the
    fewest, for the dynamic aggregation). With fewer than ``minimum`` joiners
    in all, and for a cohort of one, the status is "too_few": the estimate stands, without
    interval and p.

    Raises ValueError for unknown options and for a panel that is none.
    """
    design = Design(
        control, base, anticipation, tuple(covariates), estimator, weights, level, minimum
    )
    prepared = join_panel(
        panel,
        anticipation=anticipation,
        covariates=covariates,
        weights=weights,
        balanced=balanced,
    )
    return effects_of(prepared, design)


def effects_of(panel: JoinPanel, design: Design) -> GroupTimeEffects:
    """Return the effects that ``design`` finds in a prepared panel."""
    return GroupTimeEffects(panel, design, tuple(group_time_cells(panel, design)))


def _cell_row(effects: GroupTimeEffects, cell: Cell) -> dict[str, object]:
    blank = {"group": cell.group, "period": cell.year, "event_time": cell.event_time}
    place = blank | {
        "phase": _phase(cell, effects.design.anticipation),
        "reference": cell.reference,
        "n_treated": cell.n_treated,
        "n_control": cell.n_control,
        "n": cell.n_treated + cell.n_control,
    }
    if cell.influence is None:
        nothing = np.zeros(len(effects.panel.units))
        row = result_row(effects.panel, effects.design, "att", [], (np.nan, nothing))
        return row | place | {"reason": cell.reason}
    result = (cell.estimate, cell.influence)
    return result_row(effects.panel, effects.design, "att", [[cell]], result) | place


def _phase(cell: Cell, anticipation: int) -> str:
    if cell.event_time >= 0:
        return "after"
    return "joining" if cell.event_time >= -anticipation else "before"


def overall(
    effects: GroupTimeEffects, aggregation: str = "group", balance_e: int | None = None
) -> Estimate:
    """Return one effect for all joiners; the statistic names the aggregation.

    - "simple": every cohort and year since joining, by size of cohort: early joiners weigh more;
    - "group": the mean over each cohort's years, then over the cohorts by size;
    - "dynamic": the mean over years since joining: for the late ones early joiners speak alone.

    They answer different questions and give different numbers. With ``balance_e`` ("dynamic"
    only) cohorts seen for fewer years are left out, and years later than that.
    Raises ValueError for another aggregation.
    """
    parts, result = aggregated(effects, aggregation, balance_e)
    return judged(effects.panel, effects.design, f"att_{aggregation}", parts, result)


def aggregated(
    effects: GroupTimeEffects, aggregation: str, balance_e: int | None = None
) -> tuple[list[list[Cell]], tuple[float, np.ndarray]]:
    """Return the parts of an aggregation, and its value with what each unit adds to its error.

    Each year since joining is a part of the dynamic one, which is as uncertain as its last years.
    """
    if aggregation not in AGGREGATIONS:
        raise ValueError(f"aggregation is '{aggregation}'; accepted are {', '.join(AGGREGATIONS)}")
    if balance_e is not None and aggregation != "dynamic":
        raise ValueError("balance_e is for the dynamic aggregation only")
    panel, cells = effects.panel, _balanced_cells(effects, effects.after, balance_e)
    if aggregation == "simple":
        return [cells], pooled(panel, cells)
    if aggregation == "group":
        return [cells], pooled(panel, cohort_means(cells))
    parts = list(_by_event_time(cells).values())
    if not parts:
        return [cells], pooled(panel, cells)
    values, errors = zip(*(pooled(panel, part) for part in parts), strict=True)
    return parts, (float(np.mean(values)), np.mean(errors, axis=0))


def by_group(effects: GroupTimeEffects) -> pd.DataFrame:
    """Return the mean effect since joining of each cohort, in order of ``group``.

    RESULT_COLUMNS, then ``group`` (year of joining), ``n_treated`` and the test's columns.
    """
    rows = []
    for mean in cohort_means(effects.after):
        result = (mean.estimate, influences([mean])[:, 0])
        row = result_row(effects.panel, effects.design, "att_by_group", [[mean]], result)
        rows.append(row | {"group": mean.group, "n_treated": mean.n_treated})
    return result_table(rows, ("group", "n_treated"))


def event_study(effects: GroupTimeEffects, balance_e: int | None = None) -> pd.DataFrame:
    """Return the effect by years since joining, ready to draw, in order of ``event_time``.

    RESULT_COLUMNS, then ``event_time``, ``reference`` (the base year of a universal base: 0 by
    construction, without interval), ``n_groups`` and ``n_treated`` behind the row, and the test's
    columns. Rows before joining show whether both went alike before. That is a weak test: few
    years or joiners seldom show a difference, and alike before need not mean alike after.
    """
    rows = []
    cells = _balanced_cells(effects, effects.computed, balance_e)
    for time, own in _by_event_time(cells).items():
        result = pooled(effects.panel, own)
        row = result_row(effects.panel, effects.design, "att_by_event_time", [own], result)
        place = {"event_time": time, "reference": all(cell.reference for cell in own)}
        rows.append(row | place | {"n_groups": len(own), "n_treated": n_behind(own)})
    return result_table(rows, ("event_time", "reference", "n_groups", "n_treated"))


def _by_event_time(cells: Sequence[Cell]) -> dict[int, list[Cell]]:
    times = sorted({cell.event_time for cell in cells})
    return {time: [cell for cell in cells if cell.event_time == time] for time in times}


def _balanced_cells(
    effects: GroupTimeEffects, cells: list[Cell], balance_e: int | None
) -> list[Cell]:
    """The cells of cohorts seen for ``balance_e`` years, up to that year."""
    if balance_e is None or not cells:
        return cells
    last = effects.panel.years[-1]
    return [cell for cell in cells if last - cell.group >= balance_e >= cell.event_time]
