"""The catalogue's file format: what an entry may say, and errors that name the entry and the field.

Refused: unknown fields, a file above `CATALOGUE_LIMIT_BYTES`, and any title, window class or process name that two
entries claim, because the answer would depend on their order. Nothing is matched here (catalogue.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from agent.core.errors import EnvironmentProblemError
from agent.core.gestures import DestinationKind
from agent.destinations.titles import normalize_title

__all__ = [
    "CATALOGUE_LIMIT_BYTES",
    "BrowsersEntry",
    "CatalogueDocument",
    "CatalogueEntry",
    "CatalogueError",
    "parse_document",
]

CATALOGUE_LIMIT_BYTES: Final = 4 << 20


class CatalogueError(EnvironmentProblemError):
    """A catalogue cannot be used; names the entry and the field."""

    code = "catalogue_invalid"


def _check_pattern(pattern: str) -> str:
    literal = pattern.removeprefix("*") if pattern.startswith("*") else pattern.removesuffix("*")
    if "*" in literal or not any(character.isalnum() for character in literal):
        raise ValueError("a title pattern is literal text with at most one * at its start or end")
    if literal != pattern and not (literal.startswith(" ") or literal.endswith(" ")):
        raise ValueError("the * stands for whole words: put a space between it and the text")
    _check_title(pattern.replace("*", "topic"))
    return pattern


def _check_title(title: str) -> str:
    if title != normalize_title(title):
        raise ValueError("write the title with plain dashes and single spaces, as it is compared")
    return title


def _check_lower(name: str) -> str:
    if name != name.lower():
        raise ValueError("window classes are compared in lower case")
    return name


Name = Annotated[str, Field(min_length=1, max_length=100)]
Title = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_check_title)]
TitlePattern = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_check_pattern)]
AppClass = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_check_lower)]
Domain = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=253)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class CatalogueEntry(_Entry):
    """One AI destination and what identifies it.

    Attributes:
        domains: where its pages live; each covers its subdomains.
        page_titles: patterns of page titles, looked at in browser windows only: literal text, or with a `*` at one
            end ("* - Claude").
        window_titles: titles that identify it in a window of any other app; only names that nobody gives a folder, a
            document or a colleague.
        app_classes: WM_CLASS class names, lower case.
        process_names: names of the process that owns the window.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    name: Name
    vendor: Name
    kind: DestinationKind
    domains: tuple[Domain, ...] = ()
    page_titles: tuple[TitlePattern, ...] = ()
    window_titles: tuple[Title, ...] = ()
    app_classes: tuple[AppClass, ...] = ()
    process_names: tuple[Name, ...] = ()


class BrowsersEntry(_Entry):
    """How browser windows are known and what they add to a page's title.

    Attributes:
        app_classes: WM_CLASS class names, lower case; also compared with the process name when a window has no class.
        title_endings: what follows the page title's last dash ("Mozilla Firefox").
        profile_names: profiles that some browsers put between the page title and the ending.
    """

    app_classes: tuple[AppClass, ...]
    title_endings: tuple[Title, ...]
    profile_names: tuple[Title, ...] = ()


class CatalogueDocument(_Entry):
    """The whole file.

    Attributes:
        format: of this file; another number is another reader's.
        version: of the data; shown to people.
        other_sites: names that end the titles of pages *about* something. A page that ends in one belongs to that
            site, so "ChatGPT - Wikipedia" is no conversation called "Wikipedia".
    """

    format: Literal[1]
    version: Name
    browsers: BrowsersEntry
    other_sites: tuple[Title, ...]
    entries: tuple[CatalogueEntry, ...]


def parse_document(untrusted: bytes) -> CatalogueDocument:
    """Return the checked document.

    Raises:
        CatalogueError: too large, not JSON, or a field that is missing, unknown, wrong or claimed twice.
    """
    if len(untrusted) > CATALOGUE_LIMIT_BYTES:
        raise CatalogueError("The catalogue is too large", detail=f"Limit {CATALOGUE_LIMIT_BYTES} bytes.")
    try:
        document = CatalogueDocument.model_validate_json(untrusted)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
        message = first["msg"].removeprefix("Value error, ")
        raise CatalogueError(f"Catalogue: {_where(first['loc'])}: {message}") from exc
    for problem in _claimed_twice(document.entries):
        raise CatalogueError(f"Catalogue: {problem}")
    return document


def _where(location: Sequence[int | str]) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return path.removeprefix(".") or "the file"


def _claimed_twice(entries: Sequence[CatalogueEntry]) -> Iterator[str]:
    owners: dict[tuple[str, str], str] = {}
    for entry in entries:
        claims = [
            ("id", entry.id),
            *(("page_titles", each) for each in entry.page_titles),
            *(("window_titles", each) for each in entry.window_titles),
            *(("app_classes", each) for each in entry.app_classes),
            *(("process_names", each) for each in entry.process_names),
        ]
        for claim in claims:
            if claim in owners:
                yield f"entry {entry.id}: {claim[0]}: {claim[1]} is claimed by {owners[claim]} already"
            owners[claim] = entry.id
