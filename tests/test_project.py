"""The project's own files agree with each other."""

import json
import re
import subprocess
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def _needs(lines: list[str]) -> dict[str, str]:
    """Requirement lines as name -> version specifier, names as PyPI folds them."""
    found = {}
    for line in lines:
        match = re.match(r"([A-Za-z0-9_.-]+)(.*)", line.strip())
        assert match is not None
        found[match[1].lower().replace("_", "-")] = match[2].strip()
    return found


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_environment_for_conda_agrees_with_pyproject(project: dict) -> None:
    lines = re.findall(r"^\s+- ([\w.-]+[><=].*)$", (ROOT / "environment.yml").read_text(), re.M)
    conda = _needs(lines)
    assert conda.pop("python") == project["requires-python"]
    assert conda == _needs(project["dependencies"])


def test_every_need_is_pinned_with_hashes(project: dict) -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pinned = {name.replace("_", "-") for name in re.findall(r"^([\w.-]+)==", lock, re.M)}
    needed = _needs(project["dependencies"] + project["optional-dependencies"]["dev"])
    assert set(needed) <= pinned
    blocks = re.split(r"\n(?=\S)", lock.strip())
    assert all("--hash=sha256:" in block for block in blocks)


def test_lock_names_no_registry() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert "index" not in re.sub(r"^[\w.-]+==.*$", "", lock, flags=re.M)


def test_notebooks_are_committed_without_outputs() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.ipynb"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.split():
        cells = json.loads((ROOT / name).read_text())["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        assert all(not cell["outputs"] and not cell["execution_count"] for cell in code), name


def test_every_source_says_where_it_is_from_and_its_licence() -> None:
    receipt = (ROOT / "data" / "README.md").read_text()
    sidecars = sorted((ROOT / "data" / "sources").rglob("*.toml"))
    assert sidecars
    for path in sidecars:
        sidecar = tomllib.loads(path.read_text())
        assert sidecar["licence"], path
        assert sidecar["producer"], path
        name = path.relative_to(ROOT / "data" / "sources").with_suffix("")
        assert f"`{name}`" in receipt, f"{name} is not in data/README.md"


def test_readme_begins_with_the_two_commands() -> None:
    first = (ROOT / "README.md").read_text().split("![")[0]
    assert first.index("make report") < first.index("make test")


FAMILIES = re.split(r"^## ", (ROOT / "METHODS.md").read_text(), flags=re.M)[1:]


@pytest.mark.parametrize("section", FAMILIES, ids=lambda text: text.splitlines()[0])
def test_every_family_of_methods_says_what_a_reader_needs(section: str) -> None:
    for part in ("Question", "Source", "Checked against", "Caveat printed"):
        assert f"**{part}" in section or "**Rule" in section, part


def test_methods_name_tests_and_functions_that_exist() -> None:
    text = (ROOT / "METHODS.md").read_text()
    files = {path.name for path in (ROOT / "tests").rglob("*.py")}
    assert {name.split("/")[-1] for name in re.findall(r"`([\w/]*test_\w+\.py)`", text)} <= files
    for family, name in re.findall(r"`(?:analysis\.methods\.)?(\w+)\.(\w+)`", text):
        if (ROOT / "src" / "analysis" / "methods" / family).is_dir():
            module = import_module(f"analysis.methods.{family}")
            found = hasattr(module, name) or find_spec(f"{module.__name__}.{name}")
            assert found, f"{family}.{name}"
