"""The kernel that runs a notebook."""

import os
import subprocess
import sys
from typing import Any

from jupyter_client.manager import AsyncKernelManager

from analysis.sources.workspace import VARIABLE

NAME = "python3"


class LocalKernelManager(AsyncKernelManager):
    """Talks to its kernel through files where the system can: no ports to run out of or to
    collide on, and nobody else on the machine can listen."""

    def _transport_default(self) -> str:
        return "tcp" if sys.platform == "win32" else "ipc"

    async def _async_pre_start_kernel(self, **settings: Any) -> Any:
        """The kernel finds the workspace by the folder it starts in, whatever its caller's
        environment names; and what it mutters while it is stopped is for nobody."""
        environment = dict(settings.pop("env", None) or os.environ)
        environment.pop(VARIABLE, None)
        settings |= {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return await super()._async_pre_start_kernel(env=environment, **settings)
