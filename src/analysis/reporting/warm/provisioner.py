"""Launches a kernel from a warm parent where there is one that serves, and plainly otherwise."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.reporting.warm.client import NotWarm, WarmParent
from analysis.reporting.warm.process import Ending, WarmProcess

SOON = 25
NOT_ASKED = "no warm kernel was asked for"


@dataclass
class KernelRecord:
    """What became of one kernel; filled while it lives.

    ``reason`` is why it was not warm, None if it was. ``ending`` is None while it runs.
    ``limited`` tells whether the memory limit that was asked for holds.
    """

    warm: bool = False
    reason: str | None = NOT_ASKED
    ending: Ending | None = None
    limited: bool = False


class WarmProvisioner(LocalProvisioner):
    """As the ordinary one, but for where the process comes from.

    ``warm_parent``, ``record`` and ``memory_limit`` are set by the manager that makes it.
    """

    warm_parent: WarmParent | None = None
    memory_limit: int | None = None
    record: KernelRecord

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> KernelConnectionInfo:
        """Start the process; with what ``Popen`` takes in ``settings``."""
        self.record.warm, self.record.ending = False, None
        try:
            self._launch_warm(cmd, settings)
        except NotWarm as fault:
            self.record.reason = str(fault)
            await super().launch_kernel(cmd, **settings)
        self.record.limited = self._limit_memory()
        return self.connection_info

    async def poll(self) -> int | None:
        """Return the exit code, None while it runs; how it ended goes into the record."""
        code = await super().poll()
        if self.process is not None and code is not None and self.record.ending is None:
            known = self.process.ending if isinstance(self.process, WarmProcess) else None
            self.record.ending = known or Ending(code)
        return code

    async def kill(self, restart: bool = False) -> None:
        """Kill the process, and return when it is gone or soon will be: the manager, who looks
        again only after 0.1 s, is spared a wait with each report."""
        await super().kill(restart)
        for _ in range(SOON):
            if await self.poll() is not None:
                return
            await asyncio.sleep(0.002)

    def _launch_warm(self, command: list[str], settings: dict[str, Any]) -> None:
        if self.warm_parent is None:
            raise NotWarm(NOT_ASKED)
        folder = str(settings.get("cwd") or Path.cwd())
        environment = dict(settings.get("env") or os.environ)
        process = self.warm_parent.fork(command, environment, folder)
        # The ordinary provisioner asks nothing of it that it cannot do.
        self.process = cast(Any, process)
        self.pid = self.pgid = process.pid
        self.cwd = folder
        self.record.warm, self.record.reason = True, None

    def _limit_memory(self) -> bool:
        """Have the system refuse the kernel more data than the limit, which Python tells as a
        MemoryError in the cell. Data, for address space counts what is only mapped."""
        if self.memory_limit is None or self.pid is None or sys.platform != "linux":
            return False
        import resource

        resource.prlimit(self.pid, resource.RLIMIT_DATA, (self.memory_limit, self.memory_limit))
        return True
