"""What one entry of the catalogue may say, and how each thing has to be written.

Everything but `id`, `name`, `vendor` and `kind` may be left out. What is not known for sure is left out: a fact about
the app (`facts`) is there with its source and the day somebody looked, or not at all. Nothing is matched here.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from agent.core.gestures import DestinationKind, DestinationStatus
from agent.destinations.titles import normalize_title

__all__ = [
    "FORMAT_1_FIELDS",
    "FORMAT_1_KINDS",
    "AppClass",
    "AppFacts",
    "CatalogueEntry",
    "Executables",
    "Name",
    "Part",
    "StatedText",
    "StatedTraining",
    "Title",
]

FORMAT_1_FIELDS: Final = frozenset(
    {"id", "name", "vendor", "kind", "domains", "page_titles", "window_titles", "app_classes", "process_names"}
)
FORMAT_1_KINDS: Final = frozenset(
    {DestinationKind.ASSISTANT, DestinationKind.CODING_AGENT, DestinationKind.LOCAL_RUNNER}
)


def _check_title_pattern(pattern: str) -> str:
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


def _check_path_pattern(pattern: str) -> str:
    segments = pattern.split("/")
    if "\\" in pattern or "" in segments or any("*" in segment and segment != "*" for segment in segments):
        raise ValueError("a path pattern is 1 to 4 names with / between them; a * stands for one whole name")
    if len(segments) > _PATH_LIMIT_NAMES or segments[0] == "*" or segments[-2:] == ["*", "*"]:
        raise ValueError(
            "a path pattern has at most 4 names, the first one of them and one of the last two not left open"
        )
    return pattern


def _check_windows_pattern(pattern: str) -> str:
    if pattern != pattern.lower():
        raise ValueError("programs of Windows are compared in lower case")
    return _check_path_pattern(pattern)


def _check_macos_pattern(pattern: str) -> str:
    if pattern.endswith(".app") and "/" in pattern:
        raise ValueError("a bundle is written as its name alone")
    return _check_path_pattern(pattern)


_PATH_LIMIT_NAMES: Final = 4

Name = Annotated[str, Field(min_length=1, max_length=100)]
Title = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_check_title)]
TitlePattern = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_check_title_pattern)]
AppClass = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_check_lower)]
Domain = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=253)]
FileName = Annotated[str, Field(pattern=r"^[^/\\*\s]+$", max_length=100)]
PathPattern = Annotated[str, Field(min_length=1, max_length=150), AfterValidator(_check_path_pattern)]
MacosPattern = Annotated[str, Field(min_length=1, max_length=150), AfterValidator(_check_macos_pattern)]
WindowsPattern = Annotated[str, Field(min_length=1, max_length=150), AfterValidator(_check_windows_pattern)]
Module = Annotated[str, Field(pattern=r"^[A-Za-z_]\w*(\.\w+)*$", max_length=100)]
PipName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
NpmName = Annotated[str, Field(pattern=r"^(@[a-z0-9~][a-z0-9._~-]*/)?[a-z0-9~][a-z0-9._~-]*$", max_length=100)]
ReverseName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$", max_length=150)]
SnapName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
BrowserExtension = Annotated[str, Field(pattern=r"^([a-p]{32}|[A-Za-z0-9._-]*@[A-Za-z0-9._-]+|\{[0-9a-f-]{36}\})$")]
EditorExtension = Annotated[str, Field(pattern=r"^[a-z0-9_-]+(\.[a-z0-9_-]+)+$", max_length=150)]
HomeFolder = Annotated[str, Field(pattern=r"^[^/\\*][^\\*]*[^/\\*]$", max_length=100)]
Port = Annotated[int, Field(ge=1, le=65_535)]
Source = Annotated[str, Field(pattern=r"^https://\S+$", max_length=300)]


class Part(BaseModel):
    """A mapping of the catalogue: frozen, and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Executables(Part):
    """Programs, by the names of their files on each system.

    A pattern is compared with the end of the program's path, name by name: `cursor`, or `claude/versions/*` where the
    file's own name says nothing. More names beat fewer.

    Attributes:
        linux: compared as they are.
        windows: in lower case, with `.exe`.
        macos: as they are; `Claude.app` stands for whatever runs inside of that bundle.
    """

    linux: tuple[PathPattern, ...] = ()
    windows: tuple[WindowsPattern, ...] = ()
    macos: tuple[MacosPattern, ...] = ()


