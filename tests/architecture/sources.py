"""Reads the project's files for the tests of this folder. Knows where things lie, and no rule."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

__all__ = ["ROOT", "dotted_uses", "imported_modules", "modules", "parse", "project_files"]

ROOT = Path(__file__).parents[2]


def modules(*folders: str) -> list[Path]:
    """Every Python file below the folders, relative to the project."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path.relative_to(ROOT) for path in found)


def project_files() -> list[Path]:
    """Every file that is or would be in the repository, relative to the project."""
    # The checkout may belong to another user than the one who runs the tests.
    listing = ("git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30).stdout
    found = (Path(name) for name in names.split("\0") if name)
    return sorted(path for path in found if (ROOT / path).is_file())


def parse(path: Path) -> ast.Module:
    """The syntax tree of a file, named relative to the project."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """Full names of everything that is imported anywhere in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted_uses(tree: ast.AST) -> Iterator[str]:
    """Every `name.attribute` in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
