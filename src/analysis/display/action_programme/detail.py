"""The points in detail: what can be checked, who is named, and how the years are loaded."""

import pandas as pd

from analysis.display.action_programme.base import ActionBase
from analysis.display.action_programme.drawings import Load, draw_load
from analysis.display.action_programme.labels import apart
from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.model.texts import Text


class Detail(ActionBase):
    """Tables of the points, and the load of each year."""

    def points(self) -> Blocks:
        """Every undertaking with its two axes: time, and how binding it is; before it what is
        found of the wording, where that is not on the first page."""
        say, labels = self._say, self._labels
        keys = self._keys(self.evaluation.plan["measure"].notna())
        rows = [
            (
                labels.point(key),
                labels.title(key),
                labels.when(key),
                labels.commitment(labels.undertaking(key).commitment),
            )
            for key in keys
        ]
        columns = [say("Point"), say("What it says"), say("Time"), say("How binding")]
        caption = say("The points, their time and how binding they are")
        table = self._table("points", caption, columns, rows, self.evaluation.plan, (False,) * 4)
        return Blocks(*map(self._words.block, self._on_wording()), table)

    def load(self) -> Blocks:
        """How many last days each year holds."""
        say, language, table = self._say, self._language, self._load_table()
        cells = table.frame[["once", "yearly", "soft"]].to_numpy()
        counts = tuple(tuple(int(cell) for cell in row) for row in cells)
        years = [row[0] for row in table.rows]
        kinds = tuple(kind.plain for kind in table.columns[1:])
        data = Load(tuple(year.plain for year in years), kinds, counts)
        listed = apart(
            say("{year}: {once} binding once, {yearly} binding every year, {soft} not binding",
                year=year, once=str(once), yearly=str(yearly), soft=str(soft))
            for year, (once, yearly, soft) in zip(years, counts, strict=True)
        )  # fmt: skip
        block = self._figure(
            "load",
            lambda size: draw_load(data, language, size),
            say("Bar chart of the last days in each year. {years}.", years=listed),
            say("How many last days fall in each year. A yearly point is counted once in every "
                "year. A number of last days is not an amount of work."),
            self._source_note(None),
            table,
        )  # fmt: skip
        return Blocks(block)

    def _load_table(self) -> TableBlock:
        say, frame = self._say, self._loads()
        rows = []
        for record in frame.to_dict("records"):
            year = record.pop("year")
            first = say("No year stated") if pd.isna(year) else phrase(str(year))
            counts = (phrase(self._language.number(count, 0)) for count in record.values())
            rows.append((first, *counts))
        columns = [say("Year"), say("binding, once"), say("binding, every year"),
                   say("not binding")]  # fmt: skip
        caption, numeric = say("Last days in each year"), (False, True, True, True)
        return self._table("load-data", caption, columns, rows, frame, numeric)

    def _loads(self) -> pd.DataFrame:
        """A row a year (missing: no year stated): last days once, every year, and not binding."""
        counted = self.evaluation.load
        binding, yearly = counted["commitment"].eq("shall"), counted["time"].eq("yearly")
        kinds = {"once": binding & ~yearly, "yearly": binding & yearly, "soft": ~binding}
        years = counted["year"]
        groups = [(year, years.eq(year)) for year in sorted(years.dropna().unique())]
        if years.isna().any():
            groups.append((None, years.isna()))
        rows = [
            {"year": year, **{name: int(counted.loc[kind & rows, "estimate"].sum())
                              for name, kind in kinds.items()}}
            for year, rows in groups
        ]  # fmt: skip
        return pd.DataFrame(rows).astype({"year": "Int64"})

    def checkable(self) -> Blocks:
        """What each undertaking states of what a check needs."""
        say = self._say
        keys = self._keys(self.evaluation.plan["measure"].notna())
        rows = []
        for key in keys:
            item = self._labels.undertaking(key)
            cells = (item.product, item.quantity, item.baseline, item.target)
            rows.append((self._labels.point(key), *(self._stated_text(cell) for cell in cells)))
        table = self._table(
            "checkable",
            say("What there is to check by"),
            [say("Point"), say("To be seen when done"), say("Quantity"), say("Starting value"),
             say("Target")],
            rows,
            self.evaluation.smart,
            (False,) * 5,
            [say("Whether a point is within reach and worth while is a judgement that no register "
                 "can show.")],
        )  # fmt: skip
        return Blocks(table)

    def who(self) -> Blocks:
        """Who is named in a point, and who is said to answer for it."""
        say = self._say
        keys = self._keys(self.evaluation.plan["measure"].notna())
        rows = []
        for key in keys:
            item = self._labels.undertaking(key)
            if item.named or item.owner:
                cells = (self._stated_text(text) for text in (item.named, item.owner))
                rows.append((self._labels.point(key), *cells))
        table = self._table(
            "who",
            say("Who is named, and who answers"),
            [say("Point"), say("Named in the point"), say("Who answers")],
            rows,
            self.evaluation.plan,
            (False,) * 3,
            [
                say(
                    "To be named in a point is not the same as to answer for it. Points that are "
                    "not listed name nobody."
                )
            ],
        )
        return Blocks(table)

    def _stated_text(self, text: Text | None) -> Phrase:
        return self._language.text(text) if text else self._say("not stated")

    def limits(self) -> Blocks:
        """What the document and the reports cannot bear."""
        say = self._say
        items = (
            say("Done does not mean effective. A plan that was made can change nothing, and "
                "something that was not done on time can still have been useful."),
            say("Where nothing is reported, nothing is known. It may have been done."),
            say("Where something is reported, it is what those responsible say of their own "
                "work."),
            say("What can be seen when a point is done is read from its wording by those who made "
                "this report. Another reader may draw the line elsewhere."),
            say("Whether anything became better for employees or residents cannot be read from "
                "points that are done."),
        )  # fmt: skip
        return Blocks(TextBlock(items, listed=True))

    def methods(self) -> Blocks:
        """How the points were counted."""
        say = self._say
        items = (
            say("Nothing is tested. Each undertaking has a time (by, within, every year, during "
                "the mandate) and a firmness (to be done, to encourage, to consider, to inspire). "
                "The two are kept apart."),
            say("A last day is the last day of the period named. On that day it has passed. "
                "Lateness is counted from the first last day, also if a later one is agreed."),
            say("The latest report by the date of this report decides; of two of one day the less "
                "favourable. Undertakings that were given up or not reported stay in the count."),
            say("A yearly point is never done as a whole. Each of its years is judged by itself, "
                "and is due on its last day."),
            say("What encourages, considers or inspires has no state that would show it to be "
                "done, and is counted apart."),
            say("Checkable is what names something to be seen. A quantity, a starting value, a "
                "target and an owner count only if the document states them."),
        )  # fmt: skip
        return Blocks(TextBlock((*items, *self._how_replies_count()), listed=True))
