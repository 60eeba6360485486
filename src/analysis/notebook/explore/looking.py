"""From what is chosen to what is shown: one way for the notebook and for a cell of a report."""

from dataclasses import replace

import pandas as pd

from analysis.display.exploration import NAMES, About, ViewName, Views
from analysis.errors import InputError, ParameterError
from analysis.evaluation.exploration import Material, Selection, explore
from analysis.model.definitions import Break
from analysis.model.periods import Period
from analysis.model.places import breaks_of
from analysis.model.provenance import Source
from analysis.model.texts import LANGUAGES, Text
from analysis.notebook.explore.beside import peers_of, series_beside
from analysis.notebook.explore.choices import Choice, Choosable, Desk, period_of, readable
from analysis.notebook.explore.meaning import meant
from analysis.notebook.explore.reading import groups_of, others_of, own_of
from analysis.sources.figures import describe
from analysis.sources.municipalities import read_changes, read_municipalities

KINDS = ("year", "half", "tertial", "quarter", "month")


def view_name(asked: str) -> ViewName:
    """Return the view that is meant; ParameterError names the nearest."""
    return next(name for name in NAMES if name == meant(asked, "view", dict.fromkeys(NAMES, ())))


def look(desk: Desk, choice: Choice, name: str = "explored") -> Views:
    """Return the views of what is chosen; ``name`` begins the names of their blocks.

    ParameterError for what is not there, for a comparison that the registry refuses, and for
    figures that cannot be read.
    """
    try:
        return _look(desk, choice, name)
    except InputError as error:
        raise readable(error) from error


def chosen_indicator(desk: Desk, asked: str) -> Choosable:
    """Return the indicator that is meant, by default the first; ParameterError if none has
    figures."""
    if not desk.indicators:
        raise ParameterError(_nothing_here(desk))
    if not asked:
        return next(iter(desk.indicators.values()))
    accepted = {name: item.names for name, item in desk.indicators.items()}
    return desk.indicators[meant(asked, "indicator with figures", accepted)]


def _nothing_here(desk: Desk) -> str:
    place = desk.municipality.name if desk.municipality else "the municipality"
    if desk.municipality is None:
        return 'no municipality is chosen. Choose one: explore.choose(municipality="1283").'
    where = "`tiltak data` shows what is held, `tiltak import FILE` brings your own figures in."
    lacking = [item.title.best(desk.language.code)[0] for item in desk.lacking]
    named = f" The programme would need: {', '.join(lacking)}." if lacking else ""
    return f"there are no figures of {place} here.{named} {where}"


def selection_of(desk: Desk, choice: Choice) -> tuple[Selection, str]:
    """Return the periods and peers that are meant, and who the peers are. ParameterError
    for what is none."""
    by = meant(choice.by, "kind of period", dict.fromkeys(KINDS, ())) if choice.by else None
    since, until = period_of(choice.since, "since"), period_of(choice.until, "until")
    if since and until and until.end < since.start:
        raise ParameterError(f"until ({until}) lies before since ({since}).")
    peers = peers_of(desk, choice.peers, until or desk.as_of)
    return Selection(by, since, until, peers.numbers), peers.label


def _look(desk: Desk, choice: Choice, name: str) -> Views:
    item = chosen_indicator(desk, choice.indicator)
    selection, peers = selection_of(desk, choice)
    beside = series_beside(desk, item, choice.compare)
    own = own_of(desk, item)
    others = others_of(desk, item)
    groups = groups_of(desk, item, own, choice.groups)
    programme = desk.programme
    material = Material(
        indicator=item.indicator,
        own=own,
        others=others,
        groups=groups,
        beside=beside.table if beside else None,
        start=programme.start if programme else None,
        targets=tuple(
            target
            for target in (programme.targets if programme else ())
            if target.indicator == item.indicator.id
        ),
        breaks=_breaks(desk, item),
        counted=bool(item.registered and item.registered.adds),
    )
    seen = explore(material, selection, desk.as_of)
    used = [own, *([groups] if groups is not None else [])]
    about = About(
        place=desk.municipality.name
        if desk.municipality
        else desk.language.say("the country").plain,
        language=desk.language,
        sources=(),
        unit=desk.registry.unit(item.registered.unit).title if item.registered else None,
        beside=beside.title if beside else None,
        peers=peers,
        names=names_in(desk),
        name=name,
        caveats=(beside.caveat,) if beside and beside.caveat else (),
    )
    about = replace(
        about,
        sources=_sources(desk, used),
        beside_sources=_sources(desk, [beside.table] if beside else []),
        peer_sources=_sources(desk, [seen.others]),
    )
    return Views(seen, about)


def _sources(desk: Desk, tables: list[pd.DataFrame]) -> tuple[Source, ...]:
    names = dict.fromkeys(str(name) for table in tables for name in table["source"].unique())
    return tuple(describe(desk.workspace, name) for name in names if name)


def _breaks(desk: Desk, item: Choosable) -> tuple[Break, ...]:
    """Where the definition changed, and where the municipality became another one."""
    own = item.registered.breaks if item.registered else ()
    if desk.municipality is None:
        return own
    changes = breaks_of(desk.municipality, read_changes(desk.workspace, desk.municipality.country))
    places = (
        Break(at=Period(day.on.year, "day", day.on.month, day.on.day), note=day.note or _MERGED)
        for day in changes
        if day.kind in ("merged", "split")
    )
    return (*own, *places)


_MERGED = Text(
    tuple(
        zip(
            LANGUAGES,
            (
                "Kommunen ble en annen ved en sammenslåing eller deling.",
                "Kommunen blei ein annan ved ei samanslåing eller deling.",
                "Kommunen blev en annan genom en sammanslagning eller delning.",
                "The municipality became another one by a merger or a split.",
            ),
            strict=True,
        )
    )
)


def names_in(desk: Desk) -> dict[str, str]:
    """Return the names of the country's municipalities by every number that they have or had."""
    country = desk.municipality.country if desk.municipality else None
    known = read_municipalities(desk.workspace)
    return {
        entry.number: place.name
        for place in known
        if place.country == country
        for entry in place.numbers
    }
