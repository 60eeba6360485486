"""The kernel that runs a notebook."""

import sys

from jupyter_client.manager import AsyncKernelManager

NAME = "python3"


class LocalKernelManager(AsyncKernelManager):
    """Talks to its kernel through files where the system can: no ports to run out of or to
    collide on, and nobody else on the machine can listen."""

    def _transport_default(self) -> str:
        return "tcp" if sys.platform == "win32" else "ipc"
