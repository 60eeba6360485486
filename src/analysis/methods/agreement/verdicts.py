"""Verdicts of several parties on the same measures: where they agree, and how far apart they are.

The verdicts come first, then their spread, then one coefficient. No function here returns an
average verdict: a mean of verdicts hides the very disagreement that is asked for. A party that
gave no verdict has its own mark; it is never taken for a neutral one.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import Fault, InputError
from analysis.methods.results import RESULT_COLUMNS, Status

NO_VERDICT = "no_verdict"
FAR_APART = 2


@dataclass(frozen=True)
class Verdicts:
    """Who judged which measure how.

    ``scale`` lists the steps, best first. ``matrix`` has a row a measure, a column a party, and
    a step or NO_VERDICT in each cell; ``numbers``, of the same shape, how many persons stand
    behind each verdict (NaN where that is not known). ``evaluated`` are the parties that judge
    their own work.
    """

    scale: tuple[str, ...]
    matrix: pd.DataFrame
    numbers: pd.DataFrame
    evaluated: tuple[Hashable, ...] = ()

    @property
    def steps(self) -> pd.DataFrame:
        """The matrix as numbers: 1 for the worst step, NaN for no verdict."""
        places = {step: len(self.scale) - place for place, step in enumerate(self.scale)}
        return self.matrix.map(lambda verdict: places.get(verdict, np.nan)).astype(float)


def collect(
    verdicts: pd.DataFrame,
    scale: Sequence[str],
    *,
    measures: Sequence[Hashable] | None = None,
    parties: Sequence[Hashable] | None = None,
    evaluated: Sequence[Hashable] = (),
) -> Verdicts:
    """Return the verdicts in ``verdicts``, a row each with measure, party, verdict and maybe n.

    ``scale`` lists the steps, best first. ``measures`` and ``parties`` say which there are, also
    those without a verdict, and their order; otherwise it is that of the rows. A row whose
    verdict is empty gives none. InputError names rows with an unknown verdict, or an unknown or no
    measure or party, and second verdicts of a party on a measure; ValueError if ``scale``,
    ``measures`` or ``parties`` repeats itself, and for an evaluated party that is not among them.
    """
    if len(set(scale)) < len(scale) or NO_VERDICT in scale:
        raise ValueError(f"a scale has each step once, and not {NO_VERDICT}: {list(scale)}")
    rows = list(verdicts["measure"].unique() if measures is None else measures)
    columns = list(verdicts["party"].unique() if parties is None else parties)
    _check_names(rows, columns, evaluated)
    text = verdicts["verdict"].map(lambda verdict: isinstance(verdict, str) and not verdict.strip())
    given = verdicts[verdicts["verdict"].notna() & ~text.astype(bool)]
    _check(verdicts, given, rows, columns, scale)
    matrix = pd.DataFrame(NO_VERDICT, index=rows, columns=columns, dtype=object)
    numbers = pd.DataFrame(np.nan, index=rows, columns=columns)
    for row in given.to_dict("records"):
        matrix.at[row["measure"], row["party"]] = row["verdict"]
        numbers.at[row["measure"], row["party"]] = row.get("n", np.nan)
    return Verdicts(tuple(scale), matrix, numbers, tuple(evaluated))


def _check_names(measures: list[Any], parties: list[Any], evaluated: Sequence[Hashable]) -> None:
    for kind, names in (("measures", measures), ("parties", parties)):
        if len(set(names)) < len(names):
            raise ValueError(f"{kind} are named once each, got {names}")
    unknown = [party for party in evaluated if party not in parties]
    if unknown:
        raise ValueError(f"evaluated are {unknown}; accepted: parties, which are {parties}")


def _check(
    verdicts: pd.DataFrame,
    given: pd.DataFrame,
    measures: list[Any],
    parties: list[Any],
    scale: Sequence[str],
) -> None:
    accepted = (
        (verdicts["measure"], measures),
        (verdicts["party"], parties),
        (given["verdict"], list(scale)),
    )
    faults = [
        Fault(
            "verdicts",
            None,
            f"row {label}, {values.name}",
            f"'{value}'",
            ", ".join(str(name) for name in known if not pd.isna(name)),
        )
        for values, known in accepted
        for label, value in values.items()
        if pd.isna(value) or value not in known
    ]
    again = given[given.duplicated(["measure", "party"])]
    faults += [
        Fault("verdicts", None, f"row {label}", f"again {party} on {measure}", "one verdict each")
        for label, party, measure in zip(again.index, again["party"], again["measure"], strict=True)
    ]
    if faults:
        raise InputError(faults)


def spread(verdicts: Verdicts, far: int = FAR_APART) -> pd.DataFrame:
    """Return a row a measure, in the order of the matrix: how many steps the verdicts span.

    Besides RESULT_COLUMNS (``n`` is the number of verdicts; a range has no interval): measure,
    best and worst verdict, agree (all the same), far_apart (``far`` steps or more), silent (parties
    without a verdict), own (verdicts of evaluated parties) and the numbers of other parties that
    judge better, same or worse than the best of those, which are NaN where no other party judged.
    Statuses: missing (no verdict), too few (a single one, which nobody can agree with).
    """
    steps = verdicts.steps
    rows = [
        {
            **_span(verdicts.scale, own.dropna(), far),
            "measure": measure,
            **_sides(verdicts, measure),
        }
        for measure, own in steps.iterrows()
    ]
    columns = ("measure", "best", "worst", "agree", "far_apart", "silent")
    sides = ("own", "others_better", "others_same", "others_worse", "reason")
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, *columns, *sides])


def _span(scale: tuple[str, ...], given: pd.Series, far: int) -> dict[str, Any]:
    row = {
        "statistic": "spread",
        "method": "range_of_steps",
        "status": Status.OK,
        **dict.fromkeys(("estimate", "low", "high", "level"), np.nan),
        "n": len(given),
        "reason": "",
    }
    if given.empty:
        return {**row, "status": Status.MISSING, "reason": "no party gave a verdict"}
    ends = {"best": given.max(), "worst": given.min()}
    named = {end: scale[len(scale) - int(step)] for end, step in ends.items()}
    if len(given) == 1:
        return {**row, **named, "status": Status.TOO_FEW, "reason": "one party gave a verdict"}
    width = int(ends["best"] - ends["worst"])
    return {**row, **named, "estimate": width, "agree": width == 0, "far_apart": width >= far}


def _sides(verdicts: Verdicts, measure: Hashable) -> dict[str, Any]:
    steps, matrix = verdicts.steps.loc[measure], verdicts.matrix.loc[measure]
    own = [party for party in verdicts.evaluated if party in matrix.index]
    others = steps.drop(own).dropna()
    best = steps[own].max() if own else np.nan
    row = {
        "silent": tuple(matrix.index[matrix == NO_VERDICT]),
        "own": tuple(verdict for verdict in matrix[own] if verdict != NO_VERDICT),
    }
    if pd.isna(best) or others.empty:
        return row
    counts = (others > best).sum(), (others == best).sum(), (others < best).sum()
    names = ("others_better", "others_same", "others_worse")
    return {**row, **dict(zip(names, map(int, counts), strict=True))}


def by_party(verdicts: Verdicts) -> pd.DataFrame:
    """Return a row a party: how often it gave each step of the scale, and no verdict.

    Columns: party, evaluated, n (verdicts given), one for each step (best first), no_verdict,
    fewest and most (persons behind a verdict, where known).
    """
    rows = []
    for party, given in verdicts.matrix.items():
        behind = verdicts.numbers[party]
        counts = {step: int((given == step).sum()) for step in (*verdicts.scale, NO_VERDICT)}
        row = {"party": party, "evaluated": party in verdicts.evaluated}
        n = len(given) - counts[NO_VERDICT]
        rows.append({**row, "n": n, **counts, "fewest": behind.min(), "most": behind.max()})
    columns = ["party", "evaluated", "n", *verdicts.scale, NO_VERDICT, "fewest", "most"]
    return pd.DataFrame(rows, columns=columns)
