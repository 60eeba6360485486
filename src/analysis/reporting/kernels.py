"""The kernel that runs a notebook."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager

from analysis.sources.workspace import VARIABLE

NAME = "python3"


class LocalKernelManager(AsyncKernelManager):
    """Talks to its kernel through files where the system can: no ports to run out of or to
    collide on, and nobody else on the machine can listen."""

    def _transport_default(self) -> str:
        return "tcp" if sys.platform == "win32" else "ipc"

    def _connection_file_default(self) -> str:
        return str(
            Path(tempfile.mkdtemp(prefix="tiltak-kernel-", dir=self._below())) / "kernel.json"
        )

    def _ip_default(self) -> str:
        """A folder of its own for the files. By default they would all be called the same, in the
        folder the caller works in: two kernels at one time would answer each other's clients."""
        if self.transport == "tcp":
            return str(super()._ip_default())
        return str(Path(self.connection_file).with_name("kernel"))

    def _below(self) -> Path | None:
        """Where the folder is made; None for the system's place for such."""
        return None

    def cleanup_connection_file(self) -> None:
        """Remove the connection file, and with it the folder."""
        super().cleanup_connection_file()
        shutil.rmtree(Path(self.connection_file).parent, ignore_errors=True)

    async def _async_pre_start_kernel(self, **settings: Any) -> Any:
        """The kernel finds the workspace by the folder it starts in, whatever its caller's
        environment names; and what it mutters while it is stopped is for nobody."""
        environment = dict(settings.pop("env", None) or os.environ)
        environment.pop(VARIABLE, None)
        Path(self.connection_file).parent.mkdir(mode=0o700, exist_ok=True)
        settings |= {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return await super()._async_pre_start_kernel(env=environment, **settings)
