"""Points: own evaluations, the profile by area, other municipalities."""

import pandas as pd

from analysis.display.blocks import Block, Blocks, FigureBlock, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.quality_review.base import ReviewBase
from analysis.display.quality_review.drawings import Profile, draw_profile
from analysis.evaluation.quality_review.points import Round
from analysis.model.definitions.reviews import AREAS
from analysis.model.provenance import Source


class PointPages(ReviewBase):
    """What is published of the points."""

    # -- the profile

    def _profile_figure(self) -> FigureBlock:
        evaluation, language = self.evaluation, self._language
        latest, frame = self._latest(), evaluation.profile
        mean = evaluation.review.mean
        means = frame["mean"] if evaluation.has_mean else pd.Series(dtype=float)
        data = Profile(
            tuple(self._labels.area(latest, number).plain for number in frame.index),
            tuple(frame["points"]),
            tuple(self._labels.points(value) for value in frame["points"]),
            tuple(means),
            tuple(self._labels.points(value) for value in means),
            self._area_maximum(),
            self.subject.place,
            self._say("Mean of {mean}", mean=mean.title).plain if mean else "",
            self._say("Points of at most {n}", n=language.number(self._area_maximum(), 0)).plain,
        )
        return self._figure(
            "profile-chart",
            lambda size: draw_profile(data, size),
            self._profile_alt(latest),
            self._profile_caption(latest),
            self._points_note(),
            self._profile_table("profile-data"),
        )

    def _area_maximum(self) -> float:
        """The most points an area can have, as the source of names gives it."""
        return float(pd.to_numeric(self.evaluation.names["max"]).max())

    def _latest(self) -> Round:
        latest = self.evaluation.latest
        assert latest is not None
        return latest

    def _profile_alt(self, latest: Round) -> Phrase:
        say, language, frame = self._say, self._language, self.evaluation.profile
        when = self._labels.when(latest.evaluation)
        if self.evaluation.has_mean:
            parts = language.listed(
                say(
                    "{area} {points} (mean {mean})",
                    area=self._labels.area(latest, int(number)),
                    points=self._points(row["points"]),
                    mean=self._points(row["mean"]),
                )
                for number, row in frame.iterrows()
            )
        else:
            parts = language.listed(
                say(
                    "{area} {points}",
                    area=self._labels.area(latest, int(number)),
                    points=self._points(row["points"]),
                )
                for number, row in frame.iterrows()
            )
        return say("Dot chart of points by area, {when}: {parts}.", when=when, parts=parts)

    def _profile_caption(self, latest: Round) -> Phrase:
        say, mean = self._say, self.evaluation.review.mean
        caption = say(
            "Points by area, {when}, {version}.",
            when=self._labels.when(latest.evaluation),
            version=self._labels.version(latest.evaluation),
        )
        if not self.evaluation.has_mean or mean is None:
            return caption
        marks = say("Filled: {place}. Open: mean of {mean}.", place=self.subject.place,
                    mean=mean.title)  # fmt: skip
        return sentences([caption, marks])

    def _profile_table(self, name: str) -> TableBlock:
        say, latest, frame = self._say, self._latest(), self.evaluation.profile
        columns = [say("Assessed area"), say("Points")]
        if self.evaluation.has_mean:
            columns += [say("Mean"), say("Difference")]
        rows = []
        for number, row in frame.iterrows():
            cells = [self._labels.area(latest, int(number)), self._points(row["points"])]
            if self.evaluation.has_mean:
                difference = self._language.number(float(row["difference"]), 0, signed=True)
                cells += [self._points(row["mean"]), phrase(difference)]
            rows.append(tuple(cells))
        caption = say("Points by area, {when}", when=self._labels.when(latest.evaluation))
        numeric = (False, *(True,) * (len(columns) - 1))
        return self._table(name, caption, columns, rows, frame, numeric)

    def _points_note(self) -> Phrase:
        source = self._points_source()
        return self._say("Source: {title}.", title=source.title)

    def _points_source(self) -> Source:
        wanted = self.evaluation.review.points
        return next(source for source in self.subject.sources if source.id == wanted)

    # -- the model

    def _area_names(self) -> TableBlock:
        """The areas as each version of the model names them."""
        say, names = self._say, self.evaluation.names
        code = "sv" if self.subject.programme.country == "SE" else "no"
        own = names[names["language"].eq(code)]
        wide = own.pivot(index="area_number", columns="model", values="area").sort_index()
        lang = "sv" if code == "sv" else "nb"
        rows = [
            (phrase(str(number)), *(self._language.marked(str(cell), lang) for cell in row))
            for number, row in zip(wide.index, wide.to_numpy(), strict=True)
        ]
        years = [str(model).split()[0] for model in wide.columns]
        columns = [say("Assessed area"), *(say("Model of {year}", year=year) for year in years)]
        caption = say(
            "What is judged: eight areas with at most {n} points each",
            n=self._language.number(self._area_maximum(), 0),
        )
        numeric = (False,) * len(columns)
        return self._table("areas", caption, columns, rows, wide, numeric)

    # -- evaluations

    def evaluations(self) -> Blocks:
        """The municipality's own evaluations; a difference only within a version."""
        say, labels = self._say, self._labels
        rows, records = [], []
        for item in self.evaluation.rounds:
            rows.append(
                (
                    labels.when(item.evaluation),
                    labels.version(item.evaluation),
                    self._total(item),
                    self._change(item),
                )
            )
            records.append(
                {"year": item.evaluation.year, "points": item.points, "change": item.change}
            )
        if not rows:
            return self._nothing()
        columns = [say("Evaluation"), say("Version of the model"), self._points_head(),
                   say("Change")]  # fmt: skip
        caption = say("The municipality’s evaluations")
        table = self._table("evaluations", caption, columns, rows, pd.DataFrame(records),
                            (False, False, True, True))  # fmt: skip
        return Blocks(table, *self._version_notes())

    def _points_head(self) -> Phrase:
        """The head of a column of totals, with the most points there can be."""
        return self._say("Points of {n}", n=self._labels.points(AREAS * self._area_maximum()))

    def _version_notes(self) -> list[Block]:
        used = dict.fromkeys(item.evaluation.version for item in self.evaluation.rounds)
        notes = tuple(
            self._language.text(note)
            for name in used
            if name and (note := self.evaluation.review.version(name).note)
        )
        return [TextBlock(notes)] if notes else []

    def _total(self, item: Round) -> Phrase:
        if item.points is None:
            return self._say("not in the sources")
        if item.quality == "read":
            return self._points(item.points)
        quality = self._labels.quality(item.quality)
        return self._say("{points} ({quality})", points=self._points(item.points), quality=quality)

    def _change(self, item: Round) -> Phrase:
        if item.crosses:
            return self._say("not subtracted")
        if item.change is None:
            return phrase("–")
        return phrase(self._language.number(item.change, 0, signed=True))

    # -- others

    def others(self) -> Blocks:
        """Totals of others as published; by name, none ranked."""
        say, found = self._say, self.evaluation.others
        if found.empty:
            return self._nothing()
        rows = [
            (
                phrase(row.municipality),
                say("Norway") if row.country == "NO" else say("Sweden"),
                say("not stated") if pd.isna(row.year) else phrase(str(int(row.year))),
                self._points(row.points),
                self._labels.quality(str(row.quality)),
            )
            for row in found.itertuples()
        ]
        columns = [say("Municipality"), say("Country"), say("Year"), self._points_head(),
                   say("How sure")]  # fmt: skip
        caption = say("Totals that municipalities or others have published")
        numeric = (False, False, False, True, False)
        return Blocks(
            TextBlock((self._selection(),)),
            self._table("others", caption, columns, rows, found, numeric),
        )

    def _selection(self) -> Phrase:
        say, found = self._say, self.evaluation.others
        parts = [
            self._language.text(self.evaluation.review.selection),
            say(
                "So the totals below are no sample, and the version of the model is not stated "
                "for most of them. They stand in order of name; none is ranked."
            ),
        ]
        if found["won"].any():
            winners = self._language.listed(
                say("{place} ({year})", place=row.municipality, year=str(int(row.year)))
                for row in found[found["won"]].itertuples()
            )
            parts.append(
                say(
                    "Among them are winners of the award Sveriges KvalitetsKommun in that year: "
                    "{winners}.",
                    winners=winners,
                )
            )
        if found["year"].isna().any():
            parts.append(
                say("Totals without a year may be later than the date this report looks from.")
            )
        return sentences(parts)
