"""The kernel that runs a notebook."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager

from analysis.sources.workspace import VARIABLE

NAME = "python3"
AGAIN = 2
"""Milliseconds after which a channel tries again to reach a kernel that is not there yet."""


class PromptClient(AsyncKernelClient):
    """Takes a kernel for ready when it says that it is idle. The ordinary client waits until it
    has heard nothing for 0.2 s, and 0.1 s before it knocks again, with each report."""

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, AGAIN)
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return once the kernel answers and is heard. RuntimeError if it died or is silent."""
        until = time.monotonic() + (float("inf") if timeout is None else timeout)
        asked = {self.kernel_info()}
        while not await self._is_ready(asked):
            asked.add(self.kernel_info())
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > until:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _is_ready(self, asked: set[str]) -> bool:
        try:
            reply = await self.shell_channel.get_msg(timeout=1)
            while True:
                said = await self.iopub_channel.get_msg(timeout=0.02)
                idle = said["content"].get("execution_state") == "idle"
                if idle and said["parent_header"].get("msg_id") in asked:
                    self._handle_kernel_info_reply(reply)
                    return True
        except Empty:
            return False


class LocalKernelManager(AsyncKernelManager):
    """Talks to its kernel through files where the system can: no ports to run out of or to
    collide on, and nobody else on the machine can listen."""

    def _client_factory_default(self) -> type[PromptClient]:
        return PromptClient

    def _transport_default(self) -> str:
        return "tcp" if sys.platform == "win32" else "ipc"

    _own_folder: Path | None = None

    def _connection_file_default(self) -> str:
        self._own_folder = Path(tempfile.mkdtemp(prefix="tiltak-kernel-", dir=self._below()))
        return str(self._own_folder / "kernel.json")

    def _ip_default(self) -> str:
        """Beside the connection file, and called as it is. By default the files would all be called
        the same, in the folder the caller works in: two kernels at one time would answer each
        other's clients."""
        if self.transport == "tcp":
            return str(super()._ip_default())
        return str(Path(self.connection_file).with_suffix(""))

    def _below(self) -> Path | None:
        """Where the folder is made; None for the system's place for such."""
        return None

    def cleanup_connection_file(self) -> None:
        """Remove the connection file, and with it the folder if it was made for this kernel: one
        that was named may hold the files of others."""
        super().cleanup_connection_file()
        if self._own_folder is not None:
            shutil.rmtree(self._own_folder, ignore_errors=True)

    async def _async_pre_start_kernel(self, **settings: Any) -> Any:
        """The kernel finds the workspace by the folder it starts in, whatever its caller's
        environment names; and what it mutters while it is stopped is for nobody."""
        environment = dict(settings.pop("env", None) or os.environ)
        environment.pop(VARIABLE, None)
        Path(self.connection_file).parent.mkdir(mode=0o700, exist_ok=True)
        settings |= {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return await super()._async_pre_start_kernel(env=environment, **settings)
