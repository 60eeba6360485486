"""Published figures in words."""

from analysis.display.languages import Phrase, phrase
from analysis.display.network_programme.effect_sentences import EffectSentences
from analysis.evaluation.network_programme import Published, Quotation


class FigureSentences(EffectSentences):
    """Figures as their sources print them, with what each stands for."""

    def quoted(self, item: Quotation) -> Phrase:
        """Return a cited figure as its source prints it, "about" where the source says so."""
        if item.value is None:
            text = phrase(item.printed.replace("-", "–"))
        else:
            decimals = len(item.printed.partition(".")[2])
            text = phrase(self._language.number(item.value, decimals))
        if item.approximate:
            text = self._say("about {number}", number=text)
        return text if item.certain else self._say("{number} (uncertain)", number=text)

    def figures(self, item: Published) -> Phrase | None:
        """Return the figures of an outcome with their unit; None where it has none."""
        if item.outcome.unit == "statement" or not item.figures:
            return None
        parts = [self._figure(figure.role, self.quoted(figure)) for figure in item.figures]
        return self._with_unit(self._language.listed(parts), item.outcome.unit)

    def _figure(self, role: str, number: Phrase) -> Phrase:
        say = self._say
        return {
            "value": number,
            "goal": say("target {number}", number=number),
            "before": say("before {number}", number=number),
            "after": say("after {number}", number=number),
            "others_before": say("others before {number}", number=number),
            "others_after": say("others after {number}", number=number),
            "difference": say("difference {number}", number=number),
            "saving": say("saved {number}", number=number),
            "cost": say("cost {number}", number=number),
        }[role]

    def _with_unit(self, figures: Phrase, unit: str) -> Phrase:
        say = self._say
        if unit == "percent":
            return say("{figures} per cent", figures=figures)
        if unit == "percentage_points":
            return say("{figures} percentage points", figures=figures)
        if unit == "million_kroner":
            return say("{figures} million kroner", figures=figures)
        return figures
