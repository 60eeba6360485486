"""The folder an analyst works in: ``data/``, ``notebooks/`` and ``reports/``."""

import os
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from analysis.errors import ParameterError

VARIABLE = "TILTAK_WORKSPACE"


@dataclass(frozen=True)
class Workspace:
    """The places of a workspace below its ``root``."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> "Workspace":
        """Return the workspace named by TILTAK_WORKSPACE, or the one around ``start``.

        ``start`` is the current folder unless given. Raises ParameterError where there is none.
        """
        named = os.environ.get(VARIABLE)
        here = Path(named) if named else (start or Path.cwd())
        for folder in [here.resolve(), *here.resolve().parents]:
            if (folder / "data" / "programmes").is_dir():
                return cls(folder)
        raise ParameterError(
            f"no workspace at {here}: neither it nor a folder above it holds data/programmes. "
            f"Change to a workspace, or name one in the variable {VARIABLE}; "
            "`tiltak new workspace DIR` makes one."
        )

    @property
    def programmes(self) -> Path:
        return self.root / "data" / "programmes"

    @property
    def sources(self) -> Path:
        return self.root / "data" / "sources"

    @property
    def fetched(self) -> Path:
        """Where reference tables belong that were fetched, or that are a workspace's own."""
        return self.root / "data" / "reference"

    @property
    def municipalities(self) -> Path:
        return self.reference("municipalities.toml")

    def reference(self, name: str) -> Path:
        """Where a reference table is: the workspace's own if it has one, else the one that comes
        with the package. It is not copied into a workspace, so that it grows with the package."""
        own = self.fetched / name
        return own if own.is_file() else shipped().fetched / name

    @property
    def cache(self) -> Path:
        """Where answers from the network are kept as they came."""
        return self.root / "data" / "cache"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    def relative(self, path: Path) -> str:
        """Return ``path`` as seen from the workspace, for messages."""
        inside = path.resolve().is_relative_to(self.root)
        return str(path.resolve().relative_to(self.root)) if inside else str(path)


@cache
def shipped() -> Workspace:
    """What comes with the package: reference tables and templates, no programmes and no figures.

    In a source tree that is the project itself.
    """
    package = Path(str(files("analysis")))
    inside = package / "shipped"
    return Workspace(inside if inside.is_dir() else package.parents[1])
