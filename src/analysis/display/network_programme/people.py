"""What the programme was to reach, who took part, who worked together, what was learnt."""

import pandas as pd

from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.network_programme.base import NetworkBase
from analysis.model.periods import Period


class People(NetworkBase):
    """Themes, participants, the three parties, and their experiences."""

    def themes(self) -> Blocks:
        """The themes with their goals, and whether a goal says how it can be measured."""
        say, language = self._say, self._language
        own = [theme for theme in self._network.themes if not theme.cross_cutting]
        shared = [theme for theme in self._network.themes if theme.cross_cutting]
        if not own:
            note = self._network.goals_note
            said = language.text(note) if note else say("The sources name no themes with goals.")
            return Blocks(TextBlock((said,)))
        rows = [
            (language.text(item.title), self._text(item.goal), self._place(item.place))
            for item in own
        ]
        table = self._table(
            "themes",
            say("Themes and what was aimed at"),
            [say("Theme"), say("Goal"), say("Place")],
            rows,
            pd.DataFrame([theme.model_dump() for theme in own]),
            (False,) * 3,
            [language.text(self._network.goals_note)] if self._network.goals_note else [],
        )
        if not shared:
            return Blocks(table)
        names = language.listed(language.text(theme.title) for theme in shared)
        cross = say("Through all themes: {themes}.", themes=names)
        return Blocks(table, TextBlock((cross,)))

    def numbers(self) -> Blocks:
        """How many took part, as each source gives it, and how many are named here."""
        say, language = self._say, self._language
        rows = []
        for stated in self.evaluation.counts:
            count = stated.count
            shown = phrase(language.number(stated.number, 0))
            if stated.quoted:
                shown = self._quoted(stated.quoted)
            where = self._place(count.place)
            if stated.quoted or count.address:
                where = self._link(stated.quoted.address if stated.quoted else count.address or "")
            rows.append((self._party(count.by), language.text(count.when), shown, where))
        records = [
            {"by": s.count.by, "number": s.number, "total": s.count.total}
            for s in self.evaluation.counts
        ]
        table = self._table(
            "numbers",
            say("How many took part, and who says so"),
            [say("Who says so"), say("When"), say("Municipalities"), say("Where")],
            rows,
            pd.DataFrame(records, columns=["by", "number", "total"]),
            (False, False, True, False),
        )
        return Blocks(table)

    def participants(self) -> Blocks:
        """Named participants by wave and theme, and each of them with its doubts."""
        blocks: list[TableBlock | TextBlock] = []
        if any(theme.prints for theme in self._network.themes):
            blocks.append(self._by_theme())
        return Blocks(*blocks, self._named())

    def _by_theme(self) -> TableBlock:
        say, language = self._say, self._language
        table = self.evaluation.participants
        waves = [*(wave.id for wave in self._network.waves), ""]
        themes = [*(t for t in self._network.themes if t.prints), None]
        rows, records = [], []
        for theme in themes:
            name = language.text(theme.title) if theme else say("Theme not known")
            own = table[table["theme"].eq(theme.id if theme else "")]
            counts = [int(own["wave"].eq(wave).sum()) for wave in waves]
            cells = [phrase(language.number(n, 0)) for n in (*counts, len(own))]
            rows.append((name, *cells))
            records.append([*counts, len(own)])
        heads = [language.text(wave.title) for wave in self._network.waves]
        columns = [say("Theme"), *heads, say("Wave not known"), say("In all")]
        return self._table(
            "by-theme",
            say("Named participants by theme and wave"),
            columns,
            rows,
            pd.DataFrame(records, columns=[*waves[:-1], "unknown", "all"]),
            (False, *(True,) * (len(waves) + 1)),
            [self._partial()],
        )

    def _partial(self) -> Phrase:
        known, design = self.evaluation.coverage, self._network.effect
        if design is not None and design.complete:
            return self._say("These are all.")
        if known.total is None:
            return self._say("Whether these are all is not known.")
        total = self._language.number(known.total.number, 0)
        quoted = known.total.quoted
        return self._say(
            "These are {named} of {total}: those that pages happened to name, and no random "
            "sample.",
            named=self._language.number(known.named, 0),
            total=self._quoted(quoted) if quoted else total,
        )

    def _named(self) -> TableBlock:
        say, language = self._say, self._language
        waves = {wave.id: wave.title for wave in self._network.waves}
        themes = {theme.id: theme.title for theme in self._network.themes}
        remarks = {item.municipality: item.text for item in self._network.remarks}
        rows = []
        for row in self.evaluation.participants.to_dict("records"):
            theme, remark = themes.get(row["theme"]), remarks.get(row["municipality"])
            name = phrase(row["municipality"])
            if not row["certain"]:
                name = say("{name} (uncertain)", name=name)
            wave = waves.get(row["wave"])
            cells = [language.text(wave) if wave else self._start(row["start"])]
            if themes:
                cells.append(language.text(theme) if theme else say("not known"))
            where = self._link(row["source"].split(" | ")[0])
            rows.append((name, *cells, language.text(remark) if remark else where))
        columns = [say("Municipality"), say("Wave, or start")]
        if themes:
            columns.append(say("Theme"))
        columns.append(say("Where, or what to know"))
        return self._table(
            "participants",
            say("Municipalities named as participants"),
            columns,
            rows,
            self.evaluation.participants,
            (False,) * len(columns),
            [self._partial()],
        )

    def _start(self, printed: str) -> Phrase:
        """When a participant of no known wave began, if the list says it as a period."""
        try:
            return self._language.period(Period.parse(printed))
        except ValueError:
            return self._say("not known")

    def dates(self) -> Blocks:
        """When the programme ran, as each source gives it; where sources disagree."""
        say = self._say
        blocks: list[TableBlock | TextBlock] = []
        items = [
            say("{party}: {text}", party=self._party(item.by, item.address), text=item.text)
            + self._bracketed(item.place)
            for item in self._network.dates
        ]
        items += [self._text(wave.note) for wave in self._network.waves if wave.note]
        if items:
            blocks.append(TextBlock(tuple(items), listed=True))
        if self._network.disagreements:
            blocks.append(self._disagreements())
        if not blocks:
            blocks.append(TextBlock((say("The sources say nothing of it."),)))
        return Blocks(*blocks)

    def _bracketed(self, place: int | None) -> Phrase:
        return phrase(" (") + self._place(place) + ")" if place else phrase("")

    def _disagreements(self) -> TableBlock:
        say, language = self._say, self._language
        rows, records = [], []
        for item in self._network.disagreements:
            for version in item.versions:
                said = language.text(version.text) + self._bracketed(version.place)
                rows.append(
                    (language.text(item.about), self._party(version.by, version.address), said)
                )
                records.append({"by": version.by, "text": version.text.best("en")[0]})
        return self._table(
            "disagreements",
            say("Where the sources disagree"),
            [say("About"), say("Who says so"), say("What is said")],
            rows,
            pd.DataFrame(records),
            (False,) * 3,
        )

    def cooperation(self) -> Blocks:
        """The three parties, as the sources describe their cooperation."""
        items = [
            self._language.text(item.text) + self._bracketed(item.place)
            for item in self._network.cooperation
        ]
        if not items:
            items = [self._say("The sources say nothing of it.")]
        return Blocks(TextBlock(tuple(items), listed=True))

    def experiences(self) -> Blocks:
        """What one of the parties says was learnt, as its assertions."""
        network, say = self._network, self._say
        if not network.experiences or network.experiences_by is None:
            return Blocks(TextBlock((say("The sources list none."),)))
        rows = [
            (phrase(str(number)), self._language.text(item.text), self._place(item.place))
            for number, item in enumerate(network.experiences, start=1)
        ]
        table = self._table(
            "experiences",
            say("Experiences, by one of the parties"),
            [say("No."), say("Statement"), say("Place")],
            rows,
            pd.DataFrame([{"place": item.place} for item in network.experiences]),
            (False,) * 3,
            [
                say("Stated by: {party}.", party=self._party(network.experiences_by)),
                say("None of the statements comes with a figure or a comparison."),
            ],
        )
        return Blocks(table)
