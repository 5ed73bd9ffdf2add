"""The JSON Schema of catalogue files (draft 2020-12), for editors, and the list of what the packaged one knows.

Both are made from the code and the data: `make reference` writes them into docs. What crosses entries (a name that two
of them claim) only `parse_document` knows.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from typing import Any, Final

from agent.core.gestures import Destination
from agent.destinations.document import BrowsersEntry, CatalogueDocument
from agent.destinations.entry import AppFacts, CatalogueEntry, Executables, Part, StatedText, StatedTraining

__all__ = ["catalogue_list", "catalogue_schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTE = re.compile(r"^    (\w+): (.*(?:\n {8,}.*)*)", re.MULTILINE)
_PARTS: Final = (
    CatalogueDocument, BrowsersEntry, CatalogueEntry, Executables, AppFacts, StatedText, StatedTraining,
)  # fmt: skip
_HEAD: Final = """# AI tools that Cordon knows

Made by `make reference` from the packaged catalogue. Policies name a tool by its id; [destinations.md](destinations.md)
explains the catalogue's file.
"""


def catalogue_schema() -> dict[str, Any]:
    """Return the schema."""
    schema = CatalogueDocument.model_json_schema()
    by_name = {part.__name__: part for part in _PARTS}
    _describe(schema, CatalogueDocument)
    for name, definition in schema["$defs"].items():
        if name in by_name:
            _describe(definition, by_name[name])
        else:
            definition.pop("description", None)  # of an enum, and for programmers
            definition.pop("title", None)
    return {"$schema": _DIALECT, "title": "Cordon catalogue of AI tools"} | {
        key: value for key, value in schema.items() if key != "title"
    }


def catalogue_list(destinations: Sequence[Destination]) -> str:
    """Return the page that lists destinations by kind."""
    kinds = dict.fromkeys(each.kind for each in destinations)
    sections = [
        f"\n## {kind.replace('_', ' ')}\n\n| Id | Name | Vendor |\n|---|---|---|\n"
        + "".join(
            f"| `{each.destination_id}` | {each.name} | {each.vendor} |\n" for each in destinations if each.kind is kind
        )
        for kind in kinds
    ]
    return _HEAD + "".join(sections)


def _describe(schema: dict[str, Any], part: type[Part]) -> None:
    summary, _, attributes = (inspect.getdoc(part) or "").partition("Attributes:")
    described = {match[1]: " ".join(match[2].split()) for match in _ATTRIBUTE.finditer(attributes)}
    schema["description"] = " ".join(summary.split())
    schema.pop("title", None)
    for name, of_field in schema["properties"].items():
        of_field.pop("title", None)
        of_field.pop("default", None)  # the same as leaving it out
        options = [option for option in of_field.get("anyOf", ()) if option != {"type": "null"}]
        if len(options) == 1:  # nobody writes `null` for what may be left out
            del of_field["anyOf"]
            of_field.update(options[0])
        of_field["description"] = described[name]
