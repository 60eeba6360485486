"""Evaluation of an action programme: what falls due when, and what was reported of it.

Nothing is tested. A document of points says what is to be done; whether it was done is what those
responsible report; whether it worked is another question, and is left open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.evaluation.replies import Replied, gather
from analysis.methods.action_plans import (
    Progress,
    load,
    measure_status,
    smart_check,
    time_to_completion,
    yearly_status,
)
from analysis.model.definitions import Measure, Programme, Undertaking
from analysis.model.periods import Period
from analysis.model.replies import Reply

NATIONAL, OWN = "national", "own"
OUTCOMES = ("indicator", "whose", "period", "value", "quality", "note")

# The method knows four kinds of time; what has none is, like them, a deadline that is missing.
_KINDS = {"not_stated": "by"}


@dataclass(frozen=True)
class ActionEvaluation:
    """An evaluated action programme.

    ``plan`` is a row an undertaking, in the document's order: measure (its key, see
    :func:`key_of`), point, part, time, commitment, deadline_kind, starts, deadline, and text,
    owner, indicator, baseline, target and product as far as the document states them (None where
    it does not). ``statuses`` are the rows of :func:`measure_status` for them, ``years`` those of
    :func:`yearly_status`, ``smart`` of :func:`smart_check`, ``load`` of :func:`load` by year, time
    and commitment, ``completion`` of :func:`time_to_completion`. ``reports`` are the reports made
    by ``as_of``. ``outcomes`` is a row a value, with the columns OUTCOMES; ``whose`` is OWN or
    NATIONAL. ``replied`` is what the parties say in forms; the states they tell are among
    ``reports``.
    """

    programme: Programme
    as_of: Period
    plan: pd.DataFrame
    statuses: pd.DataFrame
    years: pd.DataFrame
    smart: pd.DataFrame
    load: pd.DataFrame
    completion: pd.DataFrame
    reports: pd.DataFrame
    outcomes: pd.DataFrame
    replied: Replied

    @property
    def is_presented(self) -> bool:
        """Whether the programme had been presented by then; True where nobody says when."""
        action = self.programme.action
        return action is None or action.presented.end <= self.as_of.end

    @property
    def passed(self) -> pd.DataFrame:
        """The statuses of the binding undertakings, not yearly, whose last day has passed."""
        return self.statuses[self.statuses["due"]]

    @property
    def passed_years(self) -> pd.DataFrame:
        """The years of binding yearly undertakings that have ended."""
        return self.years[self.years["due"]]

    @property
    def ahead(self) -> tuple[date | None, tuple[str, ...], tuple[str, ...]]:
        """The next last day of anything binding that is neither done nor given up; the
        undertakings, and the yearly ones, of it."""
        once = self.statuses[~self.statuses["deadline_kind"].eq("yearly")]
        rows = pd.concat([once, self.years])
        rows = rows[rows["measurable"] & rows["progress"].eq(Progress.NOT_DUE)]
        if rows.empty:
            return None, (), ()
        day = min(rows["first_deadline"])
        rows = rows[rows["first_deadline"].eq(day)]
        yearly = rows["deadline_kind"].eq("yearly")
        return day, tuple(rows.loc[~yearly, "measure"]), tuple(rows.loc[yearly, "measure"])

    def undertaking(self, key: str) -> tuple[Measure, Undertaking]:
        """Return the measure and the undertaking that ``key`` names; LookupError if none has it."""
        return undertakings(self.programme)[key]


def key_of(measure: str, part: str) -> str:
    """Return the key of an undertaking: its measure's id, with the letter of the part if any."""
    return f"{measure}-{part}" if part else measure


def undertakings(programme: Programme) -> dict[str, tuple[Measure, Undertaking]]:
    """Return every undertaking of ``programme`` by its key, in the document's order."""
    return {
        key_of(measure.id, item.part): (measure, item)
        for measure in programme.measures
        for item in (measure.point.undertakings if measure.point else ())
    }


def evaluate(
    programme: Programme,
    reports: pd.DataFrame,
    outcomes: pd.DataFrame,
    as_of: Period,
    replies: Iterable[Reply] = (),
) -> ActionEvaluation:
    """Return the evaluation of ``programme`` as of the end of ``as_of``.

    ``reports`` are those of :func:`read_status_reports` (an empty frame if there are none), those
    that parties made in ``replies`` to a form included;
    ``outcomes`` has the columns OUTCOMES. Later reports and periods that had not ended are left
    out.
    """
    plan = _plan(programme)
    made = _ended(reports, "reported", as_of)
    keys = [
        key_of(str(measure), str(part))
        for measure, part in zip(made["measure"], made["part"], strict=True)
    ]
    made = made.assign(measure=pd.Series(keys, index=made.index, dtype=object))
    statuses = measure_status(plan, made, as_of)
    known = _ended(outcomes, "period", as_of)
    return ActionEvaluation(
        programme,
        as_of,
        plan,
        statuses,
        yearly_status(plan, made, as_of),
        smart_check(plan),
        load(plan, ("year", "time", "commitment")),
        time_to_completion(statuses, as_of),
        made,
        known.sort_values(["indicator", "whose", "period"], ignore_index=True),
        gather(programme, replies, as_of),
    )


def _ended(frame: pd.DataFrame, column: str, as_of: Period) -> pd.DataFrame:
    """Return the rows whose period had ended by the end of ``as_of``."""
    ended = [period.end <= as_of.end for period in frame[column]]
    return frame[pd.Series(ended, index=frame.index, dtype=bool)]


def _plan(programme: Programme) -> pd.DataFrame:
    presented = programme.action.presented if programme.action else None
    rows = [
        {
            "measure": key,
            "point": measure.id,
            "part": item.part,
            "time": item.time,
            "commitment": item.commitment,
            "deadline_kind": _KINDS.get(item.time, item.time),
            "starts": item.starts,
            "deadline": item.deadline,
            "adopted": presented,
            "text": _stated(item.title or measure.title),
            **{
                name: _stated(getattr(item, name))
                for name in ("owner", "baseline", "target", "product")
            },
            "indicator": _stated(item.quantity),
        }
        for key, (measure, item) in undertakings(programme).items()
    ]
    return pd.DataFrame(rows).astype(object)


def _stated(text: object) -> str | None:
    """Return a text as a frame can hold it; None where the document states nothing."""
    return None if text is None else str(next(iter(dict(text).values())))  # type: ignore[call-overload]
