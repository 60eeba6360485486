"""What a warm parent is made of: if any of it has changed, it is not used any more."""

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

import analysis

LAUNCHER = "ipykernel_launcher"
"""The module a plain kernel is started with, and a warm one in the place of."""

INLINE = "module://matplotlib_inline.backend_inline"

FIXED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
"""One thread to calculate in: a parent with more could not be forked, and two kernels on two
cores gain nothing from them. And one order of sets, in every kernel."""

_AT_START = (
    "PYTHON",
    "LC_",
    "LD_",
    "MPL",
    "ARROW_",
    "OPENBLAS_",
    "OMP_",
    "MKL_",
    "MALLOC_",
    "XDG_",
)
_NAMED = frozenset(
    {
        *("HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "VIRTUAL_ENV", "IPYTHONDIR"),
        *("JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH", "JUPYTER_DATA_DIR", "JUPYTER_PATH"),
        *("JUPYTER_RUNTIME_DIR", "JUPYTER_PLATFORM_DIRS"),
    }
)


def kernel_environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a kernel, warm or plain, for a caller whose own is ``given``."""
    return {**given, **FIXED, "MPLBACKEND": given.get("MPLBACKEND") or INLINE}


def at_start(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that are read once, when an interpreter starts or a library loads:
    a kernel can only be forked from a parent that started with the same."""
    return {
        name: value
        for name, value in environment.items()
        if name in _NAMED or name.startswith(_AT_START)
    }


def parent_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what the parent of such kernels starts with. It gets no secret that may stand in
    ``environment``: what a kernel is to see comes with the request for it."""
    return {"PATH": environment.get("PATH", os.defpath), **at_start(environment)}


def key() -> str:
    """Return the hash of the interpreter, of what is installed, and of every file of the package
    by its size and time. Takes some milliseconds: it is compared for each kernel."""
    digest = hashlib.sha256(f"{sys.executable} {sys.version}".encode())
    for line in (*_installed(), *_files(Path(analysis.__file__).parent)):
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _installed() -> Iterator[str]:
    """The distributions, which carry their version in their folders' names."""
    paths = sysconfig.get_paths()
    for folder in sorted({paths["purelib"], paths["platlib"]}):
        with os.scandir(folder) as entries:
            yield from sorted(
                f"{entry.path} {entry.stat().st_mtime_ns}\n"
                for entry in entries
                if entry.name.endswith((".dist-info", ".egg-info", ".pth"))
            )


def _files(root: Path) -> Iterator[str]:
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if name != "__pycache__")
        for name in sorted(names):
            path = os.path.join(folder, name)  # noqa: PTH118 - Path takes as long as the stat
            state = os.stat(path)  # noqa: PTH116
            yield f"{path} {state.st_size} {state.st_mtime_ns}\n"
