"""Evaluations of sick leave on made series: few years, with what a test needs."""

from collections.abc import Iterable

import pandas as pd

from analysis.evaluation.sick_leave import SickLeaveEvaluation, evaluate, find
from analysis.model.definitions import Programme
from analysis.model.observations import observation_table
from analysis.model.periods import Period, quarters_of

STEADY = {2004: 9.0, 2005: 9.1, 2006: 8.9, 2007: 9.0}
PRINTED = (9.6, 8.7, 9.0, 8.8)
AFTER = Period(2009, "quarter", 1)
COMPARED = {"source": "a/b/d", "title": {"en": "Others"}, "caveat": {"en": "Others differ."}}


def programme(direction: str = "decrease", targets: tuple[tuple[str, str, float], ...] = (),
              **more: object) -> Programme:  # fmt: skip
    text = {"en": "words"}
    indicator = {
        **{"id": "sick_leave", "title": text, "unit": "percent", "direction": direction},
        **{"definition": text, "source": "a/b/c"},
        **more,
    }
    chosen = targets or (("2008", "desired", 8.5),)
    return Programme.model_validate(
        {
            **{"id": "made", "country": "NO", "as_of": "2009Q1", "start": "2008Q1"},
            **{"title": text, "summary": text},
            "document": {"title": text, "producer": "nobody", "dated": text},
            "indicators": [indicator],
            "targets": [
                {"indicator": "sick_leave", "period": period, "tier": tier, "value": value}
                for period, tier, value in chosen
            ],
        }
    )


def table_of(values: Iterable[tuple[Period, float]]) -> pd.DataFrame:
    place = {"indicator": "sick_leave", "municipality": "0805", "source": "a/b/c"}
    return observation_table({**place, "period": key, "value": value} for key, value in values)


def observed(years: dict[int, float], quarters: int = 4) -> pd.DataFrame:
    """Four quarters a year around its mean; of the last year only so many."""
    season = (0.5, -0.5, -0.5, 0.5)
    values = [
        (period, mean + swing)
        for year, mean in years.items()
        for period, swing in zip(quarters_of(year), season, strict=True)
    ]
    return table_of(values if quarters == 4 else values[: quarters - 4])


def evaluated(years: dict[int, float], *, other: dict[int, float] | None = None,
              made: Programme | None = None, as_of: Period = AFTER,
              quarters: int = 4) -> SickLeaveEvaluation:  # fmt: skip
    comparison = observed(other) if other else None
    named = {"comparison": COMPARED} if other else {}
    made = made or programme(**named)
    return evaluate(made, [(None, observed(years, quarters))], comparison, as_of)


def keys(evaluation: SickLeaveEvaluation) -> list[str]:
    return [finding.key for finding in find(evaluation)]


def finding(evaluation: SickLeaveEvaluation, key: str) -> object:
    return next(item for item in find(evaluation) if item.key == key)
