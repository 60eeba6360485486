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
    ``own`` where the report is of one participant that the panel has figures of.
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
    own: OwnPath | None

    @property
    def coverage(self) -> Coverage:
        return coverage(self.participants, self.counts)

    @property
    def means(self) -> DifferenceOfMeans | None:
        return difference_of_means(self.outcomes)

    @property
    def own_row(self) -> pd.Series | None:
        """The row of the place the report is of, None where the lists do not name it."""
        if self.place is None:
            return None
        rows = self.participants[self.participants["municipality"].eq(self.place.name)]
        return None if rows.empty else rows.iloc[0]


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

    ``tables`` are the sources that it cites, and its list of participants; ``numbers`` the
    numbers of today by name; ``panel`` an observation table of the indicator to compare in, all
    municipalities. ``place`` is the municipality the report is of. ValueError without a network.
    """
    network = programme.network
    if network is None:
        raise ValueError(f"{programme.id} has no network")
    participants = participant_table(network, tables[network.participants], numbers or {})
    everything = published(network, tables)
    outcomes = by_then(everything, as_of)
    effect = _effect(programme, network, participants, panel, as_of)
    return NetworkEvaluation(
        programme=programme,
        network=network,
        as_of=as_of,
        participants=participants,
        counts=stated_counts(network, tables),
        outcomes=outcomes,
        later=len(everything) - len(outcomes),
        effect=effect,
        place=place,
        own=own_path(effect.panel, place.number_today) if effect and place else None,
    )


def _effect(
    programme: Programme,
    network: Network,
    participants: pd.DataFrame,
    observations: pd.DataFrame | None,
    as_of: Period,
) -> JoinEffect | None:
    if observations is None or network.effect is None:
        return None
    panel, unmatched = joining_panel(observations, participants, as_of)
    indicator = programme.indicator(network.effect.indicator)
    unnumbered = int(participants["number"].eq("").sum())
    return JoinEffect(indicator, network.effect, panel, unmatched, unnumbered)


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
    if evaluation.own is not None:
        values = {"place": evaluation.place.name, "path": evaluation.own}
        found.append(Finding("own_path", Grade.OBSERVED, values))
    return found


def _of_effect(evaluation: NetworkEvaluation) -> list[Finding]:
    effect = evaluation.effect
    if effect is None:
        return []
    values = {"effect": effect, "coverage": evaluation.coverage}
    claims = effect.grade in (Grade.INDICATED, Grade.ESTABLISHED)
    found = [Finding("effect", effect.grade, values, effect.graded if claims else ())]
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
