"""The axis of a figure that shows several indicators: the registry decides whether there is one.

    axis = SharedAxis(registry, ("hme_total", "hme_leadership"), language)
    draw_lines(data, axis, size)            # and there: axes.set_ylabel(axis.label.plain)

A drawing function that takes values of several indicators takes a :class:`SharedAxis`; there is
none for indicators that may not be compared, so the refusal cannot be forgotten. A comparison that
a programme names is refused earlier, where its file is read (``sources.comparability``), and draws
on the axis of its indicator.
"""

from dataclasses import dataclass

from analysis.display.languages import Language, Phrase
from analysis.errors import ParameterError
from analysis.model.indicators import Registry


@dataclass(frozen=True)
class SharedAxis:
    """One axis for the values of all ``indicators``, ids of the registry; at least one.

    ParameterError, with the reason in the reader's language, for two that may not be compared;
    and for an id that the registry does not have.
    """

    registry: Registry
    indicators: tuple[str, ...]
    language: Language

    def __post_init__(self) -> None:
        known = {item.id for item in self.registry.indicators}
        unknown = [name for name in self.indicators if name not in known]
        if unknown:
            raise ParameterError(f"no axis: no indicator is called '{unknown[0]}'.")
        if not self.indicators:
            raise ParameterError("no axis: it is for no indicator.")
        for first, second, reason in self.registry.refused_pairs(self.indicators):
            names = " / ".join(self.title(name).plain for name in (first, second))
            raise ParameterError(f"no axis for {names}. {self.language.text(reason).plain}")

    @property
    def label(self) -> Phrase:
        """What the axis counts in: the unit that the indicators share."""
        unit = self.registry.indicator(self.indicators[0]).unit
        return self.language.text(self.registry.unit(unit).title)

    def title(self, identifier: str) -> Phrase:
        """The name of one of its indicators, for a label beside its line."""
        return self.language.text(self.registry.indicator(identifier).title)
