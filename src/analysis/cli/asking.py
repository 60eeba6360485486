"""Asking for a programme at a terminal: each answer is checked before the next question."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from analysis.cli.programmes import read_aims, read_period
from analysis.errors import ParameterError, TiltakError
from analysis.model.places import Municipality
from analysis.model.provenance import STORE
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    from analysis.model.definitions import Tier

Answer = TypeVar("Answer")


def ask(workspace: Workspace, programme: str | None, known: dict[str, Any]) -> dict[str, Any]:
    """Return what a programme file needs, asked for where it is not ``known``: programme, source,
    series, municipality, start, desired, acceptable, title. ParameterError where the store has no
    figures to choose from."""
    choices = _stored(workspace)
    if not choices:
        raise ParameterError(
            "the store has no figures yet. Bring your own with `tiltak import FILE`; or write the "
            "programme without figures: `tiltak form programme`."
        )
    name = _question("Short name of the programme (small letters, digits, -)",
                     lambda text: _free_name(workspace, text), programme)  # fmt: skip
    place = _question("Municipality (number or name)", lambda text: _place(workspace, text),
                      known["municipality"])  # fmt: skip
    title = known["title"] or click.prompt("Title").strip()
    start = _question("When it began (such as 2024Q1)",
                      lambda text: read_period(text, "the start"), known["start"])  # fmt: skip
    source, series = _choose(workspace, choices, place)
    desired = known["desired"] or _targets("desired", "Target to reach")
    acceptable = known["acceptable"] or _targets("acceptable", "Good enough")
    return {
        "programme": name,
        "source": source,
        "series": series,
        "municipality": place.number_today,
        "start": str(start),
        "desired": desired,
        "acceptable": acceptable,
        "title": title,
    }


def _question(text: str, read: Callable[[str], Answer], given: str | None = None) -> Answer:
    """Ask until the answer is accepted; what was ``given`` beside the command is read at once."""
    if given:
        return read(given)
    answer: Answer = click.prompt(text, value_proc=_told(read))
    return answer


def _free_name(workspace: Workspace, text: str) -> str:
    from analysis.sources.new_programmes import programme_path

    if programme_path(workspace, text).exists():
        raise ParameterError(f"there is a programme '{text}' already. Accepted: another name.")
    return text


def _place(workspace: Workspace, text: str) -> Municipality:
    from analysis.sources.municipalities import find_municipality

    return find_municipality(workspace, text)


def _stored(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Every (source, series, description) of the store that a programme can be written on."""
    from analysis.sources.indicators import read_registry
    from analysis.sources.new_programmes import usable
    from analysis.sources.store import Store

    registry = read_registry(workspace)
    found = []
    for row in Store(workspace).summary().to_dict("records"):
        source, series = f"{STORE}{row['source']}", str(row["indicator"])
        item = registry.known_as("", series)
        if item is not None and item in usable(registry):
            told = f"{item.title['en']}, {row['first']} to {row['last']}, {source}"
            found.append((source, series, told))
    return found


def _choose(
    workspace: Workspace, choices: list[tuple[str, str, str]], place: Municipality
) -> tuple[str, str]:
    from analysis.sources.figures import read_observations_of

    for number, (_, _, told) in enumerate(choices, start=1):
        click.echo(f"  {number}  {told}")

    def read(text: str) -> tuple[str, str]:
        if not text.isdigit() or not 1 <= int(text) <= len(choices):
            raise ParameterError(f"'{text}' is none of them. Accepted: 1 to {len(choices)}.")
        source, series, _ = choices[int(text) - 1]
        table = read_observations_of(workspace, source, series, place)
        if not (table["unit"].eq("") & table["value"].notna()).any():
            raise ParameterError(f"{source} has no figures of {place.name} as a whole.")
        return source, series

    return _question("Which figures (their number)", read)


def _targets(tier: "Tier", what: str) -> tuple[str, ...]:
    """Ask for targets until an answer is empty."""
    found: list[str] = []

    def read(text: str) -> str:
        if text:
            read_aims(tier, [*found, text], f"'{what}'")
        return text

    while True:
        said = click.prompt(f"{what}, such as 2026=7.5 (empty: no more)", default="",
                            show_default=False, value_proc=_told(read))  # fmt: skip
        if not said:
            return tuple(found)
        found.append(said)


def _told(read: Callable[[str], Answer]) -> Callable[[str], Answer]:
    def checked(said: str) -> Answer:
        try:
            return read(said.strip())
        except TiltakError as error:
            raise click.UsageError(str(error)) from None

    return checked
