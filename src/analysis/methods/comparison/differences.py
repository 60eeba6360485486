"""A series, a share or a rate beside another of the same kind from elsewhere."""

from dataclasses import replace

import pandas as pd

from analysis.methods.comparison.counts import lacking_number
from analysis.methods.comparison.intervals import clopper_pearson
from analysis.methods.results import Estimate, Status, check_level
from analysis.methods.seasonality import check_periods
from analysis.model.observations import as_series


def difference(own: pd.Series, other: pd.Series) -> pd.Series:
    """Return own minus other for the periods that both have, in the unit of the series.

    What moves both alike (season, business cycle, an epidemic) falls out of the difference.
    ValueError for an index that is not made of Period, or a period that is there twice.
    """
    check_periods(own.index)
    check_periods(other.index)
    theirs = set(other.index)
    shared = [period for period in own.index if period in theirs]
    return as_series(shared, [own[period] - other[period] for period in shared])


def difference_of_shares(
    cases: float, persons: float, other_cases: float, other_persons: float, level: float = 0.95
) -> Estimate:
    """Return the share of the first group less that of the other, between -1 and 1.

    For counts of persons in two groups without common members. Wilson's intervals of the two
    are combined (Newcombe 1998, method 10). ``n`` is the number of persons in both.
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    result = _blank("difference_of_shares", "newcombe", persons, other_persons, level)
    fault = _fault((cases, persons), (other_cases, other_persons), share=True)
    if fault is not None:
        return replace(result, status=fault[0], reason=fault[1])
    low, high = confint_proportions_2indep(
        cases,
        persons,
        other_cases,
        other_persons,
        method="newcomb",
        compare="diff",
        alpha=1 - level,
    )
    estimate = cases / persons - other_cases / other_persons
    return replace(result, estimate=estimate, low=float(low), high=float(high))


def difference_of_rates(
    cases: float,
    persons: float,
    other_cases: float,
    other_persons: float,
    *,
    level: float = 0.95,
    multiplier: float = 100_000,
) -> Estimate:
    """Return the rate of the first group less that of the other, per ``multiplier`` persons.

    The score intervals of the two are combined (Zou and Donner 2008, as statsmodels does).
    """
    from statsmodels.stats.rates import confint_poisson_2indep

    result = _blank("difference_of_rates", "score_mover", persons, other_persons, level)
    fault = _fault((cases, persons), (other_cases, other_persons))
    if fault is not None:
        return replace(result, status=fault[0], reason=fault[1])
    limits = confint_poisson_2indep(
        cases,
        persons,
        other_cases,
        other_persons,
        method="mover",
        compare="diff",
        alpha=1 - level,
    )
    low, high = (float(limit) * multiplier for limit in limits)
    estimate = (cases / persons - other_cases / other_persons) * multiplier
    return replace(result, estimate=estimate, low=low, high=high)


def ratio_of_rates(
    cases: float, persons: float, other_cases: float, other_persons: float, level: float = 0.95
) -> Estimate:
    """Return the rate of the first group divided by that of the other, with exact limits.

    Of all cases together, the share in the first group is binomial (Przyborowski and Wilenski
    1940), so its Clopper-Pearson limits give those of the ratio. Without a case in the other
    group there is no ratio: ``undefined``.
    """
    result = _blank("ratio_of_rates", "exact_conditional", persons, other_persons, level)
    fault = _fault((cases, persons), (other_cases, other_persons))
    if fault is None and other_cases == 0:
        fault = Status.UNDEFINED, "there are no cases in the other group"
    if fault is not None:
        return replace(result, status=fault[0], reason=fault[1])
    limits = clopper_pearson(cases, cases + other_cases, level)
    low, high = (float(limit / (1 - limit)) * other_persons / persons for limit in limits)
    estimate = (cases / persons) / (other_cases / other_persons)
    return replace(result, estimate=estimate, low=low, high=high)


def _blank(
    statistic: str, method: str, persons: float, other_persons: float, level: float
) -> Estimate:
    both = persons + other_persons
    return Estimate(
        statistic, method, level=check_level(level), n=0 if lacking_number(both) else round(both)
    )


def _fault(*groups: tuple[float, float], share: bool = False) -> tuple[Status, str] | None:
    """Why these cases and persons cannot be compared, if they cannot."""
    for cases, persons in groups:
        if lacking_number(cases) or lacking_number(persons):
            return Status.MISSING, "the cases or the persons of a group are missing"
        if persons <= 0 or cases < 0 or (share and cases > persons):
            return Status.UNDEFINED, f"{cases:g} cases among {persons:g} persons"
    return None
