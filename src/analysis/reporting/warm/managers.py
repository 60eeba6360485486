"""The kernel managers papermill and nbclient are given."""

import os
import uuid
from pathlib import Path
from typing import Any

from analysis.reporting.kernels import LocalKernelManager
from analysis.reporting.warm.client import WarmParent
from analysis.reporting.warm.identity import kernel_environment
from analysis.reporting.warm.provisioner import KernelRecord, WarmProvisioner


class WarmKernelManager(LocalKernelManager):
    """Starts warm kernels, or plain ones with the same environment. Their folders lie in the
    parent's, which goes with it."""

    warm_parent: WarmParent | None = None
    memory_limit: int | None = None
    record: KernelRecord

    def _below(self) -> Path | None:
        shared = self.warm_parent.folder if self.warm_parent else None
        return shared if shared and shared.is_dir() else None

    async def _async_pre_start_kernel(self, **settings: Any) -> Any:
        environment = kernel_environment(settings.pop("env", None) or os.environ)
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or str(uuid.uuid4())
            self.provisioner = self._provisioner()
        return await super()._async_pre_start_kernel(env=environment, **settings)

    def _provisioner(self) -> WarmProvisioner:
        made = WarmProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        made.warm_parent, made.memory_limit = self.warm_parent, self.memory_limit
        made.record = self.record
        return made


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
