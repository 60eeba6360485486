"""The first page's figure, and the tables of demand and of the strategy's conclusions."""

import math

import pandas as pd

from analysis.display.blocks import Blocks, TextBlock
from analysis.display.languages import Phrase
from analysis.display.wording import grade_label
from analysis.display.workforce_outlook.base import OutlookBase
from analysis.display.workforce_outlook.drawing import Chart, Path, draw_needs
from analysis.evaluation.findings import Grade
from analysis.evaluation.workforce_outlook import Needs
from analysis.model.definitions.outlooks import Conclusion


class FirstPage(OutlookBase):
    """The figure that carries the main finding, and what stands behind it."""

    def overview(self) -> Blocks:
        """Employees needed for every 100 of the base year, by service."""
        say, needs = self._say, self.evaluation.lead
        paths = self._paths(needs)
        if not paths:
            return Blocks(TextBlock((say("The projection has no figures to draw."),)))
        lows = [low for path in paths for low in path.lows]
        base = max(0, 10 * math.floor(min(lows) / 10 - 0.5))
        year, horizon_year = str(needs.projection.base_year), str(self.outlook.horizon)
        axis = say("Employees for every 100 in {year}", year=year).plain
        horizon = say("the strategy looks to {year}", year=horizon_year).plain
        data = Chart(needs.projection.base_year, paths, self.outlook.horizon, horizon, axis, base)
        caption = say(
            "{title}: employees needed for every 100 in {year}, if each inhabitant meets as many "
            "as then. Marks are the years the source prints; nothing is known between them. The "
            "axis starts at {base}.",
            title=needs.projection.title,
            year=year,
            base=str(base),
        )
        block = self._figure(
            "needs", lambda size: draw_needs(data, size), self._heard(needs), caption,
            self._source_of([needs.projection.source]), self._needs_table("needs-data", needs),
        )  # fmt: skip
        return Blocks(block)

    def _paths(self, needs: Needs) -> tuple[Path, ...]:
        found = []
        for service in needs.base.index:
            rows = {year: needs.of(str(service), year) for year in needs.years_shown()}
            known = {year: row for year, row in rows.items() if row is not None}
            if not known:
                continue
            end = self._number(list(known.values())[-1]["estimate"]).plain
            group = self.outlook.group(str(service))
            label = f"{self._language.text(group.short or group.title).plain} {end}"
            columns = (
                tuple(float(row[name]) for row in known.values())
                for name in ("estimate", "low", "high")
            )
            found.append(Path(label, tuple(known), *columns))
        return tuple(found)

    def _heard(self, needs: Needs) -> Phrase:
        """The alternative text: every number that is drawn."""
        say = self._say
        lines = []
        for service in needs.base.index:
            rows = {year: needs.of(str(service), year) for year in needs.years_shown()}
            values = [
                say("{value} in {year}", value=self._ranged(row, needs.fewest), year=str(year))
                for year, row in rows.items()
                if row is not None
            ]
            listed = self._language.listed(values)
            lines.append(
                say("{service}: {values}.", service=self._group(str(service)), values=listed)
            )
        return say(
            "Line chart of employees needed for every 100 in {year}. {lines}",
            year=str(needs.projection.base_year),
            lines=" ".join(line.plain for line in lines),
        )

    def demand(self) -> Blocks:
        """The leading projection by service, and what the age groups are."""
        needs = self.evaluation.lead
        notes = [
            self._language.text(item.note) for item in self.outlook.groups if item.note is not None
        ]
        texts = [self._known_then(needs), self._wording.range_of(needs), *notes]
        return Blocks(self._needs_table("needs", needs), TextBlock(tuple(texts), listed=True))

    def earlier(self) -> Blocks:
        """The other projections by service, each with the range of its alternatives."""
        others = self.evaluation.needs[1:]
        if not others:
            return Blocks(TextBlock((self._say("No other projection is in the programme file."),)))
        blocks: list[TextBlock | object] = []
        for needs in others:
            blocks.append(TextBlock((self._known_then(needs),)))
            blocks.append(self._needs_table(f"needs-{needs.projection.id}", needs))
        return Blocks(*blocks)  # type: ignore[arg-type]

    def _known_then(self, needs: Needs) -> Phrase:
        base, then = needs.projection.base_year, self.subject.programme.as_of.year
        names = {"title": needs.projection.title, "year": str(then)}
        if base > then:
            return self._say(
                "{title}: those who wrote the strategy in {year} could not know it.", **names
            )
        return self._say("{title}: it was there when the strategy was written in {year}.", **names)

    def conclusions(self) -> Blocks:
        """Each conclusion as printed, beside what figures say of it, or where they are."""
        say, language = self._say, self._language
        rows, records = [], []
        for item in self.outlook.conclusions:
            grade, told = self._beside(item)
            rows.append(
                (
                    language.text(item.title),
                    say("“{printed}”", printed=item.printed) + f" ({self._place(item.place)})",
                    language.text(item.meaning),
                    told,
                )
            )
            records.append({"id": item.id, "printed": item.printed, "figures": grade.value})
        table = self._table(
            "conclusions",
            say("Conclusions as printed, and figures beside them"),
            [say("On"), say("As printed"), say("Read as"), say("Figures")],
            rows,
            pd.DataFrame(records),
            (False,) * 4,
            source=self._source_note(None),
        )
        return Blocks(table)

    def _beside(self, item: Conclusion) -> tuple[Grade, Phrase]:
        """The weakest grade of what figures say of a conclusion, and that in words."""
        evaluation = self.evaluation
        lacking = self._graded(
            Grade.NOT_ASSESSABLE,
            self._say("no figures here. It takes: {where}.", where=item.where),
        )
        if item.topic == "population" and evaluation.grows_by_horizon:
            said = self._graded(Grade.OBSERVED, self._for_every_hundred())
            if evaluation.lacking:
                said = self._lacking(evaluation.lacking) + " " + said
            if evaluation.is_own:
                return Grade.NOT_ASSESSABLE if evaluation.lacking else Grade.OBSERVED, said
            own = self._say("{place} itself: {told}", place=self.subject.place, told=lacking)
            return Grade.NOT_ASSESSABLE, said + " " + own
        if item.id == "age" and evaluation.staffing is not None:
            told = self._graded(Grade.OBSERVED, self._say("see the part on the staff."))
            unserved = evaluation.staffing.unserved
            if not unserved:
                return Grade.OBSERVED, told
            listed = self._wording.unserved(evaluation.staffing)
            return Grade.NOT_ASSESSABLE, self._whole_unsaid(listed) + " " + told
        return Grade.NOT_ASSESSABLE, lacking

    def _lacking(self, services: tuple[str, ...]) -> Phrase:
        return self._whole_unsaid(self._language.listed(map(self._group, services)))

    def _whole_unsaid(self, services: Phrase) -> Phrase:
        told = self._say("the whole, since there are no figures for {services}.", services=services)
        return self._graded(Grade.NOT_ASSESSABLE, told)

    def _graded(self, grade: Grade, told: Phrase) -> Phrase:
        return self._say("{grade}: {told}", grade=grade_label(grade, self._language), told=told)

    def _for_every_hundred(self) -> Phrase:
        needs, year = self.evaluation.lead, self.outlook.horizon
        return self._say(
            "in {place} in {year}, for every 100 in {base}: {services}.",
            place=self._wording.whose(needs.projection.municipality),
            year=str(year),
            base=str(needs.projection.base_year),
            services=self._wording.services(needs, year),
        )
