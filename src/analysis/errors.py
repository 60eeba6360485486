"""The errors a user may see.

    TiltakError                 1   anything else that stopped the work
    ├── ParameterError          2   a command or a template was asked for something it does not know
    ├── InputError              3   programme files or sources have faults; all of them are listed
    ├── BatchFailed             4   a batch ended, and some of its reports were not made
    ├── RunError                    a notebook did not finish
    │   ├── CellRaised          5   a cell raised an exception
    │   ├── KernelDied          6   the kernel was killed, crashed or ran out of memory
    │   ├── CellTimedOut        7   a cell took longer than its limit
    │   └── OutOfMemory        11   a cell needed more memory than its kernel may have
    ├── ExportRefused           8   the executed notebook cannot become a report
    ├── OutputError             9   a file could not be written
    └── FetchError             10   a service on the network did not give what was asked for

The number is the exit code of the command ``tiltak``; 0 is success, 130 is an interruption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in a file: where, what was found, what is accepted."""

    file: str
    line: int | None
    key: str
    found: str
    accepted: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        subject = f"{place}: {self.key}" if self.key else place
        return f"{subject}: {self.found}. Accepted: {self.accepted}."


class TiltakError(Exception):
    """Base of every error that is shown to a user without a traceback, in a notebook too."""

    exit_code: ClassVar[int] = 1
    status: ClassVar[str] = "failed"

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows instead of a traceback: the lines that the command would say."""
        return f"tiltak: {self}".splitlines()


class ParameterError(TiltakError):
    """An unknown programme, template, municipality, language, period or parameter."""

    exit_code = 2
    status = "refused"


class InputError(TiltakError):
    """Files with faults. ``faults`` holds every one of them, in file order."""

    exit_code = 3
    status = "refused"

    def __init__(self, faults: Sequence[Fault]):
        self.faults = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__("\n".join([f"{count}:", *(f"  {fault}" for fault in self.faults)]))


class BatchFailed(TiltakError):
    """A batch came to its end, or was stopped, and some of its reports were not made."""

    exit_code = 4


class RunError(TiltakError):
    """A notebook that did not finish. ``cell`` names the cell it stopped in."""

    def __init__(self, message: str, cell: str = ""):
        super().__init__(message)
        self.cell = cell


class CellRaised(RunError):
    """A cell raised an exception."""

    exit_code = 5
    status = "raised"


class KernelDied(RunError):
    """The process that ran the notebook is gone."""

    exit_code = 6
    status = "died"


class CellTimedOut(RunError):
    """A cell was stopped because it took longer than its limit."""

    exit_code = 7
    status = "timed out"


class OutOfMemory(RunError):
    """A cell needed more memory than its kernel may have."""

    exit_code = 11
    status = "out of memory"


class ExportRefused(TiltakError):
    """An executed notebook holds something a report may not show, or lacks what it must."""

    exit_code = 8
    status = "not exported"


class OutputError(TiltakError):
    """A result could not be written: no space, no permission, no such folder."""

    exit_code = 9
    status = "not written"


class FetchError(TiltakError):
    """A service on the network did not give what was asked for: out of reach, refused, cut off."""

    exit_code = 10
    status = "not fetched"
