"""What is due when: dated steps and dialogues, against the day the report looks from."""

from datetime import date

import pandas as pd
from babel.dates import format_date

from analysis.display.blocks import FigureBlock, TableBlock
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.quality_review.base import ReviewBase
from analysis.display.quality_review.drawings import Dated, Timeline, draw_timeline
from analysis.evaluation.quality_review import Dialogues, Due

TICKS = (3, 6, 12)
"""Months between the ticks of the timeline: the first that gives no more than MOST of them."""
MOST = 6


class TimelinePages(ReviewBase):
    """Dates ahead and behind."""

    @property
    def _today(self) -> date:
        return self.subject.as_of.end

    def _timeline_figure(self) -> FigureBlock | None:
        """A row a dated step, in order of time; None without any."""
        rows = self._dated()
        table = self._due_table("due-data")
        if not rows or table is None:
            return None
        data = Timeline(
            tuple(rows),
            self._today,
            self._say("As of {date}", date=self._language.date(self._today)).plain,
            tuple(self._ticks(rows)),
        )
        return self._figure(
            "timeline",
            lambda size: draw_timeline(data, size),
            self._timeline_alt(rows),
            self._timeline_caption(rows),
            self._source_note(None),
            table,
        )

    def _timeline_alt(self, rows: list[Dated]) -> Phrase:
        parts = self._language.listed(
            self._say("{step}: {dates}", step=row.name, dates=self._language.listed(row.labels))
            for row in rows
        )
        today = self._language.date(self._today)
        return self._say("Timeline as of {date}. {parts}.", date=today, parts=parts)

    def _timeline_caption(self, rows: list[Dated]) -> Phrase:
        caption = [
            self._say("What is due when. The dashed line is the date the report looks from.")
        ]
        if any(len(row.days) > 1 for row in rows):
            caption.append(self._say("Open dots: the sources state different dates."))
        return sentences(caption)

    def _dated(self) -> list[Dated]:
        language = self._language
        found = [
            Dated(
                self._say("{plan}: {step}", plan=due.plan.title, step=due.step.short).plain,
                tuple(period.end for period in due.periods),
                tuple(language.period(period).plain for period in due.periods),
            )
            for due in self.evaluation.steps
            if due.periods
        ]
        for item in self.evaluation.dialogues:
            due = item.round.due
            name = language.text(item.round.title).plain
            found.append(Dated(name, (due.end,), (language.period(due).plain,)))
        return sorted(found, key=lambda row: row.days[0])

    def _ticks(self, rows: list[Dated]) -> list[tuple[date, str]]:
        days = [self._today, *(day for row in rows for day in row.days)]
        first, last = min(days), max(days)
        months = (last.year - first.year) * 12 + last.month - first.month + 2
        step = next((step for step in TICKS if months / step <= MOST), TICKS[-1])
        starts = [
            date(year, month, 1)
            for year in range(first.year, last.year + 2)
            for month in range(1, 13, step)
        ]
        locale = self._language.locale
        return [
            (day, str(format_date(day, "MMM y", locale=locale)))
            for day in starts
            if first <= day <= last
        ]

    # -- the table

    def _due_table(self, name: str) -> TableBlock | None:
        say = self._say
        ordered = sorted(
            self.evaluation.steps,
            key=lambda due: due.periods[0].end if due.periods else date.max,
        )
        rows = [self._step_row(due) for due in ordered]
        rows += [self._dialogue_row(item) for item in self.evaluation.dialogues]
        if not rows:
            return None
        records = [
            {"plan": due.plan.id, "dates": [str(period) for period in due.periods],
             "state": due.state(self._today)}
            for due in ordered
        ]  # fmt: skip
        columns = [say("What"), say("When"), say("As of {date}", date=self._language.date(
            self._today)), say("Place")]  # fmt: skip
        caption = say("What is due when")
        frame = pd.DataFrame(records, columns=["plan", "dates", "state"])
        return self._table(name, caption, columns, rows, frame, (False,) * 4)

    def _step_row(self, due: Due) -> tuple[Phrase, ...]:
        dates = due.step.dates
        when = self._labels.dates(dates) if dates else self._say("no date stated")
        what = self._say("{plan}: {step}", plan=due.plan.title, step=due.step.text)
        return what, when, self._state(due), self._place(due.step.place)

    def _state(self, due: Due) -> Phrase:
        say = self._say
        if due.step.state == "taken":
            return say("taken, as the document shows")
        if due.step.state == "under_way":
            return say("under way, says the document")
        return {
            "passed": say("the date has passed; not reported"),
            "ahead": say("ahead"),
            "disputed": say("passed by one date, not by another; not reported"),
            "undated": say("not reported"),
        }[due.state(self._today)]

    def _dialogue_row(self, item: Dialogues) -> tuple[Phrase, ...]:
        due, say = self._language.period(item.round.due), self._say
        if item.counts is not None:
            state = say("counted {date}", date=self._language.period(item.counts.period))
        else:
            state = say("the date has passed; not reported") if item.is_due else say("ahead")
        return (
            self._language.text(item.round.title),
            phrase(due),
            state,
            self._place(item.round.place),
        )
