"""What the commands share that write a programme file: their options, and what they say."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from analysis.cli.frame import Command, pairs
from analysis.errors import ParameterError
from analysis.model.periods import ACCEPTED, Period
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    from analysis.model.definitions import Programme, Tier
    from analysis.sources.new_programmes import Aim, Wanted

Value = TypeVar("Value")

_OPTIONS = (
    click.option("--start", default=None, help="When the programme began, such as 2024Q1."),
    click.option("--target", "desired", multiple=True, help="A target, such as 2026=7.5."),
    click.option("--acceptable", multiple=True, help="What is good enough, such as 2026=8.0."),
    click.option("--title", default="", help="What the programme is called."),
)


def programme_options(command: Command) -> Command:
    """Give a command the options that say what is known of a programme."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def tell_written(workspace: Workspace, path: Path, programme: str, municipality: str) -> None:
    """Say what was written, and which report can be made of it."""
    from analysis.notebook import check_subject, open_subject

    click.echo(f"Programme written: {workspace.relative(path)}")
    subject = open_subject(workspace, programme, "", "", "en")
    try:
        check_subject(workspace, "sick_leave", subject)
    except ParameterError as error:
        click.echo(f"There is no report sick_leave of it: {error}")
        click.echo(f"Next: tiltak report municipality --municipality {municipality}")
    else:
        more = in_its_language(subject.programme)
        click.echo(f"Next: tiltak report sick_leave --programme {programme}{more}")


def in_its_language(programme: "Programme") -> str:
    """The option that asks for a report in the language a programme is written in; "" where a
    report without it would not mix languages."""
    _, code = programme.title.best("nb")
    return "" if code == "nb" else f" --language {code}"


def wanted_programme(
    programme: str,
    series: str,
    municipality: str | None,
    start: str | None,
    desired: tuple[str, ...],
    acceptable: tuple[str, ...],
    title: str,
) -> "Wanted":
    """Return what is wanted; ParameterError for a start, a place or targets that are not said as
    they must be."""
    from analysis.sources.new_programmes import Wanted

    if start is None:
        raise ParameterError("say when the programme began: --start, such as 2024Q1.")
    if not municipality:
        raise ParameterError("say whose programme it is: --municipality, such as 4001.")
    aims = (
        *_aims("desired", desired, "--target"),
        *_aims("acceptable", acceptable, "--acceptable"),
    )
    return Wanted(programme, series, municipality, _period(start, "--start"), aims, title)


def _aims(tier: "Tier", texts: tuple[str, ...], option: str) -> "tuple[Aim, ...]":
    found = pairs(texts, option)
    if len(found) < len(texts):
        raise ParameterError(f"{option} names a period twice.")
    return tuple(
        (tier, _period(period, option), _number(value, option)) for period, value in found.items()
    )


def _period(text: str, option: str) -> Period:
    return _read(Period.parse, text, option, ACCEPTED)


def _number(text: str, option: str) -> float:
    return _read(_finite, text.replace(",", "."), option, "a number, such as 7.5")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _read(read: Callable[[str], Value], text: str, option: str, accepted: str) -> Value:
    try:
        return read(text)
    except ValueError:
        raise ParameterError(f"{option} has '{text}'. Accepted: {accepted}.") from None
