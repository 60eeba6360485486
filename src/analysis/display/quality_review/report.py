"""The report on a review of a whole municipality."""

from typing import cast

from analysis.display.blocks import Block, Blocks, TextBlock
from analysis.display.languages import Phrase
from analysis.display.quality_review.dialogues import DialoguePages
from analysis.display.quality_review.points import PointPages
from analysis.display.quality_review.surroundings import SurroundingPages
from analysis.display.quality_review.timeline import TimelinePages


class QualityReviewReport(PointPages, TimelinePages, DialoguePages, SurroundingPages):
    """What the template ``quality_review`` shows; ``evaluation`` holds what was found."""

    def overview(self) -> Blocks:
        """The figure that carries the main finding: the profile by area, else what is due when."""
        if len(self.evaluation.profile):
            return Blocks(self._profile_figure())
        if timeline := self._timeline_figure():
            return Blocks(timeline)
        return self._nothing()

    def areas(self) -> Blocks:
        """The areas that are judged, by version of the model; the profile's numbers, if any."""
        blocks = [self._area_names()]
        if len(self.evaluation.profile):
            blocks.insert(0, self._profile_table("profile"))
        return Blocks(*cast(list[Block], blocks))

    def due(self) -> Blocks:
        """What is due when, where the sources differ, and the dialogues with what is counted."""
        table = self._due_table("due")
        if table is None:
            return self._nothing()
        timeline = self._timeline_figure() if len(self.evaluation.profile) else None
        drawn: list[Block] = [timeline] if timeline else []
        return Blocks(*drawn, table, *self.dialogues())

    def limits(self) -> Blocks:
        """What the sources cannot bear."""
        say, review = self._say, self.evaluation.review
        items: list[Phrase] = [
            self._language.text(review.selection),
            say(
                "Points are the evaluators’ judgement of how a municipality works. They say "
                "nothing of what its residents get."
            ),
            say(
                "No source says how much points differ between evaluators, so no difference "
                "between two evaluations can be tested."
            ),
        ]
        if self.evaluation.steps or self.evaluation.dialogues:
            items.append(say("A date that has passed does not mean that the step was taken."))
        if review.goals:
            items.append(say("A figure of one month shows a level, not a change."))
        return Blocks(TextBlock(tuple(items), listed=True))

    def methods(self) -> Blocks:
        """How points, dates and counts were treated."""
        say = self._say
        items = [
            say(
                "Nothing is tested. Points are subtracted only within one version of the model, as "
                "far as the source names it, and held only against a mean of the same version."
            ),
            say(
                "Dates are held against the day the report looks from. Where sources state "
                "different ones, all are shown and none is chosen."
            ),
            say("“About” and “just over” are kept from the print."),
        ]
        if self.evaluation.dialogues:
            items.append(
                say(
                    "Counts by unit pass disclosure control: counts below {n} are hidden, and "
                    "those from which they could be worked out.",
                    n=str(max(item.round.minimum_n for item in self.evaluation.dialogues)),
                )
            )
        return Blocks(TextBlock(tuple(items), listed=True))
