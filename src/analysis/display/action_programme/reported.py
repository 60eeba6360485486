"""What was reported: where every undertaking stands, and every year of the yearly ones."""

import pandas as pd

from analysis.display.action_programme.base import ActionBase
from analysis.display.blocks import Block, Blocks, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.methods.action_plans import Progress, median_time
from analysis.methods.action_plans.completion_times import MINIMUM
from analysis.methods.results import Status


class Reported(ActionBase):
    """Status as reported, at the dates given."""

    def status(self) -> Blocks:
        """Where each undertaking stands, held against its first last day."""
        say, labels = self._say, self._labels
        rows = [
            (
                labels.point(row["measure"]),
                self._last_day(row),
                self._where_it_stands(row),
                self._days(row),
                self._report_cell(row),
            )
            for _, row in self.evaluation.statuses.iterrows()
        ]
        table = self._table(
            "status",
            say("Standing of each undertaking"),
            [say("Point"), say("Last day"), say("Standing"), say("Days late"), say("Last report")],
            rows,
            self.evaluation.statuses,
            (False, False, False, True, False),
            [self._basis()],
        )
        return Blocks(table)

    def _last_day(self, row: pd.Series) -> Phrase:
        if row["deadline_kind"] == "yearly":
            return self._say("each year")
        return self._labels.day(row["first_deadline"])

    def _where_it_stands(self, row: pd.Series) -> Phrase:
        words = self._labels.progress(Progress(row["progress"]))
        if row["stale"]:
            return self._say("{standing}; the report is from before the last day", standing=words)
        return words

    def _days(self, row: pd.Series) -> Phrase:
        """Days after the last day; below zero means before it."""
        if row["status"] != Status.OK:
            return phrase("–")
        return phrase(self._language.number(float(row["estimate"]), 0))

    def _basis(self) -> Phrase:
        """Whose statements the standing rests on."""
        if self.evaluation.reports.empty:
            return self._say("Nothing has been reported. The table shows what the last days imply.")
        return self._say(
            "Status as reported by those named, at the dates given. Days late count from the first "
            "last day; below zero means early."
        )

    def yearly(self) -> Blocks:
        """Every year of each yearly undertaking."""
        say, years = self._say, self.evaluation.years
        rows = [
            (
                phrase(str(row["year"])),
                self._labels.point(row["measure"]),
                self._labels.progress(Progress(row["progress"])),
                self._report_cell(row),
            )
            for _, row in years.sort_values("year", kind="stable").iterrows()
        ]
        table = self._table(
            "yearly",
            say("Each round of the yearly points"),
            [say("Year"), say("Point"), say("Standing"), say("Last report")],
            rows,
            years,
            (False,) * 4,
            [self._basis()],
        )
        return Blocks(table)

    def reports(self) -> Blocks:
        """Every report that was made, as it was made; or what a report has to say."""
        say, made = self._say, self.evaluation.reports
        if made.empty:
            return Blocks(TextBlock((self._how_to_report(),)), *self._told_in_forms())
        rows = [
            (
                self._labels.point(row["measure"]),
                self._language.period(row["reported"]),
                phrase(row["by"]),
                self._labels.state(row["state"]),
                phrase(str(row["year"] or "–")),
                self._language.period(row["completed"]) if row["completed"] else phrase("–"),
                phrase(row["note"] or "–"),
            )
            for _, row in made.iterrows()
        ]
        columns = [say("Point"), say("Reported"), say("By"), say("State"), say("Year meant"),
                   say("Done on"), say("Remark")]  # fmt: skip
        table = self._table("reports", say("The reports"), columns, rows, made, (False,) * 7)
        how_long = TextBlock((self._how_long(),))
        return Blocks(table, *self._told_in_forms(), how_long)

    def _told_in_forms(self) -> list[Block]:
        """What each party reported last in a form, what it writes, and who has replied."""
        if not self._replied:
            return []
        return [*self._states_table(), *self._words_table(), *self._who_replied()]

    def _how_to_report(self) -> Phrase:
        return self._say(
            "No report has been made. A report names the point (and the part), the office that "
            "reports, the day, the state (done, under way, not started, given up), the day it was "
            "done, and for a yearly point the year. Names of persons do not belong in it."
        )

    def _how_long(self) -> Phrase:
        """The time to completion, where enough undertakings have a last day."""
        curve = self.evaluation.completion
        n = int(curve["n"].iloc[0])
        if curve["status"].iloc[0] == Status.TOO_FEW:
            return self._say(
                "How long the undertakings take is not calculated: {n} have a last day, and it "
                "takes {least}.",
                n=self._language.number(n, 0),
                least=self._language.number(MINIMUM, 0),
            )
        half = median_time(curve)
        if half.estimate is None:
            return self._say("How long half of the undertakings take cannot be said yet.")
        return self._say(
            "Half of the {n} undertakings with a last day were done within {days} days of the day "
            "the programme was presented (Kaplan-Meier).",
            n=self._language.number(n, 0),
            days=self._language.number(half.estimate, 0),
        )
