"""Shape of the modules: named for what they hold, small, packages that say what they are."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, modules, parse

MOST_LINES = 400
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}


def _is_missing_all(tree: ast.Module) -> bool:
    targets: list[ast.expr] = []
    for node in tree.body:
        if isinstance(node, ast.Assign):
            targets += node.targets
        elif isinstance(node, ast.AnnAssign):  # an empty one needs its type
            targets.append(node.target)
    return not any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)


def _has_name_that_says_nothing(path: Path) -> bool:
    return any(part.strip("_") in NAMES_THAT_SAY_NOTHING for part in path.with_suffix("").parts)


@pytest.mark.parametrize("path", modules("agent", "gui", "server", "tests"), ids=str)
def test_module_is_small_enough_to_hold_one_subject(path: Path):
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", modules("agent", "gui", "server", "tests"), ids=str)
def test_module_says_what_it_is(path: Path):
    assert ast.get_docstring(parse(path))


@pytest.mark.parametrize(
    "path", [path for path in modules("agent", "gui", "server") if path.name == "__init__.py"], ids=str
)
def test_package_names_its_interface(path: Path):
    assert not _is_missing_all(parse(path))


def test_every_folder_of_modules_is_a_package():
    folders = {path.parent for path in modules("agent", "gui", "server", "tests")}
    assert [str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").exists()] == []


def test_no_module_has_a_name_that_says_nothing():
    assert [str(path) for path in modules("agent", "gui", "server", "tests") if _has_name_that_says_nothing(path)] == []


@pytest.mark.parametrize("name", ["agent/utils.py", "agent/core/_helpers.py", "gui/common/colors.py"])
def test_a_name_that_says_nothing_is_found(name: str):
    assert _has_name_that_says_nothing(Path(name))


def test_a_package_without_interface_is_found():
    assert _is_missing_all(ast.parse('"""Words."""\nimport os\n'))
