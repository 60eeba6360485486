"""What the codes of a table mean in observations: places, periods, indicators, breakdowns."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from analysis.model.periods import Period
from analysis.model.places import COUNTRY_NUMBER
from analysis.sources.jsonstat.cube import Dimension
from analysis.sources.jsonstat.fields import Faults

_PERIOD = re.compile(r"([12]\d{3})(?:K([1-4])|M(0[1-9]|1[0-2]))?", re.ASCII)
_REGION = re.compile(r"(?:K-)?([0-9]{4})|([0-9]{2})", re.ASCII)
_PERIODS = "a year (2024), a quarter (2024K1) or a month (2024M03)"
_REGIONS = "a municipality (0301 or K-3301), a county (03) or the country (0 or 00)"


def period_of(code: str) -> Period:
    """The period that ``code`` writes as PxWeb does; ValueError for weeks, spans and the like."""
    match = _PERIOD.fullmatch(code)
    if match is None:
        raise ValueError(f"'{code}' is no period that is kept")
    year, quarter, month = match.groups()
    if quarter:
        return Period(int(year), "quarter", int(quarter))
    return Period(int(year), "month", int(month)) if month else Period(int(year))


def region_of(code: str) -> str:
    """The number of the place ``code``; ValueError for groups, parts of towns and the like."""
    if code in ("0", "00"):
        return COUNTRY_NUMBER
    match = _REGION.fullmatch(code)
    if match is None:
        raise ValueError(f"'{code}' is no municipality, county or country")
    return match[1] or match[2]


Words = tuple[str, dict[str, Any]]
"""The column that a dimension goes to, and what each of its codes becomes there."""


def meanings(
    dimension: Dimension,
    own: Mapping[str, str],
    indicators: Mapping[str, str] | str,
    breakdowns: Mapping[str, Mapping[str, str]],
    faults: Faults,
) -> Words:
    """What the codes of ``dimension`` become, and where. ``own`` names the columns of the
    dimensions that do not go into the breakdown. What cannot be read joins ``faults``."""
    column = own.get(dimension.id, "breakdown")
    if column == "period":
        return column, _each(dimension, period_of, _PERIODS, faults)
    if column == "municipality":
        return column, _each(dimension, region_of, _REGIONS, faults)
    if column == "indicator":
        return column, _indicators(dimension, indicators, faults)
    return column, _breakdown(dimension, breakdowns.get(dimension.id, {}), faults)


def _each(
    dimension: Dimension, read: Callable[[str], Any], accepted: str, faults: Faults
) -> dict[str, Any]:
    found = {}
    for category in dimension.categories:
        try:
            found[category.code] = read(category.code)
        except ValueError as error:
            faults.add(f"{dimension.id}.{category.code}", f"{error} ({category.label})", accepted)
    return found


def _indicators(
    dimension: Dimension, indicators: Mapping[str, str] | str, faults: Faults
) -> dict[str, Any]:
    if isinstance(indicators, str):
        if len(dimension.codes) == 1:
            return {dimension.codes[0]: indicators}
        told = ", ".join(dimension.codes)
        faults.add(dimension.id, "one indicator for several contents", f"one each for {told}")
        return {}
    for category in dimension.categories:
        if category.code not in indicators:
            found = f"no indicator for '{category.label}'"
            faults.add(f"{dimension.id}.{category.code}", found, "an indicator for each content")
    return dict(indicators)


def _breakdown(dimension: Dimension, words: Mapping[str, str], faults: Faults) -> dict[str, Any]:
    for code in words:
        if code not in dimension.codes and code != dimension.whole:
            told = ", ".join(dimension.codes[:20])
            faults.add(f"{dimension.id}.{code}", "a word for a category that is not there", told)
    plain = {code: f"{dimension.id}={code}" for code in dimension.codes}
    if dimension.whole is not None:
        plain[dimension.whole] = ""
    return plain | dict(words)
