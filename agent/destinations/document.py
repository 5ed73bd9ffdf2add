"""The catalogue's file: its whole, its limits, and errors that name the entry and the field.

Two formats are read. Format 1 has entries of `FORMAT_1_FIELDS` and `FORMAT_1_KINDS` only, so that an agent of before
format 2 reads it too; format 2 has all of entry.py. Refused: unknown fields, a file above `CATALOGUE_LIMIT_BYTES`, what
a format does not have, and whatever two entries claim (claims.py). Nothing is matched here (catalogue.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from pydantic import ValidationError

from agent.core.errors import EnvironmentProblemError
from agent.destinations.claims import claimed_twice
from agent.destinations.entry import FORMAT_1_FIELDS, FORMAT_1_KINDS, AppClass, CatalogueEntry, Name, Part, Title

__all__ = [
    "CATALOGUE_LIMIT_BYTES",
    "BrowsersEntry",
    "CatalogueDocument",
    "CatalogueError",
    "parse_document",
]

CATALOGUE_LIMIT_BYTES: Final = 4 << 20


class CatalogueError(EnvironmentProblemError):
    """A catalogue cannot be used; names the entry and the field."""

    code = "catalogue_invalid"


class BrowsersEntry(Part):
    """How browser windows are known and what they add to a page's title.

    Attributes:
        app_classes: WM_CLASS class names, lower case; also compared with the process name when a window has no class.
        title_endings: what follows the page title's last dash ("Mozilla Firefox").
        profile_names: profiles that some browsers put between the page title and the ending.
    """

    app_classes: tuple[AppClass, ...]
    title_endings: tuple[Title, ...]
    profile_names: tuple[Title, ...] = ()


class CatalogueDocument(Part):
    """The whole file.

    Attributes:
        format: of this file; another number is another reader's.
        version: of the data; shown to people.
        browsers: how browser windows are known.
        other_sites: names that end the titles of pages *about* something. A page that ends in one belongs to that
            site, so "ChatGPT - Wikipedia" is no conversation called "Wikipedia".
        entries: the AI destinations.
    """

    format: Literal[1, 2]
    version: Name
    browsers: BrowsersEntry
    other_sites: tuple[Title, ...]
    entries: tuple[CatalogueEntry, ...]


def parse_document(untrusted: bytes) -> CatalogueDocument:
    """Return the checked document.

    Raises:
        CatalogueError: too large, not JSON, or a field that is missing, unknown, wrong, claimed twice or of a later
            format.
    """
    if len(untrusted) > CATALOGUE_LIMIT_BYTES:
        raise CatalogueError("The catalogue is too large", detail=f"Limit {CATALOGUE_LIMIT_BYTES} bytes.")
    try:
        document = CatalogueDocument.model_validate_json(untrusted)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
        message = first["msg"].removeprefix("Value error, ")
        raise CatalogueError(f"Catalogue: {_where(first['loc'])}: {message}") from exc
    for problem in (*_of_later_format(document), *claimed_twice(document.entries)):
        raise CatalogueError(f"Catalogue: {problem}")
    return document


def _where(location: Sequence[int | str]) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return path.removeprefix(".") or "the file"


def _of_later_format(document: CatalogueDocument) -> Iterator[str]:
    if document.format > 1:
        return
    for number, entry in enumerate(document.entries):
        for field in sorted(entry.model_fields_set - FORMAT_1_FIELDS):
            yield f"entries[{number}].{field}: write format 2 for this field"
        if entry.kind not in FORMAT_1_KINDS:
            yield f"entries[{number}].kind: write format 2 for {entry.kind}"
