"""What the commands share that write a programme file: their options, and what they say."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from analysis.cli.frame import Command
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
        *read_aims("desired", desired, "--target"),
        *read_aims("acceptable", acceptable, "--acceptable"),
    )
    return Wanted(programme, series, municipality, read_period(start, "--start"), aims, title)


def read_aims(tier: "Tier", texts: Sequence[str], asked: str) -> "tuple[Aim, ...]":
    """Return the targets that are said as PERIOD=VALUE, as ``asked`` (an option, a question);
    ParameterError for one that is none, and for a period that is named twice."""
    found: list[Aim] = []
    for text in texts:
        period, equals, value = text.partition("=")
        if not equals:
            accepted = "PERIOD=VALUE, such as 2026=7.5"
            raise ParameterError(f"{asked} has '{text}'. Accepted: {accepted}.")
        aim = (tier, read_period(period, asked), _number(value, asked))
        if any(aim[1] == other[1] for other in found):
            raise ParameterError(f"{asked} names a period twice: {aim[1]}.")
        found.append(aim)
    return tuple(found)


def read_period(text: str, asked: str) -> Period:
    """Return the period that is said; ParameterError for what is none."""
    return _read(Period.parse, text.strip(), asked, ACCEPTED)


def _number(text: str, asked: str) -> float:
    return _read(_finite, text.strip().replace(",", "."), asked, "a number, such as 7.5")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _read(read: Callable[[str], Value], text: str, asked: str, accepted: str) -> Value:
    try:
        return read(text)
    except ValueError:
        raise ParameterError(f"{asked} has '{text}'. Accepted: {accepted}.") from None
