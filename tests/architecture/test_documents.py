"""Links between the documents lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, project_files

LINK = re.compile(r"\]\(([^)#\s]+)")


def _broken_links(text: str, folder: Path) -> list[str]:
    links = (link for link in LINK.findall(text) if "://" not in link)
    return [link for link in links if not (folder / link).exists()]


@pytest.mark.parametrize("path", [path for path in project_files() if path.suffix == ".md"], ids=str)
def test_links_lead_to_files(path: Path):
    assert _broken_links((ROOT / path).read_text(encoding="utf-8"), (ROOT / path).parent) == []


def test_a_broken_link_is_found():
    text = "[a](README.md), [b](https://example.com/x), ![c](docs/nowhere.png), [d](README.md#part)"
    assert _broken_links(text, ROOT) == ["docs/nowhere.png"]
