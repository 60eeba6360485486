"""What the child of a fork does to be a kernel like one that was started in the ordinary way."""

import ctypes
import gc
import os
import signal
import sys
from importlib.util import find_spec
from typing import Any

import numpy
from ipykernel.kernelapp import IPKernelApp

from analysis.reporting.warm.identity import LAUNCHER

_PR_SET_PDEATHSIG = 1


def become_kernel(request: dict[str, Any]) -> None:
    """Run the kernel that is asked for, until it is shut down."""
    _end_with(request["parent"])
    os.setsid()
    _be_silent()
    own = {**request["added"], "JPY_PARENT_PID": str(request["parent"])}
    os.environ.clear()
    os.environ.update({**request["environment"], **own})
    os.chdir(request["folder"])
    arguments = _pretend(request["command"])
    numpy.random.seed()
    gc.enable()
    # ipykernel read JPY_PARENT_PID when it was imported, in the parent.
    IPKernelApp.launch_instance(argv=arguments, parent_handle=request["parent"])


def _end_with(parent: int) -> None:
    """Have the system end this process when the parent ends, and end now if it has."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def _be_silent() -> None:
    """The parent's errors go to its client; a kernel's mutterings go nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nowhere, number)
    os.close(nowhere)


def _pretend(command: list[str]) -> list[str]:
    """Set the arguments as the interpreter would have, and return those for the kernel."""
    launcher = find_spec(LAUNCHER)
    arguments = command[command.index(LAUNCHER) + 1 :]
    sys.argv = [str(launcher and launcher.origin), *arguments]
    sys.orig_argv = list(command)
    return arguments
