"""What is imported is declared, and what is declared is pinned."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OWN = ("app", "index", "ingest", "prompts")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def normal(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    return {normal(re.split(r"[^\w.-]", requirement)[0]) for requirement in requirements}


def imports(path: Path) -> set[str]:
    """The top packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("folder", OWN)
def test_every_library_that_is_imported_is_declared(folder: str) -> None:
    known = packages_distributions()
    declared = names(PROJECT["dependencies"])
    undeclared = {
        f"{path.relative_to(ROOT)}: {package}"
        for path in (ROOT / folder).rglob("*.py")
        for package in imports(path) - {*OWN, *sys.stdlib_module_names, "_typeshed"}
        if not declared & set(map(normal, known.get(package, [package])))
    }
    assert not undeclared


def test_everything_that_is_declared_is_pinned() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = names([line for line in lines if re.match(r"[\w.-]+==\S+", line)])
    assert names(PROJECT["dependencies"]) <= pins
    assert names(PROJECT["optional-dependencies"]["dev"]) <= pins


def test_every_line_of_the_lock_is_one_exact_version() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    inexact = [line for line in lines if not re.fullmatch(r"#.*|[\w.-]+==[\w.]+( ; \S.*)?", line)]
    assert not inexact
