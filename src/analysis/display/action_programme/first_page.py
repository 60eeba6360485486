"""The first page: the time of every undertaking, and what falls due when."""

from collections.abc import Iterator

import pandas as pd

from analysis.display.action_programme.base import ActionBase
from analysis.display.action_programme.drawings import Bar, Timeline, draw_timeline
from analysis.display.action_programme.labels import apart
from analysis.display.blocks import Blocks, TableBlock
from analysis.display.languages import Phrase, phrase, sentences
from analysis.evaluation.action_programme.statements import counted
from analysis.methods.action_plans import Progress
from analysis.model.periods import Period

DRAWN = (
    Progress.DONE_IN_TIME,
    Progress.DONE_LATE,
    Progress.OVERDUE,
    Progress.NOT_REPORTED,
    Progress.NOT_DUE,
    Progress.ABANDONED,
    Progress.NOT_MEASURABLE,
)


class FirstPage(ActionBase):
    """The timeline and the table of last days."""

    def overview(self) -> Blocks:
        """The figure that carries the main finding: every undertaking on its time."""
        data, say = self._timeline(), self._say
        drawn = [mark for _, bars in data.groups for bar in bars for _, mark in bar.marks]
        parts = [
            say("Each line is the time an undertaking may take. Dotted: to encourage, consider or "
                "inspire."),
            *(self._mark_in_words(step) for step in DRAWN if step in drawn),
        ]  # fmt: skip
        if not data.first <= data.as_of <= data.last + 1.01:
            parts.append(say("The day looked from lies outside the years shown."))
        block = self._figure(
            "timeline",
            lambda size: draw_timeline(data, size),
            self._in_words(),
            sentences(parts),
            self._source_note(None),
            self._timeline_table(),
        )
        return Blocks(block)

    def _in_words(self) -> Phrase:
        """The alternative text: what falls due when, and what is known of it."""
        days = [
            self._say("{when}: {points}", when=when, points=self._numbers(keys))
            for when, keys in self._calendar()
        ]
        passed = counted(self.evaluation.passed)
        return self._say(
            "Timeline of {n} undertakings. {days}. As of {date} the last day had passed for "
            "{passed}, and on {silent} of these nothing is reported.",
            n=self._language.number(len(self.evaluation.plan), 0),
            days=apart(days),
            date=self._language.date(self.subject.as_of.end),
            passed=self._language.number(len(self.evaluation.passed), 0),
            silent=self._language.number(passed[Progress.NOT_REPORTED], 0),
        )

    def _numbers(self, keys: list[str]) -> Phrase:
        return self._language.listed(self._labels.number(key) for key in keys)

    def _mark_in_words(self, step: Progress) -> Phrase:
        say = self._say
        return {
            Progress.DONE_IN_TIME: say("Filled circle: reported done in time."),
            Progress.DONE_LATE: say("Half-filled circle: reported done late."),
            Progress.OVERDUE: say("Cross: last day passed, last reported as not done."),
            Progress.NOT_REPORTED: say("Question mark: last day passed, nothing reported."),
            Progress.NOT_DUE: say("Empty circle: a last day still to come."),
            Progress.ABANDONED: say("Dash in a circle: reported given up."),
            Progress.NOT_MEASURABLE: say("Grey stroke: a last day of something that cannot be "
                                         "shown to be done."),
        }[step]  # fmt: skip

    def _timeline(self) -> Timeline:
        plan, say = self.evaluation.plan, self._say
        headings = (
            (plan["time"].isin(["by", "within"]), say("With a last year")),
            (plan["time"].eq("yearly"), say("Every year")),
            (plan["time"].eq("mandate"), say("During the mandate")),
            (plan["time"].eq("not_stated"), say("Without a time of its own")),
        )
        groups = tuple(
            (heading.plain, tuple(self._bar(key) for key in self._by_time(self._keys(rows))))
            for rows, heading in headings
            if rows.any()
        )
        last = max((item.end.year for item in plan["deadline"].dropna()), default=self._first)
        label = say("As of {date}", date=self._language.date(self.subject.as_of.end)).plain
        end = self.subject.as_of.end
        as_of = _decimal(end.year, end.timetuple().tm_yday)
        return Timeline(groups, self._first, last, as_of, label)

    def _timeline_table(self) -> TableBlock:
        """What the figure shows: the time of each undertaking, and where it stands."""
        say, labels = self._say, self._labels
        rows = [
            (
                labels.point(key),
                labels.when(key),
                labels.commitment(labels.undertaking(key).commitment),
                labels.progress(self._standing(key)),
            )
            for key in self._keys(self.evaluation.plan["measure"].notna())
        ]
        columns = [say("Point"), say("Time"), say("How binding"), say("Standing")]
        caption = say("The points on their time")
        frame = self.evaluation.statuses
        return self._table("timeline-data", caption, columns, rows, frame, (False,) * 4)

    @property
    def _first(self) -> int:
        return self.subject.programme.start.year

    def _by_time(self, keys: list[str]) -> list[str]:
        """Undertakings by their last day; those of one day in the document's order."""
        return sorted(keys, key=lambda key: self._end(key) or 0.0)

    def _end(self, key: str) -> float | None:
        deadline = self._labels.undertaking(key).deadline
        return None if deadline is None else float(deadline.end.year + 1)

    def _bar(self, key: str) -> Bar:
        item, end = self._labels.undertaking(key), self._end(key)
        start = float(item.starts.start.year if item.starts else self._first)
        label = self._labels.point(key).plain
        if end is None:
            words = self._say("end not stated") if item.time == "mandate" else phrase("")
            if item.time == "not_stated":
                words = self._say("no time stated")
            return Bar(label, start, None, item.commitment == "shall", (), words.plain)
        marks = tuple(self._marks(key, end))
        return Bar(label, start, end, item.commitment == "shall", marks)

    def _marks(self, key: str, end: float) -> Iterator[tuple[float, Progress]]:
        if self._labels.undertaking(key).time != "yearly":
            yield end, self._standing(key)
            return
        years = self.evaluation.years
        for row in years[years["measure"].eq(key)].itertuples():
            yield float(row.year) + 1, Progress(row.progress)

    # -- the table

    def calendar(self) -> Blocks:
        """What falls due when, and whether its last day has passed."""
        rows, records = [], []
        for when, keys in self._calendar():
            rows.append((when, self._listed(keys), self._language.number(len(keys), 0)))
            records.append({"when": when.plain, "undertakings": " ".join(keys), "n": len(keys)})
        table = self._table(
            "calendar",
            self._say("What is to be done by when"),
            [self._say("When"), self._say("Undertakings"), self._say("Number")],
            [(when, listed, phrase(n)) for when, listed, n in rows],
            pd.DataFrame(records),
            (False, False, True),
            [*self._soft(), *self._soonest()],
        )
        return Blocks(table)

    def _soonest(self) -> list[Phrase]:
        """How soon the first last day is."""
        times = next(item.values for item in self._findings if item.key == "times")
        return [self._wording.soonest(times)] if times["first"] else []

    def _soft(self) -> list[Phrase]:
        """Which undertakings a last day binds to nothing."""
        keys = self._keys(~self.evaluation.plan["commitment"].eq("shall"))
        if not keys:
            return []
        points = self._numbers(keys)
        return [self._say("Only to encourage, consider or inspire: {points}.", points=points)]

    def _calendar(self) -> Iterator[tuple[Phrase, list[str]]]:
        plan, say = self.evaluation.plan, self._say
        once = plan["deadline"].notna() & ~plan["time"].eq("yearly")
        ends = sorted({item.end for item in plan.loc[once, "deadline"]})
        for end in ends:
            here = once & plan["deadline"].map(
                lambda item, end=end: item is not None and item.end == end
            )
            day = self._language.period(Period(end.year, "day", end.month, end.day))
            yield say("By {date}", date=day), self._keys(here)
        rest = (
            (plan["time"].eq("yearly"), say("Every year")),
            (plan["time"].eq("mandate") & ~once, say("During the mandate, end not stated")),
            (plan["time"].eq("not_stated"), say("No time stated")),
        )
        for rows, when in rest:
            if rows.any():
                yield when, self._keys(rows)


def _decimal(year: int, day_of_year: int) -> float:
    return year + day_of_year / 366