class StatedTraining(Part):
    """Whether a vendor trains on what people enter, as its terms say.

    Attributes:
        value: `opt_out` and `opt_in` where the person decides, `depends` where the plan does.
        source: the page that says so.
        checked_at: the day somebody read it.
    """

    value: Literal["yes", "no", "opt_out", "opt_in", "depends"]
    source: Source
    checked_at: date


class StatedText(Part):
    """Something a vendor states.

    Attributes:
        value: in a few words.
        source: the page that says so.
        checked_at: the day somebody read it.
    """

    value: Annotated[str, Field(min_length=1, max_length=300)]
    source: Source
    checked_at: date


class AppFacts(Part):
    """What is known of an app, each with where it stands; what is left out is unknown.

    Attributes:
        trains_on_data: whether its vendor trains on what people enter.
        region: where the data is kept.
        terms: which terms apply.
    """

    trains_on_data: StatedTraining | None = None
    region: StatedText | None = None
    terms: StatedText | None = None


class CatalogueEntry(Part):
    """One AI destination and what identifies it.

    Attributes:
        id: what policies and events call it; never given to another app.
        name: as its vendor writes it.
        vendor: who runs or publishes it.
        kind: what sort of AI tool it is.
        default_status: what the organization thinks of it where its policies say nothing.
        facts: what is known of it, with sources.
        domains: where its pages and its service live; each covers its subdomains.
        page_titles: patterns of page titles, looked at in browser windows only: literal text, or with a `*` at one
            end ("* - Claude").
        window_titles: titles that identify it in a window of any other app; only names that nobody gives a folder, a
            document or a colleague.
        app_classes: WM_CLASS class names, lower case.
        process_names: names of its own program, which also own its windows; never those of an interpreter.
        executables: its programs on each system, where `process_names` and `commands` do not say it.
        commands: its command-line tools, as they are found on PATH; only names that no other tool bears.
        scripts: ends of the paths of scripts that node, bun, deno, python, java or electron run for it.
        modules: Python modules that run it (`python -m`).
        npm_packages: that run it, through npx or as what is installed.
        pip_packages: that run it, through uvx or pipx or as what is installed; with `-`, in lower case.
        bundle_ids: of its macOS apps.
        desktop_ids: of its `.desktop` files, without the ending.
        flatpaks: ids of its Flatpak apps.
        snaps: names of its snaps.
        browser_extensions: ids in Chrome, Edge or Firefox.
        editor_extensions: `publisher.name` in VS Code and what is made of it, plug-in ids in JetBrains; lower case.
        config_folders: folders that it alone keeps, from the home folder.
        local_ports: where its local server listens, and no other known one.
        shared_ports: where its local server listens and others do: they count for its own process only.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    name: Name
    vendor: Name
    kind: DestinationKind
    default_status: DestinationStatus = DestinationStatus.UNKNOWN
    facts: AppFacts = AppFacts()
    domains: tuple[Domain, ...] = ()
    page_titles: tuple[TitlePattern, ...] = ()
    window_titles: tuple[Title, ...] = ()
    app_classes: tuple[AppClass, ...] = ()
    process_names: tuple[Name, ...] = ()
    executables: Executables = Executables()
    commands: tuple[FileName, ...] = ()
    scripts: tuple[PathPattern, ...] = ()
    modules: tuple[Module, ...] = ()
    npm_packages: tuple[NpmName, ...] = ()
    pip_packages: tuple[PipName, ...] = ()
    bundle_ids: tuple[ReverseName, ...] = ()
    desktop_ids: tuple[FileName, ...] = ()
    flatpaks: tuple[ReverseName, ...] = ()
    snaps: tuple[SnapName, ...] = ()
    browser_extensions: tuple[BrowserExtension, ...] = ()
    editor_extensions: tuple[EditorExtension, ...] = ()
    config_folders: tuple[HomeFolder, ...] = ()
    local_ports: tuple[Port, ...] = ()
    shared_ports: tuple[Port, ...] = ()
