"""The kernel managers papermill and nbclient are given."""

import os
import shutil
import tempfile
import uuid
from pathlib import Path
from typing import Any

from analysis.reporting.kernels import LocalKernelManager
from analysis.reporting.warm.client import WarmParent
from analysis.reporting.warm.identity import kernel_environment
from analysis.reporting.warm.provisioner import KernelRecord, WarmProvisioner


class WarmKernelManager(LocalKernelManager):
    """Starts warm kernels, or plain ones with the same environment, and keeps their sockets in a
    folder of its own: those of two kernels in one working folder would get the same names."""

    warm_parent: WarmParent | None = None
    memory_limit: int | None = None
    record: KernelRecord

    def _connection_file_default(self) -> str:
        shared = self.warm_parent.folder if self.warm_parent else None
        below = shared if shared and shared.is_dir() else None
        return str(Path(tempfile.mkdtemp(prefix="tiltak-kernel-", dir=below)) / "kernel.json")

    def _ip_default(self) -> str:
        if self.transport == "tcp":
            return super()._ip_default()
        return str(Path(self.connection_file).with_name("kernel"))

    async def _async_pre_start_kernel(self, **settings: Any) -> Any:
        environment = kernel_environment(settings.pop("env", None) or os.environ)
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or str(uuid.uuid4())
            self.provisioner = self._provisioner()
        Path(self.connection_file).parent.mkdir(mode=0o700, exist_ok=True)
        return await super()._async_pre_start_kernel(env=environment, **settings)

    def _provisioner(self) -> WarmProvisioner:
        made = WarmProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        made.warm_parent, made.memory_limit = self.warm_parent, self.memory_limit
        made.record = self.record
        return made

    def cleanup_connection_file(self) -> None:
        """Remove the connection file, and with it the folder."""
        super().cleanup_connection_file()
        shutil.rmtree(Path(self.connection_file).parent, ignore_errors=True)


def kernel_manager_class(
    parent: WarmParent | None,
    record: KernelRecord | None = None,
    memory_limit: int | None = None,
) -> type[LocalKernelManager]:
    """Return the manager of one kernel, for ``papermill.execute_notebook(kernel_manager_class=)``.

    The kernel is forked from ``parent`` if that can be, and plain otherwise; ``record`` tells
    which, why, and how the kernel ended. ``memory_limit`` is in bytes (Linux): beyond it a cell
    raises MemoryError.
    """
    settings = {
        "warm_parent": parent,
        "record": record or KernelRecord(),
        "memory_limit": memory_limit,
    }
    return type("KernelManagerOfARun", (WarmKernelManager,), settings)
