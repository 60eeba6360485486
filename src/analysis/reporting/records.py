"""What run.json says of a run: what was asked for, from what it was made, what came out."""

import hashlib
import json
import platform
import time
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis.display.any_report import PACKAGES
from analysis.display.subjects import Subject
from analysis.errors import RunError, TiltakError
from analysis.model.provenance import public_revisions
from analysis.reporting.requests import Plan
from analysis.reporting.warm.provisioner import KernelRecord


class Record:
    """What run.json will say; filled as the run goes on."""

    def __init__(self, plan: Plan, started: datetime):
        self._plan = plan
        self._started = started
        self._seconds: dict[str, float] = {}
        self._error: Exception | None = None
        self.kernel = KernelRecord()
        self.warnings: list[str] = []

    def timed(self, name: str) -> "_Timer":
        """Time what is done with what this returns, as ``name``."""
        return _Timer(self._seconds, name)

    def failed(self, error: Exception) -> None:
        """Note what ended the run."""
        self._error = error

    def as_dict(self, folder: Path) -> dict[str, Any]:
        """Return what run.json holds; ``folder`` is where the files of the report lie."""
        plan, error = self._plan, self._error
        made = [path for path in sorted(folder.iterdir()) if path.stem == "report"]
        return {
            "status": _status(error),
            "error": str(error) if error else None,
            "cell": error.cell if isinstance(error, RunError) else None,
            "template": plan.template.name,
            "parameters": plan.parameters,
            "hashes": {
                "template": _sha256(plan.template.path),
                **_programme_hashes(plan),
                "sources": {item.id: item.public_checksum for item in plan.subject.sources},
            },
            "revisions": public_revisions(plan.subject.sources),
            "synthetic": any(source.synthetic for source in plan.subject.sources),
            "versions": dict(_versions()),
            "started": self._started.isoformat(timespec="seconds"),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": {name: round(value, 2) for name, value in self._seconds.items()},
            "kernel": "warm" if self.kernel.warm else f"plain: {self.kernel.reason}",
            "peak_memory": self.kernel.ending.peak if self.kernel.ending else None,
            "warnings": self.warnings,
            "files": {path.name: _sha256(path) for path in made} if error is None else {},
        }


@lru_cache
def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


def _programme_hashes(plan: Plan) -> dict[str, Any]:
    hashes = {
        item.id: _sha256(plan.workspace.programmes / f"{item.id}.toml")
        for item in plan.subject.programmes
    }
    if isinstance(plan.subject, Subject):
        return {"programme": hashes[plan.subject.programme.id]}
    return {"programmes": hashes}


def _status(error: Exception | None) -> str:
    if error is None:
        return "ok"
    return error.status if isinstance(error, TiltakError) else TiltakError.status


class _Timer:
    def __init__(self, seconds: dict[str, float], name: str):
        self._seconds, self._name = seconds, name

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, *error: object) -> None:
        self._seconds[self._name] = time.perf_counter() - self._began


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write ``content`` to ``path``, readable by people too."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
