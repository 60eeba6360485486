"""What the controls of an explorer offer, in the analyst's language."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.display.exploration import NAMES
from analysis.display.exploration.views import view_titles
from analysis.errors import TiltakError
from analysis.model.places import COUNTRY_NUMBER
from analysis.notebook.explore.beside import ALL, GROUP, NONE, comparable
from analysis.notebook.explore.listing import offered
from analysis.notebook.explore.looking import chosen_indicator, names_in
from analysis.notebook.explore.reading import others_of

if TYPE_CHECKING:
    from analysis.notebook.explore.explorer import Explore

Pairs = Sequence[tuple[str, Any]]
NAMED = "named"
"""The peers that somebody names."""


class Options:
    """What can be chosen now, as (label, value), and what is."""

    def __init__(self, explore: "Explore"):
        self._explore = explore
        self._say = explore._language.say
        self._naming = False

    def labels(self) -> dict[str, str]:
        """The names of the controls."""
        say = self._say
        names = {
            "programme": say("Programme"),
            "municipality": say("Municipality"),
            "indicator": say("Indicator"),
            "by": say("By"),
            "periods": say("Periods"),
            "peers": say("Peers"),
            "named": say("Named peers"),
            "compare": say("Beside it"),
            "groups": say("Groups"),
        }
        return {name: words.plain for name, words in names.items()}

    def views(self) -> Pairs:
        """The views, by what they are called."""
        titles = view_titles(self._say)
        return [(titles[name].plain, name) for name in NAMES]

    def of(self, name: str) -> tuple[Pairs, Any]:
        """Return what the control ``name`` offers, and its value."""
        if name == "periods":
            return self._periods()
        if name == NAMED:
            return self._named()
        pairs: Pairs = getattr(self, f"_{name}")()
        values = [value for _, value in pairs]
        value = self._value(name)
        return pairs, value if value in values else values[0]

    def chosen(self, name: str, value: Any) -> dict[str, str]:
        """Return what ``explore.choose`` is asked for when a control gets a value."""
        if name == "periods":
            span = [str(period) for period in self._span()]
            first, last = value
            return {
                "since": "" if not span or first == span[0] else first,
                "until": "" if not span or last == span[-1] else last,
            }
        if name == NAMED:
            return {"peers": ",".join(value)}
        if name == "peers":
            self._naming = value == NAMED
            return {"peers": "" if value in (NAMED, ALL) else value}
        if name == "programme" and not value:
            return {"programme": "", "municipality": self._place()}
        return {name: value or ""}

    def needless(self, name: str, options: Pairs) -> bool:
        """Whether a control has nothing to choose from and is better not there."""
        if name == NAMED:
            return not self._naming or not options
        return name in ("by", "groups") and len(options) < 2

    # -- each control

    def _value(self, name: str) -> Any:
        explore = self._explore
        if name == "programme":
            return explore._programme.id if explore._programme else ""
        if name == "municipality":
            return self._place()
        if name == "peers" and self._naming:
            return NAMED
        if name == "by" and not explore._choice.by:
            seen = self._seen()
            return seen.by if seen else ""
        return getattr(explore._choice, name)

    def _place(self) -> str:
        place = self._explore._municipality
        if place is None:
            return ""
        number = place.number_today
        return number if number in dict(self._places) else f"{place.country}-{number}"

    @cached_property
    def _programmes(self) -> dict[str, str]:
        return self._explore.programmes

    @cached_property
    def _places(self) -> list[tuple[str, str]]:
        return [(number, name) for number, name, _ in offered(self._explore._workspace)]

    def _programme(self) -> Pairs:
        none = self._say("none: all figures held").plain
        return [(none, ""), *((title, name) for name, title in self._programmes.items())]

    def _municipality(self) -> Pairs:
        found = [(f"{name} ({number})", number) for number, name in self._places]
        place = self._explore._municipality
        if place is None:
            return [(self._say("choose one").plain, ""), *found]
        if place.number_today not in {number.rpartition("-")[2] for _, number in found}:
            found.append((f"{place.name} ({place.number_today})", place.number_today))
        return found

    def _indicator(self) -> Pairs:
        found = [(title, name) for name, title in self._explore.indicators.items()]
        return found or [(self._say("no figures").plain, "")]

    def _by(self) -> Pairs:
        say, seen = self._say, self._seen()
        names = {
            "month": say("month"),
            "quarter": say("quarter"),
            "tertial": say("tertial"),
            "half": say("half-year"),
            "year": say("year"),
            "day": say("day"),
        }
        return [(names[kind].plain, kind) for kind in seen.kinds] if seen else [("–", "")]

    def _peers(self) -> Pairs:
        say = self._say
        return [
            (say("all with figures here").plain, ""),
            (say("the same KOSTRA or SKR group").plain, GROUP),
            (say("those I name").plain, NAMED),
        ]

    def _compare(self) -> Pairs:
        say, explore = self._say, self._explore
        code = explore._language.code
        registry = explore._desk.registry
        usual = [(say("as the programme does").plain, "")] if explore._programme else []
        none = "" if not usual else NONE
        others = [
            (registry.indicator(name).title.best(code)[0], name)
            for name in comparable(explore._desk)
            if name not in (NONE, "country")
        ]
        return [
            *usual,
            (say("nothing").plain, none),
            (say("the whole country").plain, "country"),
            *sorted(others),
        ]

    def _groups(self) -> Pairs:
        seen, say = self._seen(), self._say
        if seen is None or seen.groups is None:
            return [("–", "")]
        return [
            (say("as the source has them").plain, ""),
            (say("units").plain, "units"),
            (say("a breakdown of everybody").plain, "breakdown"),
        ]

    def _periods(self) -> tuple[Pairs, Any]:
        span = [str(period) for period in self._span()] or ["–"]
        choice = self._explore._choice
        first = choice.since if choice.since in span else span[0]
        last = choice.until if choice.until in span else span[-1]
        return [(text, text) for text in span], (first, last)

    def _named(self) -> tuple[Pairs, Any]:
        if not self._naming or self._seen() is None:
            return [], ()
        desk, choice = self._explore._desk, self._explore._choice
        others = others_of(desk, chosen_indicator(desk, choice.indicator))
        known = others[others["value"].notna() & others["municipality"].ne(COUNTRY_NUMBER)]
        names = names_in(desk)
        there = {str(number) for number in known["municipality"] if number in names}
        chosen = tuple(number for number in choice.peers.split(",") if number in there)
        return sorted((names[number], number) for number in there), chosen

    def _seen(self) -> Any:
        try:
            return self._explore.evaluation
        except TiltakError:
            return None

    def _span(self) -> tuple[Any, ...]:
        seen = self._seen()
        return seen.span if seen else ()
