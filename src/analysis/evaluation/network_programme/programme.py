"""The evaluation of a programme of many municipalities, and its findings."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.network_programme.citations import Tables
from analysis.evaluation.network_programme.effect import JoinEffect, joining_panel
from analysis.evaluation.network_programme.outcomes import (
    DifferenceOfMeans,
    Published,
    by_then,
    difference_of_means,
    published,
)
from analysis.evaluation.network_programme.own_path import OwnPath, own_path
from analysis.evaluation.network_programme.participants import (
    Coverage,
    Stated,
    coverage,
    participant_table,
    stated_counts,
)
from analysis.model.definitions import Indicator, Network, Programme
from analysis.model.periods import Period
from analysis.model.places import Municipality


@dataclass(frozen=True)
class NetworkEvaluation:
    """An evaluated network programme.

    ``participants`` is a row a named municipality; ``outcomes`` what was published about times up
    to ``as_of``, and ``later`` how many speak of later ones. ``effect`` is there where a panel is;
    ``own_row`` and ``own`` where the report is of one participant that the list names, and the
    panel has figures of.
    """

    programme: Programme
    network: Network
    as_of: Period
    participants: pd.DataFrame
    counts: tuple[Stated, ...]
    outcomes: tuple[Published, ...]
    later: int
    effect: JoinEffect | None
    place: Municipality | None
    own_row: pd.Series | None
    own: OwnPath | None

    @property
    def coverage(self) -> Coverage:
        return coverage(self.participants, self.counts)

    @property
    def means(self) -> DifferenceOfMeans | None:
        return difference_of_means(self.outcomes)


def evaluate(
    programme: Programme,
    tables: Tables,
    as_of: Period,
    *,
    numbers: Mapping[str, str] | None = None,
    panel: pd.DataFrame | None = None,
    place: Municipality | None = None,
) -> NetworkEvaluation:
    """Return the evaluation of a programme that has a ``network``.

    ``tables`` are the sources that it cites, and its list of participants. ``numbers`` gives the
    number in the panel for the names and numbers of the list, as far as they mean one municipality
    alone. ``panel`` is an observation table of the indicator to compare in, all
    municipalities. ``place`` is the municipality the report is of. ValueError without a network.
    """
    network = programme.network
    if network is None:
        raise ValueError(f"{programme.id} has no network")
    participants = participant_table(network, tables[network.participants], numbers or {})
    everything = published(network, tables)
    outcomes = by_then(everything, as_of)
    counts = stated_counts(network, tables)
    effect = _effect(programme, coverage(participants, counts), participants, panel, as_of)
    own_row = _row_of(place, participants, numbers) if place else None
    return NetworkEvaluation(
        programme=programme,
        network=network,
        as_of=as_of,
        participants=participants,
        counts=counts,
        outcomes=outcomes,
        later=len(everything) - len(outcomes),
        effect=effect,
        place=place,
        own_row=own_row,
        own=own_path(effect.panel, own_row["number"]) if effect and own_row is not None else None,
    )


def _row_of(
    place: Municipality, participants: pd.DataFrame, numbers: Mapping[str, str] | None
) -> pd.Series | None:
    """The row of ``place``, by its number, or by its name where no other place has that."""
    mine = participants["number"].isin([entry.number for entry in place.numbers])
    if numbers is None or place.name in numbers:
        mine |= participants["number"].eq("") & participants["municipality"].eq(place.name)
    rows = participants[mine]
    return None if rows.empty else rows.iloc[0]


def _effect(
    programme: Programme,
    known: Coverage,
    participants: pd.DataFrame,
    observations: pd.DataFrame | None,
    as_of: Period,
) -> JoinEffect | None:
    design = programme.network.effect if programme.network else None
    if observations is None or design is None:
        return None
    panel, unmatched = joining_panel(observations, participants, as_of)
    hidden = int(participants["number"].eq("").sum()) + known.unnamed
    return JoinEffect(programme.indicator(design.indicator), design, panel, unmatched, hidden)


def find(evaluation: NetworkEvaluation) -> tuple[Finding, ...]:
    """Return the findings of the first page, in the order in which a reader needs them."""
    found = [*_of_place(evaluation), *_of_effect(evaluation)]
    means = evaluation.means
    if means is not None:
        found.append(Finding("published_means", Grade.NOT_ASSESSABLE, _of_means(evaluation)))
    claims = _outside_claims(evaluation)
    if claims:
        found.append(Finding("evaluations", Grade.NOT_ASSESSABLE, {"claims": claims}))
    if evaluation.network.experiences:
        values = {
            "by": evaluation.network.experiences_by,
            "experiences": evaluation.network.experiences,
        }
        found.append(Finding("experiences", Grade.ASSERTED, values))
    if evaluation.outcomes:
        found.append(Finding("outcomes", Grade.OBSERVED, _of_outcomes(evaluation)))
    found.append(Finding("participants", Grade.OBSERVED, {"coverage": evaluation.coverage}))
    if evaluation.effect is None:
        compared = _compared(evaluation)
        found.append(Finding("no_panel", Grade.NOT_ASSESSABLE, {"indicator": compared}))
    return tuple(found)


def _compared(evaluation: NetworkEvaluation) -> Indicator | None:
    design = evaluation.network.effect
    return evaluation.programme.indicator(design.indicator) if design else None


def _of_place(evaluation: NetworkEvaluation) -> list[Finding]:
    if evaluation.place is None:
        return []
    row = evaluation.own_row
    about = [i for i in evaluation.outcomes if i.outcome.about == evaluation.place.name]
    values = {"place": evaluation.place.name, "row": row, "outcomes": about}
    found = [Finding("own_part", Grade.OBSERVED, values)]
    if evaluation.own is not None and evaluation.effect is not None:
        complete = evaluation.effect.complete
        values = {"place": evaluation.place.name, "path": evaluation.own, "complete": complete}
        found.append(Finding("own_path", Grade.OBSERVED, values))
    return found


def _of_effect(evaluation: NetworkEvaluation) -> list[Finding]:
    effect = evaluation.effect
    if effect is None:
        return []
    values = {"effect": effect, "coverage": evaluation.coverage}
    tests = () if effect.grade is Grade.NOT_ASSESSABLE else effect.graded
    found = [Finding("effect", effect.grade, values, tests)]
    if effect.gap.estimate is not None:
        found.append(Finding("start_level", Grade.OBSERVED, values))
    return found


def _of_means(evaluation: NetworkEvaluation) -> dict[str, object]:
    claims = [
        item
        for item in evaluation.outcomes
        if item.value("difference") is not None and item.outcome.about is None
    ]
    return {"means": evaluation.means, "claims": claims}


def _outside_claims(evaluation: NetworkEvaluation) -> list[Published]:
    """What evaluators, not those who ran the programme, say of participants against others."""
    return [
        item
        for item in evaluation.outcomes
        if item.outcome.compares and not evaluation.programme.party(item.outcome.by).evaluated
    ]


def _of_outcomes(evaluation: NetworkEvaluation) -> dict[str, object]:
    party = evaluation.programme.party
    paired = [i for i in evaluation.outcomes if i.value("before") is not None]
    return {
        "n": len(evaluation.outcomes),
        "own": sum(1 for i in evaluation.outcomes if party(i.outcome.by).evaluated),
        "uncertain": sum(1 for i in evaluation.outcomes if i.outcome.uncertainty == "published"),
        "paired": [i for i in paired if i.value("after") is not None],
    }
