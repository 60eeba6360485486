"""What the report cannot tell, and how it was made."""

from analysis.display.blocks import Blocks, TextBlock
from analysis.display.network_programme.base import NetworkBase


class Limits(NetworkBase):
    """Limits and methods."""

    def limits(self) -> Blocks:
        """What may not be concluded, and the programme's own reasons for care."""
        say = self._say
        items = [self._language.text(text) for text in self._network.cautions]
        items.append(say("A statement by a party of the programme is its own judgement, whoever "
                         "repeats it."))  # fmt: skip
        items.append(say("Means of participants and others without their spread cannot be tested."))
        if not self.evaluation.effect:
            items.append(say("Examples are not chosen at random: those that went well are told."))
        return Blocks(TextBlock(tuple(items), listed=True))

    def methods(self) -> Blocks:
        """How the counts and comparisons were made."""
        say = self._say
        items = [
            say("The lists of participants and the published results are transcribed from pages on "
                "the web. Each row keeps its address and its doubts; nothing is filled in."),
            say("A difference of published means is the participants’ change less the others’. "
                "Its range is what rounding of the printed means alone can make."),
        ]  # fmt: skip
        if self.evaluation.effect:
            items.append(
                say(
                    "Participants are compared with municipalities that never joined, from the "
                    "last year before joining, by year of joining (group-time effects, Callaway "
                    "and Sant’Anna 2021). The mean over each year of joining, then over all, is "
                    "the test; two-sided, 5 per cent."
                )
            )
            items.append(
                say(
                    "The difference must also hold from one and two years earlier and against "
                    "others from the same start level. Where participants began half a standard "
                    "deviation or more from the others, beyond chance, nothing is concluded."
                )
            )
        return Blocks(TextBlock(tuple(items), listed=True))
