"""A forked kernel, in the shape of ``subprocess.Popen``, and how a kernel ended."""

import os
import select
import signal
from dataclasses import dataclass
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.reporting.warm.client import WarmParent

UNKNOWN = 255
"""The exit code of a kernel whose parent died before it could be asked."""


@dataclass(frozen=True)
class Ending:
    """How a kernel ended. ``code`` is as ``Popen.returncode``: below nought for a signal.

    ``peak`` is the most memory it held, in bytes, where that is known: for warm kernels.
    """

    code: int
    peak: int | None = None
    known: bool = True

    @property
    def signal(self) -> int | None:
        """The signal that ended it, if one did."""
        return -self.code if self.known and self.code < 0 else None

    @property
    def killed(self) -> bool:
        """Whether it ended by signal 9: someone ended it, or the system was out of memory."""
        return self.signal == signal.SIGKILL

    def __str__(self) -> str:
        if not self.known:
            return "it ended with the process it was forked from"
        if self.killed:
            return "it was killed (signal 9), by hand or because memory had run out"
        if self.signal:
            return f"it crashed ({_name(self.signal)})"
        return f"it exited with code {self.code}"


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


class WarmProcess:
    """A kernel that is not our child: ``handle`` is a pidfd, which no other process can take on,
    and its exit code comes from the parent it was forked from."""

    stdin = stdout = stderr = None

    def __init__(self, parent: "WarmParent", pid: int, handle: int):
        self.pid = pid
        self.ending: Ending | None = None
        self._parent = parent
        self._handle = handle

    @property
    def returncode(self) -> int | None:
        return self.ending.code if self.ending else None

    def poll(self) -> int | None:
        """Return the exit code, None while it runs."""
        if self.ending is None and self._has_ended(0):
            self._settle()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code once it has ended. Raises TimeoutExpired."""
        if self.ending is None:
            if not self._has_ended(timeout):
                raise TimeoutExpired(str(self.pid), timeout or 0)
            self._settle()
        return self.ending.code if self.ending else UNKNOWN

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            signal.pidfd_send_signal(self._handle, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __del__(self) -> None:
        if self.ending is None:
            os.close(self._handle)

    def _has_ended(self, timeout: float | None) -> bool:
        poller = select.poll()
        poller.register(self._handle, select.POLLIN)
        return bool(poller.poll(None if timeout is None else timeout * 1000))

    def _settle(self) -> None:
        self.ending = self._parent.ending(self.pid) or Ending(UNKNOWN, known=False)
        os.close(self._handle)
