"""What an import changes in the store: figures it revises, and other data sets that hold them."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.errors import ParameterError
from analysis.model.observations import KEY
from analysis.sources.spreadsheets.storing import OWN
from analysis.sources.store import Store


@dataclass(frozen=True)
class Revision:
    """A figure of the store and the one that takes its place; None where there is no value."""

    place: str
    old: float | None
    new: float | None

    def __str__(self) -> str:
        return f"{self.place}: {_said(self.old)} becomes {_said(self.new)}"


@dataclass(frozen=True)
class Revised:
    """The figures that are revised, in the order of the keys, and how many of the store's are
    not in the file."""

    revisions: tuple[Revision, ...]
    kept: int


def sources_of(store: Store, observations: pd.DataFrame) -> frozenset[str]:
    """Return the data sets of the store that came from files of one's own, and hold figures of an
    indicator of ``observations``."""
    names: set[str] = set()
    for indicator in set(observations["indicator"]):
        # No snapshot has the indicator: so has none of one's own.
        with suppress(ParameterError):
            names.update(store.summary(indicator)["source"])
    return frozenset(name for name in names if name.startswith(f"{OWN}/"))


def revised(store: Store, dataset: str, observations: pd.DataFrame) -> Revised:
    """Return what changes once ``observations`` are stored as ``dataset``. InputError as Store."""
    source = f"{OWN}/{dataset}"
    if source not in sources_of(store, observations):
        return Revised((), 0)
    held = _held(store, source, observations).set_index(list(KEY))
    new = observations.set_index(list(KEY))
    shared = [key for key in new.index if key in held.index]
    pairs = [(key, _value(held, key), _value(new, key)) for key in shared]
    revisions = (Revision(_place(key), old, value) for key, old, value in pairs if old != value)
    return Revised(tuple(revisions), len(held) - len(shared))


def rivals(store: Store, dataset: str, observations: pd.DataFrame) -> dict[str, list[str]]:
    """Return the other own data sets that hold figures of the same indicator and municipality for
    the same periods, with these periods."""
    wanted = set(_spans(observations))
    found = {}
    for source in sorted(sources_of(store, observations) - {f"{OWN}/{dataset}"}):
        shared = wanted & set(_spans(_held(store, source, observations)))
        if shared:
            found[source] = [str(period) for period in sorted({item[2] for item in shared})]
    return found


def check_dataset(store: Store, dataset: str, observations: pd.DataFrame) -> None:
    """Raise ParameterError if ``dataset`` would be new and another own data set holds figures of
    the same: whether the file is its next version, only the sender knows."""
    if f"{OWN}/{dataset}" in sources_of(store, observations):
        return
    for source, periods in rivals(store, dataset, observations).items():
        when = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
        raise ParameterError(
            f"the store holds figures of the same indicator and municipality for {when} from "
            f"another file, {source}; nothing was imported. If this file is its next version: "
            f"--data-set {source.removeprefix(OWN + '/')}. If it is something else: "
            f"--data-set {dataset}."
        )


def _held(store: Store, source: str, observations: pd.DataFrame) -> pd.DataFrame:
    return store.observations(
        sorted(set(observations["indicator"])),
        sorted(set(observations["municipality"])),
        sources=source,
    )


def _spans(observations: pd.DataFrame) -> list[tuple[Any, ...]]:
    names = ["indicator", "municipality", "period"]
    return list(observations[names].itertuples(index=False, name=None))


def _value(table: pd.DataFrame, key: Any) -> float | None:
    value = table.at[key, "value"]
    return None if pd.isna(value) else float(value)


def _place(key: Any) -> str:
    said = dict(zip(KEY, key, strict=True))
    group = f", {said['breakdown']}" if said["breakdown"] else ""
    return f"{said['period']}, {said['unit'] or 'the whole'}{group} ({said['municipality']})"


def _said(value: float | None) -> str:
    return "no figure" if value is None else f"{value:g}"
