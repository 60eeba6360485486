"""The figures of what is chosen: of a programme's own sources, else of snapshots and the store."""

import pandas as pd

from analysis.evaluation.exploration import OTHERS
from analysis.model.definitions import Programme
from analysis.model.observations import COLUMNS
from analysis.model.places import COUNTRY_NUMBER, Municipality
from analysis.notebook.explore.choices import Choosable, Desk
from analysis.notebook.explore.meaning import meant
from analysis.notebook.panels import called, read_panel_of
from analysis.sources.figures import describe, read_observations_of
from analysis.sources.snapshots import read_printed_table

GROUPS = ("units", "breakdown")
_READ = [*COLUMNS, "quality"]


def own_of(desk: Desk, item: Choosable) -> pd.DataFrame:
    """Return the municipality's own figures of the whole, with their ``quality``."""
    programme = desk.programme
    if item.own and programme is not None and _is_of(programme, desk.municipality):
        return _from_programme(desk, programme, item)
    table = held_of(desk, item)
    return table[table["municipality"].eq(_number(desk))].drop(columns="municipality")


def others_of(desk: Desk, item: Choosable) -> pd.DataFrame:
    """Return the figures of other municipalities and the country, by their last numbers."""
    table = held_of(desk, item)
    return table[table["municipality"].ne(_number(desk))].reset_index(drop=True)


def held_of(desk: Desk, item: Choosable) -> pd.DataFrame:
    """Return what snapshots and the store hold of the indicator, each place under its last
    number; nothing for an indicator that the registry does not know."""
    if item.registered is None or desk.municipality is None:
        return pd.DataFrame(columns=[*OTHERS, "n"])
    return read_panel_of(desk.workspace, item.registered, desk.municipality, desk.as_of)


def groups_of(desk: Desk, item: Choosable, own: pd.DataFrame, asked: str) -> pd.DataFrame | None:
    """Return the figures below the whole, each group in the column ``unit``, the whole among them
    as ""; None where there are none. Nothing of it may be shown before it is protected."""
    kind = meant(asked, "kind of group", dict.fromkeys(GROUPS, ())) if asked else ""
    named = item.indicator.units
    if named is not None and kind != "breakdown":
        table = read_observations_of(
            desk.workspace, named, item.indicator.figures_id, _place(desk), as_of=desk.as_of
        )
        return _of(table[table["breakdown"].eq("")], item)
    tables = [_below(desk, item, str(source), kind) for source in own["source"].unique()]
    found = [table for table in tables if not table.empty]
    return _of(pd.concat(found), item) if found else None


def _below(desk: Desk, item: Choosable, source: str, kind: str) -> pd.DataFrame:
    """What one source has below the whole: units, else a breakdown of everybody."""
    if describe(desk.workspace, source).reader not in ("observations", "store"):
        return pd.DataFrame(columns=list(COLUMNS))
    every = [
        read_observations_of(desk.workspace, source, name, _place(desk), as_of=desk.as_of)
        for name in _names_in(desk, item, source)
    ]
    table = pd.concat(every) if every else pd.DataFrame(columns=list(COLUMNS))
    units = table[table["breakdown"].eq("")]
    if kind != "breakdown" and units["unit"].ne("").any():
        return units
    parts = table[table["unit"].eq("")]
    if kind == "units" or parts["breakdown"].eq("").all():
        return pd.DataFrame(columns=list(COLUMNS))
    return parts.assign(unit=parts["breakdown"], breakdown="")


def _names_in(desk: Desk, item: Choosable, source: str) -> list[str]:
    """What a source may call the indicator."""
    from analysis.sources.figures import indicators_of

    there = set(indicators_of(desk.workspace, source))
    names = {item.indicator.figures_id, item.indicator.id}
    if item.registered is not None:
        names |= set(called([item.registered]))
    return sorted(names & there)


def _of(table: pd.DataFrame, item: Choosable) -> pd.DataFrame:
    return table.assign(indicator=item.indicator.id).reset_index(drop=True)


def _from_programme(desk: Desk, programme: Programme, item: Choosable) -> pd.DataFrame:
    indicator, workspace = item.indicator, desk.workspace
    source = describe(workspace, str(indicator.source))
    if source.reader == "printed_table":
        return _printed(desk, programme, source.id)
    table = read_observations_of(
        workspace, source.id, indicator.figures_id, _place(desk), as_of=desk.as_of
    )
    whole = table[table["unit"].eq("") & table["breakdown"].eq("")]
    quality = whole["quality"].fillna("") if "quality" in whole.columns else ""
    return whole.assign(quality=quality)[_READ]


def _printed(desk: Desk, programme: Programme, source: str) -> pd.DataFrame:
    """The first way of reading a printed table; what the other ways read otherwise is doubtful."""
    place = programme.municipality or COUNTRY_NUMBER
    tables = [
        read_printed_table(desk.workspace, source, place, reading) for reading in programme.readings
    ]
    if not tables:
        return pd.DataFrame(columns=_READ)
    values = [table.set_index("period")["value"] for table in tables]
    first = tables[0]
    doubtful = [
        any(not _same(series.get(period), value) for series in values)
        for period, value in zip(first["period"], first["value"], strict=True)
    ]
    quality = ["doubtful" if unsure else "" for unsure in doubtful]
    return first.assign(quality=quality)[_READ]


def _same(one: float | None, other: float) -> bool:
    if one is None or pd.isna(one):
        return bool(pd.isna(other))
    return bool(one == other)


def _is_of(programme: Programme, place: Municipality | None) -> bool:
    """Whether the figures that a programme names can be the municipality's: a programme of many
    names a source with all of theirs."""
    return not programme.municipality or bool(place and place.has_number(programme.municipality))


def _place(desk: Desk) -> Municipality | str:
    return desk.municipality or COUNTRY_NUMBER


def _number(desk: Desk) -> str:
    return desk.municipality.number_today if desk.municipality else COUNTRY_NUMBER
