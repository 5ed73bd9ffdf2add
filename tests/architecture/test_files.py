"""No file of the repository tells where it was made or where packages came from."""

from __future__ import annotations

import re

import pytest

from tests.architecture.sources import ROOT, project_files

# Put together here, so that this file is not one of those it looks for.
_HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "registry" + ".npmjs", "deb" + ".debian.org", "archive" + ".ubuntu")
_FOLDERS = ("/wo" + "rk/", "/ro" + "ot/", r"\.\./sha" + "red")
FORBIDDEN = {
    "a package registry's host": re.compile("|".join(re.escape(host) for host in _HOSTS)),
    "a folder of one machine": re.compile(r"(?<![\w.])(?:" + "|".join(_FOLDERS) + ")"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str):
    found = []
    for path in project_files():
        text = (ROOT / path).read_bytes().decode("utf-8", errors="replace")
        found += [f"{path}:{text[: match.start()].count(chr(10)) + 1}" for match in FORBIDDEN[what].finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "text", ["see " + "/wo" + "rk/main", "'/ro" + "ot/notes'", "index: https://" + _HOSTS[0] + "/simple"]
)
def test_what_is_forbidden_is_recognized(text: str):
    assert any(pattern.search(text) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("text", ["tests/framewo" + "rk/x.py", "$HOME/state", "/home/jane/notes", "/usr/lib/cordon"])
def test_other_paths_are_not(text: str):
    assert not any(pattern.search(text) for pattern in FORBIDDEN.values())
