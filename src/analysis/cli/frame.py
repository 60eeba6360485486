"""The frame of the command ``tiltak``: its group, its exit codes, how it tells of errors."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from analysis import __version__
from analysis.errors import ParameterError, TiltakError

EXIT_CODES = """
\b
Exit codes
  0  done
  1  an error nobody foresaw
  2  refused: unknown command, programme, template, municipality, period or language
  3  faults in programme files, sources or templates; all are listed
  4  a batch ended, and some of its reports were not made
  5  a cell of the notebook raised an exception
  6  the kernel died: killed, crashed or out of memory
  7  a cell took longer than its limit
  8  the executed notebook cannot become a report
  9  a file could not be written
 10  a service on the network did not give what was asked for
 11  a cell needed more memory than its kernel may have
130  interrupted
"""

Command = Callable[..., None]

cell_limit_option = click.option(
    "--cell-limit",
    default=300,
    type=click.IntRange(min=1),
    show_default=True,
    help="Seconds a cell may take.",
)
"""An option of every command that runs notebooks."""


LEFT = {
    "report": "; nothing was published",
    "batch": "; what was made is kept, and the same command makes the rest",
}
"""What is there when a command was interrupted, where that is not plain."""


def told(command: Command) -> Command:
    """Show a Tiltak error as its message and its exit code, without a traceback."""

    @wraps(command)
    def guarded(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except TiltakError as error:
            click.echo(f"tiltak: {error}", err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo(f"tiltak: interrupted{LEFT.get(command.__name__, '')}", err=True)
            sys.exit(130)

    return guarded


@click.group(epilog=EXIT_CODES, context_settings={"max_content_width": 100})
@click.version_option(__version__, prog_name="tiltak")
def main() -> None:
    """Find out whether a municipality's employer programmes work, and tell people."""


def pairs(texts: tuple[str, ...], option: str) -> dict[str, str]:
    """Return NAME=VALUE texts as a dict; ParameterError for one that is none."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise ParameterError(f"{option} is '{text}'. Accepted: NAME=VALUE.")
        found[name.strip()] = value.strip()
    return found
