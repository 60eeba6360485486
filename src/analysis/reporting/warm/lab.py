"""Kernels of JupyterLab, forked from a warm parent that lives as long as the server.

A kernel that cannot be forked is plain: on other systems than Linux, with another interpreter, and
once a file of the package has changed.
"""

import asyncio
import atexit
import os
import uuid
from typing import Any

from jupyter_server.services.kernels.kernelmanager import (
    AsyncMappingKernelManager,
    ServerKernelManager,
)
from traitlets import default

from analysis.reporting.warm.client import WarmParent
from analysis.reporting.warm.identity import kernel_environment
from analysis.reporting.warm.provisioner import KernelRecord, WarmProvisioner


class LabKernel(ServerKernelManager):
    """One kernel of the server. Its provisioner's record says whether it is warm, else why not."""

    kernel_id: Any
    provisioner: Any

    async def _async_pre_start_kernel(self, **settings: Any) -> Any:
        warm = self.parent.warm if isinstance(self.parent, LabKernels) else None
        if warm is not None:
            # The libraries may still be loading; the server must go on answering meanwhile.
            await asyncio.to_thread(warm.ready)
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or settings.pop("kernel_id", str(uuid.uuid4()))
            made = WarmProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )
            made.warm_parent, made.record = warm, KernelRecord()
            self.provisioner = made
        environment = kernel_environment(settings.pop("env", None) or os.environ)
        return await super()._async_pre_start_kernel(env=environment, **settings)

    async def _async_post_start_kernel(self, **settings: Any) -> None:
        await super()._async_post_start_kernel(**settings)
        if isinstance(self.provisioner, WarmProvisioner):
            record = self.provisioner.record
            self.log.info("Kernel %s: %s", self.kernel_id, "warm" if record.warm else record.reason)


class LabKernels(AsyncMappingKernelManager):
    """The kernels of the server, and the parent they are forked from."""

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        self.warm = WarmParent().__enter__()
        atexit.register(self.warm.__exit__)

    @default("kernel_manager_class")  # type: ignore[untyped-decorator, unused-ignore]
    def _kernel_manager_class_default(self) -> str:
        return f"{__name__}.{LabKernel.__name__}"

    async def shutdown_all(self, now: bool = False) -> None:
        """End all kernels, and the parent after them."""
        await super().shutdown_all(now=now)
        self.warm.__exit__()
