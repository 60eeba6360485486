"""How long measures take from adoption to completion, those not yet done included (Kaplan-Meier).

Kaplan and Meier 1958; standard errors by Greenwood 1926. A measure that is abandoned is never
done: it stays among those not done up to the date of the evaluation, so that giving up does not
shorten the time that measures seem to take.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.action_plans.status import Progress
from analysis.methods.comparison.intervals import normal_deviate
from analysis.methods.results import NO_LEVEL, RESULT_COLUMNS, Estimate, Status, check_level
from analysis.methods.rows import result_row
from analysis.model.periods import Period

MINIMUM = 20
TRANSFORMS = ("log", "log-log", "plain")
_COLUMNS = [*RESULT_COLUMNS, "time", "at_risk", "events", "error"]
_DATED = (
    Progress.DONE_IN_TIME,
    Progress.DONE_LATE,
    Progress.OVERDUE,
    Progress.NOT_REPORTED,
    Progress.NOT_DUE,
    Progress.ABANDONED,
)


def time_to_completion(
    statuses: pd.DataFrame, as_of: Period, level: float = 0.95, minimum: int = MINIMUM
) -> pd.DataFrame:
    """Return the share of dated measures not yet done by days since adoption (kaplan_meier).

    ``statuses`` come from measure_status, with ``adopted``. Yearly measures, those that are not
    measurable, those without deadline and those adopted after ``as_of`` or on an unknown day are
    left out, abandoned or not: ``n`` says how many are in.
    """
    known = [isinstance(day, date) and day <= as_of.end for day in statuses["adopted"]]
    dated = statuses["progress"].isin(_DATED) & statuses["first_deadline"].notna()
    binding = statuses["measurable"] & ~statuses["deadline_kind"].eq("yearly")
    dated = statuses[dated & binding & np.asarray(known, dtype=bool)]
    done = dated["progress"].isin([Progress.DONE_IN_TIME, Progress.DONE_LATE])
    ends = dated["completed"].where(done, as_of.end)
    spans = zip(dated["adopted"], ends, strict=True)
    days = [max((end - start).days, 0) for start, end in spans]
    return kaplan_meier(days, done, level, minimum)


def kaplan_meier(
    times: Sequence[float] | pd.Series,
    events: Sequence[bool] | pd.Series,
    level: float = 0.95,
    minimum: int = MINIMUM,
    transform: str = "log",
) -> pd.DataFrame:
    """Return the share still without the event after each time at which one happened.

    ``estimate`` is a share (0 to 1) with its pointwise interval by ``transform``: "log" (as R
    does), "log-log" (as SAS does) or "plain". Then ``time``, ``at_risk``, ``events`` and
    ``error``, the standard error. ``events`` is False (or 0) where the case was still open at its
    time. One row with a status instead: TOO_FEW for fewer than ``minimum`` cases, MISSING where a
    time is (or is not finite) or an event is, UNDEFINED for a time below zero, NO_VARIATION where
    no event happened. ValueError for an unknown transform or level, unequal lengths, or events that
    are neither True nor False.
    """
    check_level(level)
    if transform not in TRANSFORMS:
        raise ValueError(f"transform is {transform}; accepted: {', '.join(TRANSFORMS)}")
    if len(times) != len(events):
        raise ValueError(f"{len(times)} times and {len(events)} events; accepted: one of each")
    lengths, happened = np.asarray(times, dtype=float), _happened(events)
    status = _status(lengths, happened, minimum)
    if status != Status.OK:
        row = result_row("share_not_done", "Kaplan-Meier", status, level=level, n=len(lengths))
        return pd.DataFrame([row], columns=_COLUMNS)
    return _curve(lengths, happened.astype(bool), level, transform)


def _happened(events: Sequence[bool] | pd.Series) -> np.ndarray:
    """Return 1 for an event, 0 for none, NaN for a missing one."""
    accepted: dict[Any, float] = {True: 1.0, False: 0.0}
    for event in events:
        if not pd.isna(event) and (isinstance(event, str) or event not in accepted):
            raise ValueError(f"an event is {event!r}; accepted: True or False, 1 or 0")
    return np.array([np.nan if pd.isna(event) else accepted[event] for event in events])


def median_time(curve: pd.DataFrame) -> Estimate:
    """Return the time by which half have had the event, with its interval (as R does).

    The interval is where the curve's own limits cross one half; an upper end that the data do not
    reach is None. Where the curve, or a limit, runs at exactly one half for a while, it is the
    middle of that while. UNDEFINED where fewer than half have had the event; a curve without
    numbers gives its own status.
    """
    first = curve.iloc[0]
    n, level = int(first["n"]), float(first["level"])
    if first["status"] != Status.OK:
        return Estimate("median_time", "Kaplan-Meier", first["status"], level=NO_LEVEL, n=n)
    crossings = [_time_at_half(curve, name) for name in ("estimate", "low", "high")]
    if crossings[0] is None:
        reason = "fewer than half have had the event"
        status = Status.UNDEFINED
        return Estimate("median_time", "Kaplan-Meier", status, level=level, n=n, reason=reason)
    middle, low, high = crossings
    return Estimate("median_time", "Kaplan-Meier", Status.OK, middle, low, high, level, n=n)


def _time_at_half(curve: pd.DataFrame, column: str) -> float | None:
    # Products of fractions can miss one half by the last binary digit.
    reached = curve[curve[column] <= 0.5 + 1e-9]
    if reached.empty:
        return None
    first = float(reached["time"].iloc[0])
    below = reached.loc[reached[column] < 0.5 - 1e-9, "time"]
    at_half = reached[column].iloc[0] >= 0.5 - 1e-9
    return (first + float(below.iloc[0])) / 2 if at_half and len(below) else first


def _status(times: np.ndarray, events: np.ndarray, minimum: int) -> Status:
    if not np.isfinite(times).all() or np.isnan(events).any():
        return Status.MISSING
    if len(times) < max(minimum, 1):
        return Status.TOO_FEW
    if (times < 0).any():
        return Status.UNDEFINED
    return Status.OK if events.any() else Status.NO_VARIATION


def _curve(times: np.ndarray, events: np.ndarray, level: float, transform: str) -> pd.DataFrame:
    from statsmodels.duration.survfunc import SurvfuncRight

    fitted = SurvfuncRight(times, events.astype(int))
    share, error = np.asarray(fitted.surv_prob), np.asarray(fitted.surv_prob_se)
    low, high = _limits(share, error, level, transform)
    frame = pd.DataFrame(
        {
            **result_row("share_not_done", f"Kaplan-Meier, {transform}", n=len(times)),
            "estimate": share,
            "low": low,
            "high": high,
            "level": level,
            "time": fitted.surv_times,
            "at_risk": np.asarray(fitted.n_risk, dtype=int),
            "events": np.asarray(fitted.n_events, dtype=int),
            "error": error,
        }
    )
    return frame[_COLUMNS]


def _limits(
    share: np.ndarray, error: np.ndarray, level: float, transform: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return the limits at each time; none where the share has reached zero."""
    z = normal_deviate(level)
    with np.errstate(all="ignore"):
        if transform == "plain":
            ends = share - z * error, share + z * error
        elif transform == "log":
            ends = share * np.exp(-z * error / share), share * np.exp(z * error / share)
        else:
            reach = z * error / (share * np.log(share))
            ends = share ** np.exp(-reach), share ** np.exp(reach)
    low, high = (np.where(share > 0, np.clip(end, 0, 1), np.nan) for end in ends)
    return low, high
