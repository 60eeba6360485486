"""The employer's own staff, position sizes, and which figures are missing."""

import pandas as pd

from analysis.display.blocks import Block, Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, Span, phrase
from analysis.display.workforce_outlook.base import OutlookBase
from analysis.evaluation.workforce_outlook import TOTAL, Staffing
from analysis.methods.results import Status

AGES = ("under20", "20-24", "25-29", "30-39", "40-49", "50-59", "over59")


class StaffPart(OutlookBase):
    """Who there is, who is likely to leave, how many must come; or what it takes to say so."""

    def staff(self) -> Blocks:
        """Needed against left, by year; without registers, what is missing and where it is."""
        staffing = self.evaluation.staffing
        blocks: list[Block] = []
        if staffing is not None:
            blocks += [self._gap_table(staffing), self._staff_notes(staffing)]
            blocks += self._counts(staffing)
        if self.outlook.missing:
            blocks.append(self._missing_table())
        return Blocks(*blocks)

    def _missing_table(self) -> TableBlock:
        say, text = self._say, self._language.text
        rows = [
            (text(item.title), text(item.use), text(item.where)) for item in self.outlook.missing
        ]
        frame = pd.DataFrame([{"id": item.id} for item in self.outlook.missing])
        columns = [
            say("Figures that are missing"),
            say("What they would tell"),
            say("Where they are"),
        ]
        return self._table(
            "missing", say("Missing figures on the staff"), columns, rows, frame, (False,) * 3
        )

    def _gap_table(self, staffing: Staffing) -> TableBlock:
        say = self._say
        rows = self._gap_rows(staffing)
        columns = [
            say("Year"),
            say("Needed"),
            say("Have left"),
            say("Still there"),
            say("To recruit"),
            say("In full-time equivalents"),
        ]
        caption = say(
            "Employees needed, left and to recruit, from {heads} in {year}",
            heads=self._number(staffing.heads),
            year=str(staffing.year),
        )
        sources = [item for item in (self.outlook.staff, self.outlook.exits) if item]
        return self._table(
            "gap",
            caption,
            columns,
            rows,
            staffing.gap,
            (False, *(True,) * 5),
            self._gap_notes(staffing),
            self._source_of(sources),
        )

    def _gap_notes(self, staffing: Staffing) -> list[Phrase]:
        if not staffing.need_hidden:
            return self._spare_notes(staffing)
        return [
            self._say(
                "What is needed and to recruit is not given: with it the hidden numbers of "
                "employees in small services could be worked out."
            )
        ]

    def _spare_notes(self, staffing: Staffing) -> list[Phrase]:
        names = ["estimate", "low"] if staffing.alternatives > 1 else ["estimate"]
        if not staffing.gap[names].lt(0).any(axis=None):
            return []
        return [
            self._say(
                "To recruit, with a minus: so many more than needed would still be there. Nobody "
                "would have to be recruited on this count."
            )
        ]

    def _gap_rows(self, staffing: Staffing) -> list[tuple[Phrase, ...]]:
        exits = staffing.exits[staffing.exits["statistic"].eq("exits")].set_index("year")
        left = staffing.exits[staffing.exits["statistic"].eq("staff")].set_index("year")
        several, needed = staffing.alternatives > 1, staffing.needed.set_index("year")
        gaps, equivalents = staffing.gap.set_index("year"), staffing.gap_fte.set_index("year")
        return [
            (
                phrase(str(row.year)),
                self._need(needed.loc[row.year], several),
                self._span(*exits.loc[row.year, ["estimate", "low", "high"]]),
                self._number(left.loc[row.year, "estimate"]),
                self._need(gaps.loc[row.year], several),
                self._need(equivalents.loc[row.year], False),
            )
            for row in staffing.needed.itertuples()
        ]

    def _need(self, row: pd.Series, several: bool) -> Phrase:
        """What is needed, with its range where ``several`` alternatives give one."""
        if row["status"] == Status.SUPPRESSED:
            return self._say("hidden")
        if several:
            return self._span(row["estimate"], row["low"], row["high"])
        return self._number(row["estimate"])

    def _span(self, value: float, low: float, high: float) -> Phrase:
        shown = self._number(value)
        if pd.isna(low) or pd.isna(high):
            return shown
        ends = self._language.interval(low, high, 0)
        return self._say("{value} ({range})", value=shown, range=ends)

    def _staff_notes(self, staffing: Staffing) -> TextBlock:
        say, share = self._say, self._language.number
        level = share(100 * staffing.exits["level"].iloc[0], 0)
        items = [
            say("Have left: in brackets the middle {level} per cent of simulations.", level=level)
            if staffing.need_hidden or staffing.alternatives < 2
            else say(
                "Needed and to recruit: in brackets the range over the alternatives of the "
                "population. Have left: in brackets the middle {level} per cent of simulations.",
                level=level,
            ),
            say(
                "Today’s staff only; whoever is hired later and leaves again is not counted. "
                "Everybody is taken to have left by the age of {age}.",
                age=str(staffing.leave_by),
            ),
            say(
                "Full-time equivalents at an average position of {size} per cent.",
                size=self._number(staffing.position_size, 1),
            ),
        ]
        return TextBlock((*items, *self._left_notes(staffing)), listed=True)

    def _left_notes(self, staffing: Staffing) -> list[Phrase]:
        say, share, items = self._say, self._language.number, []
        if not pd.isna(staffing.left["estimate"]):
            names = ("estimate", "low", "high")
            rate = {name: share(100 * staffing.left[name], 1) for name in names}
            span = (int(staffing.left[name]) for name in ("first_year", "last_year"))
            years = self._language.years(*span)
            message = say("{estimate} per cent left in a year ({low} to {high}), {years}.",
                          **rate, years=years)  # fmt: skip
            items.append(message)
        if staffing.unserved:
            items.append(
                say(
                    "Left out, since there are no population figures for them: {services}.",
                    services=self._wording.unserved(staffing),
                )
            )
        return items

    def _counts(self, staffing: Staffing) -> list[Block]:
        say = self._say
        by_service = self._count_table(
            "staff-service",
            say("Employees by service"),
            say("Service"),
            staffing.by_service,
            self._group,
        )
        by_age = self._count_table(
            "staff-age", say("Employees by age"), say("Age"), staffing.by_age, self._ages
        )
        by_competence = self._count_table(
            "staff-competence",
            say("Employees by competence"),
            say("Competence"),
            staffing.by_competence,
            phrase,
        )
        return [by_service, by_age, by_competence]

    def _count_table(
        self, name: str, caption: Phrase, head: Phrase, frame: pd.DataFrame, label: object
    ) -> TableBlock:
        say = self._say
        rows = []
        for row in frame.itertuples():
            shown = say("All") if row.label == TOTAL else label(row.label)  # type: ignore[operator]
            hidden = row.status == "suppressed"
            rows.append((shown, say("hidden") if hidden else self._number(row.value)))
        notes = []
        if frame["status"].eq("suppressed").any():
            notes.append(say("Small groups are hidden, and what would give them away."))
        return self._table(
            name, caption, [head, say("Employees")], rows, frame, (False, True), notes
        )

    def position_sizes(self) -> Blocks:
        """Average positions by age in all municipalities, for years that had ended."""
        say, sizes = self._say, self.evaluation.position_sizes
        if sizes.empty:
            return Blocks(TextBlock((say("No figures on position sizes are here."),)))
        rows = [self._size_row(row) for _, row in sizes.iterrows()]
        columns = self._size_columns()
        caption = say(
            "Average position in Norwegian municipalities and county municipalities, per "
            "cent of full time, by age"
        )
        source = self._source_of([str(self.outlook.position_sizes)])
        notes = [
            say("All of Norway, not {place}.", place=self.subject.place),
            say(
                "Transcribed from the text of a PDF: the order of the rows is read from its blocks."
            ),
        ]
        return Blocks(
            self._table(
                "position-sizes",
                caption,
                columns,
                rows,
                sizes,
                (False, *(True,) * 8),
                notes,
                source,
            )
        )

    def _size_row(self, row: pd.Series) -> tuple[Phrase, ...]:
        numbers = [self._number(float(str(row[name])), 1) for name in ("all", *AGES)]
        return (phrase(str(row["year"])), *numbers)

    def _size_columns(self) -> list[Phrase]:
        say = self._say
        middle = [phrase(name.replace("-", "–")) for name in AGES[1:-1]]
        return [say("1 December"), say("All"), say("Under 20"), *middle, say("60 and over")]

    def commands(self) -> Blocks:
        """The commands that bring in figures of the municipality's own."""
        items = [
            self._say("{title}:", title=item.title)
            + " "
            + Phrase((Span(item.command, style="code"),))
            for item in self.outlook.commands
        ]
        if items:
            items.append(
                self._say(
                    "The codes could not be tried when this was written. Where the table has "
                    "others, the command says which it accepts. The low and the high alternative "
                    "are other codes of ContentsCode."
                )
            )
        items.append(
            self._say(
                "Afterwards the programme file names the source, such as {source}, in a projection "
                "of its own, with the municipality’s number. If it stands first, the "
                "report leads with it.",
                source=Phrase((Span("store:ssb/14288", style="code"),)),
            )
        )
        return Blocks(TextBlock(tuple(items), listed=True))
