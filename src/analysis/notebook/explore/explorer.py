"""The object that an analyst looks with."""

from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from analysis.display.blocks import Blocks, FindingBlock
from analysis.display.exploration import ViewName
from analysis.display.exploration.here import here, places
from analysis.errors import ParameterError
from analysis.evaluation.exploration import Explored
from analysis.model.texts import LanguageCode
from analysis.notebook.explore.cell import ReportCell, report_cell
from analysis.notebook.explore.listing import held_rows, offered, programmes_of
from analysis.notebook.explore.looking import chosen_indicator, view_name
from analysis.notebook.explore.meaning import NoSuchName, text_of, unknown
from analysis.notebook.explore.state import State, refuse
from analysis.notebook.rich import register_here

if TYPE_CHECKING:
    from matplotlib.figure import Figure

By = Literal["", "year", "half", "tertial", "quarter", "month"]
Groups = Literal["", "units", "breakdown"]

_SHOWN = (
    *("choose", "view", "series", "figure", "findings", "finding", "peers", "groups"),
    *("evaluation", "here", "indicators", "municipalities", "programmes", "report_cell"),
)


class Explore(State):
    """Figures of one municipality, with a programme or without one.

    ``explore`` alone in a cell shows what can be chosen, and what is chosen. Everything else is
    an object to go on from:

        explore.choose(indicator="sick_leave", since="2006Q1", peers="group")
        explore.series           the values by period: a DataFrame
        explore.figure           a matplotlib figure
        explore.findings         what can be said by looking; explore.finding is the first of them
        explore.peers            the others' values: a DataFrame
        explore.groups           units or other groups, small ones hidden: a DataFrame
        explore.evaluation       all of it, as evaluated
        explore.view("peers")    one view: .frame, .figure, and its parts in order
        explore.report_cell()    the line that shows the same in a report
        explore.here             what is held of the municipality

    ``programme`` is the id of a programme file, ``municipality`` a number it has or had, or its
    name. What is given wrongly is answered in words, and nothing changes.
    """

    def __init__(
        self, programme: str = "", municipality: str = "", *, language: LanguageCode = "en"
    ) -> None:
        register_here()
        super().__init__(programme, municipality, language)

    def choose(
        self,
        *unnamed: object,
        programme: str | None = None,
        municipality: str | None = None,
        indicator: str | None = None,
        by: By | None = None,
        since: str | None = None,
        until: str | None = None,
        peers: str | None = None,
        compare: str | None = None,
        groups: Groups | None = None,
        **unknown_names: object,
    ) -> "Explore":
        """Choose what to look at, and return the same object. What is not named stays; "" is the
        usual again.

        ``since`` and ``until`` are periods (2006, 2006Q1); ``peers`` is "group" (KOSTRA or SKR),
        or numbers ("1283,1292"), "" all whose figures are held; ``compare`` is "country", "none"
        or another indicator, "" what the programme compares with; ``groups`` is "units" or
        "breakdown". ParameterError says what is accepted; a comparison that the registry of
        indicators refuses is answered with its reason.
        """
        refuse(unnamed, unknown_names)
        before = self._programme, self._municipality, self._choice
        try:
            if programme is not None or municipality is not None:
                self._change_place(programme, municipality)
            self._choice = self._choice.changed(
                indicator=indicator, by=by, since=since, until=until, peers=peers, compare=compare,
                groups=groups,
            )  # fmt: skip
            self._forget()
            self._settle()
        except ParameterError:
            self._programme, self._municipality, self._choice = before
            self._forget()
            raise
        for follow in self._followers:
            follow()
        return self

    # -- what is seen

    @property
    def series(self) -> pd.DataFrame:
        """The values by period: value, status, quality, source; ``beside`` where a series stands
        on the same axis. A hidden or missing value is a status, and no number."""
        seen = self.evaluation
        table = seen.own.set_index("period")
        return table.assign(beside=seen.beside) if len(seen.beside) else table

    @property
    def figure(self) -> "Figure":
        """The matplotlib figure of the series. ParameterError where there is none to draw."""
        shown = self._views.series()
        try:
            return shown.figure
        except LookupError:
            raise ParameterError(f"nothing is drawn: {shown[0].statement.plain}") from None

    @property
    def findings(self) -> Blocks:
        """What can be said by looking, each with how surely it is known."""
        return self._views.findings()

    @property
    def finding(self) -> FindingBlock:
        """The first of the findings: ``.statement``, ``.details``, ``.grade``."""
        found: FindingBlock = self.findings[0]
        return found

    @property
    def peers(self) -> pd.DataFrame:
        """The others' values by municipality and period; doubtful and hidden ones are left out."""
        return self.evaluation.others

    @property
    def groups(self) -> pd.DataFrame:
        """What may be shown of units or other groups: unit, period, n, value, status; hidden ones
        have a status and no number. Without rows where there are none."""
        found = self.evaluation.groups
        if found is None:
            return pd.DataFrame(columns=["unit", "period", "n", "value", "status"])
        kept = [self.evaluation.selection.holds(period) for period in found.published["period"]]
        return found.published[kept].reset_index(drop=True)

    @property
    def evaluation(self) -> Explored:
        """All that is looked at, after what must be hidden is gone."""
        return self._views.seen

    def view(self, name: ViewName = "series") -> Blocks:
        """Return a view as a report shows it: "series", "same_quarter", "peers", "groups" or
        "findings". ``.frame`` is its data, ``.figure`` its matplotlib figure."""
        wanted = view_name(text_of(name, "view"))
        shown = self._views.view(wanted)
        self._asked = wanted
        return shown

    def report_cell(self, view: ViewName | None = None) -> ReportCell:
        """Return the one line that shows a view (by default the last one looked at) in a report
        on the same programme, or on the page of a municipality."""
        wanted = self._asked if view is None else view_name(text_of(view, "view"))
        item = chosen_indicator(self._desk, self._choice.indicator)
        _ = self._views
        return report_cell(wanted, item.indicator.id, self._choice, self._named_place)

    # -- what is there

    @property
    def here(self) -> Blocks:
        """What is held of the municipality: indicators, spans, sources; and what is not."""
        if self._municipality is None:
            return places(self._language, offered(self._workspace))
        rows = held_rows(self._desk)
        return here(self._language, self._municipality.name, rows, self._desk.lacking)

    @property
    def indicators(self) -> dict[str, str]:
        """The indicators with figures: name and title."""
        code = self._language.code
        return {
            name: item.indicator.title.best(code)[0] for name, item in self._desk.indicators.items()
        }

    @property
    def municipalities(self) -> Blocks:
        """The municipalities of which figures are held."""
        return places(self._language, offered(self._workspace))

    @property
    def programmes(self) -> dict[str, str]:
        """The programmes: id and title."""
        return programmes_of(self._workspace, self._language)

    # -- how it shows itself

    def __repr__(self) -> str:
        place = self._municipality.name if self._municipality else "no municipality"
        programme = f", {self._programme.id}" if self._programme else ""
        chosen = "".join(f", {name}={value}" for name, value in self._choice.given.items())
        return f"<Explore: {place}{programme}{chosen}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise NoSuchName(unknown(name, "part of explore", _SHOWN))

    def __dir__(self) -> list[str]:
        return list(_SHOWN)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        from analysis.notebook.explore.widgets import Panel

        bundle: dict[str, Any] = Panel(self).shown()
        return {**bundle, "text/plain": repr(self)}
