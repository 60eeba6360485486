"""What others have published of the programme's results, and what it can bear."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.evaluation.network_programme.citations import Quotation, Tables, quote
from analysis.model.definitions import Network
from analysis.model.definitions.networks import Outcome
from analysis.model.periods import Period


@dataclass(frozen=True)
class Published:
    """An outcome with its figures as they are printed."""

    outcome: Outcome
    figures: tuple[Quotation, ...]

    def figure(self, role: str) -> Quotation | None:
        """Return the figure in a role (before, after, goal, ...), None without one."""
        return next((item for item in self.figures if item.role == role), None)

    def value(self, role: str) -> float | None:
        """Return the number in a role, None without one."""
        found = self.figure(role)
        return found.value if found else None

    @property
    def address(self) -> str:
        return self.figures[0].address if self.figures else ""


@dataclass(frozen=True)
class DifferenceOfMeans:
    """Printed means of participants and others, before and after, and what follows from them.

    ``difference`` is the participants' change less the others'; rounding of the four means alone
    can move it by ``rounding`` either way. ``start_gap`` is how far participants lay above the
    others at the start. No chance is in any of it: the means come without their spread.
    """

    published: Published
    before: float
    after: float
    others_before: float
    others_after: float
    rounding: float

    @property
    def difference(self) -> float:
        return (self.after - self.before) - (self.others_after - self.others_before)

    @property
    def start_gap(self) -> float:
        return self.before - self.others_before


def published(network: Network, tables: Tables) -> tuple[Published, ...]:
    """Return all outcomes of the programme file with their figures."""
    return tuple(
        Published(item, tuple(quote(figure, tables) for figure in item.figures))
        for item in network.outcomes
    )


def by_then(outcomes: Sequence[Published], as_of: Period) -> tuple[Published, ...]:
    """Return the outcomes that speak of no time after ``as_of``."""
    return tuple(item for item in outcomes if item.outcome.period.end <= as_of.end)


def difference_of_means(outcomes: Sequence[Published]) -> DifferenceOfMeans | None:
    """Return the first published comparison of participants' means with others', None without."""
    roles = ("before", "after", "others_before", "others_after")
    for item in outcomes:
        figures = [item.figure(role) for role in roles]
        known = [f for f in figures if f is not None and f.value is not None]
        if len(known) == len(roles):
            before, after, others_before, others_after = (float(f.value or 0.0) for f in known)
            rounding = sum(figure.rounding for figure in known)
            return DifferenceOfMeans(item, before, after, others_before, others_after, rounding)
    return None
