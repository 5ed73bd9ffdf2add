"""The schema of catalogue files and the list of tools: complete, and current in docs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from agent.core.gestures import DestinationKind, DestinationStatus
from agent.destinations import packaged_catalogue
from agent.destinations.entry import CatalogueEntry
from agent.destinations.schema import catalogue_list, catalogue_schema

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = catalogue_schema()


def _objects(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for each in schema.values():
            yield from _objects(each)


def test_knows_every_field_of_the_packaged_catalogue_and_no_other():
    packaged = json.loads(resources.files("agent.destinations").joinpath("catalogue.json").read_bytes())
    assert packaged.keys() <= SCHEMA["properties"].keys()
    fields = SCHEMA["$defs"]["CatalogueEntry"]["properties"].keys()
    assert [each["id"] for each in packaged["entries"] if not each.keys() <= fields] == []
    assert {each["additionalProperties"] for each in _objects(SCHEMA)} == {False}


def test_offers_every_kind_and_status_by_name():
    assert SCHEMA["$defs"]["DestinationKind"]["enum"] == [*DestinationKind]
    assert SCHEMA["$defs"]["DestinationStatus"]["enum"] == [*DestinationStatus]
    required = SCHEMA["$defs"]["CatalogueEntry"]["required"]
    assert required == ["id", "name", "vendor", "kind"]
    assert SCHEMA["$defs"]["StatedText"]["required"] == ["value", "source", "checked_at"]


def test_describes_every_field_and_offers_no_null():
    assert SCHEMA["$defs"]["CatalogueEntry"]["properties"].keys() == CatalogueEntry.model_fields.keys()
    assert all(field["description"] for part in _objects(SCHEMA) for field in part["properties"].values())
    assert '"null"' not in json.dumps(SCHEMA)


def test_what_is_in_docs_is_current():
    schema = (DOCS / "catalogue.schema.json").read_text(encoding="utf-8")
    assert json.loads(schema) == SCHEMA, "run `make reference`"
    page = (DOCS / "destinations-list.md").read_text(encoding="utf-8")
    assert page == catalogue_list(packaged_catalogue().destinations), "run `make reference`"


def test_the_list_names_every_tool():
    destinations = packaged_catalogue().destinations
    page = catalogue_list(destinations)
    assert all(f"| `{each.destination_id}` | {each.name} |" in page for each in destinations)
    assert "## media generator" in page
