"""The reference names every section, field and value; and the page in docs is current."""

from __future__ import annotations

import re
from pathlib import Path

from agent.core import Action, Channel, Entity
from agent.policy.authoring.reference import policy_reference
from agent.policy.authoring.schema import parts

PAGE = policy_reference()


def test_every_field_has_a_row():
    for part in parts():
        for field in part.model_fields:
            assert re.search(rf"^\| `{field}`", PAGE, re.MULTILINE), field


def test_every_name_is_listed():
    for kind in (Action, Channel, Entity):
        assert all(f"`{each}`" in PAGE for each in kind)


def test_links_lead_to_headings():
    headings = {line.lstrip("#").strip() for line in PAGE.splitlines() if line.startswith("#")}
    anchors = {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}
    assert set(re.findall(r"\(#([^)]*)\)", PAGE)) <= anchors


def test_a_row_says_what_may_stand_there():
    assert "| `min_count` | whole number from 1; `1` when left out | That many findings. |" in PAGE
    assert "| `action` (required) | [action](#action) |" in PAGE
    assert "| `destinations` | mapping: identifier to [destinations](#destinations) |" in PAGE
    assert "| `entity` | [entity](#entity) or one of the policy's own, or a list |" in PAGE
    assert "| `message` | text, at most 140 characters, or one for each language (`en`, `de`) |" in PAGE


def test_the_page_in_docs_is_current():
    page = Path(__file__).parents[2] / "docs" / "policy-reference.md"
    assert page.read_text(encoding="utf-8") == PAGE, "run `make reference`"
