"""What an interpreter or a runner was told to run, read from a command line: a script, a module, a package.

Only the place where the program itself would look is read, never a later argument: `grep ollama`, `node x.js claude`
and `python -c "import aider"` run nothing of that name. A tool that renamed its own process (node's `process.title`)
is known by that name. Unknown options are taken for options without a value.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from agent.destinations.paths import plain_path

__all__ = ["Running", "Subject", "family_of", "read_command"]


class Subject(enum.Enum):
    """What sort of thing runs."""

    TITLE = enum.auto()
    """The name that a tool gave its own process."""
    SCRIPT = enum.auto()
    MODULE = enum.auto()
    NPM_PACKAGE = enum.auto()
    PIP_PACKAGE = enum.auto()
    COMMAND = enum.auto()
    """A command that a runner looks up in an environment of its own."""


class Running(NamedTuple):
    """One thing that may be what runs; made so often that a tuple's speed counts.

    Attributes:
        subject: what sort of thing.
        name: its name, or the script's path with `/`.
        is_fetched: whether a runner starts it as a child of its own.
    """

    subject: Subject
    name: str
    is_fetched: bool = False


_ARGUMENTS_LIMIT: Final = 24
_PYTHON = re.compile(r"(?:python|pypy)w?\d*(?:\.\d+)*t?")
_PIP_SEPARATORS = re.compile(r"[-_.]+")
_PIP_REQUIREMENT = re.compile(r"[\[=<>!~@;\s]")
_FAMILIES: Final = {
    "node": "node", "nodejs": "node", "bun": "node", "bunx": "node", "deno": "node", "electron": "electron",
    "java": "java", "javaw": "java", "uv": "uv", "uvx": "uv", "pipx": "uv",
}  # fmt: skip
_WITH_VALUE: Final = {
    "node": frozenset(
        {"-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--env-file",
         "--config", "--import-map", "--cwd", "--preload"}
    ),
    "electron": frozenset({"-r", "--require"}),
    "python": frozenset({"-W", "-X"}),
    "java": frozenset({"-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules"}),
    "uv": frozenset(
        {"--python", "-p", "--with", "-w", "--with-editable", "--index-url", "-i", "--directory", "--project",
         "--cache-dir", "--pip-args", "--index", "--env-file", "--from", "--spec"}
    ),
    "npm": frozenset(
        {"-c", "--call", "-w", "--workspace", "--prefix", "--cache", "--registry", "-p", "--package"}
    ),
}  # fmt: skip
_SAYS_WHAT: Final = {"python": "-m", "java": "-jar"}
_INLINE: Final = {
    "node": frozenset({"-e", "--eval", "-p", "--print", "-pe"}), "python": frozenset({"-c"}),
    "electron": frozenset[str](), "java": frozenset[str](), "uv": frozenset[str](),
}  # fmt: skip
"""Options behind which the program itself stands."""
_Prefixes = frozenset[tuple[str, ...]]
_NO_WORDS: Final = frozenset({()})
_NPM_RUNNERS: Final[dict[str, _Prefixes]] = {
    "npx": _NO_WORDS, "bunx": _NO_WORDS, "npm": frozenset({("exec",), ("x",)}),
    "pnpm": frozenset({("dlx",), ("exec",)}), "yarn": frozenset({("dlx",)}), "bun": frozenset({("x",)}),
}  # fmt: skip
_UV_RUNNERS: Final[dict[str, _Prefixes]] = {
    "uvx": _NO_WORDS, "pipx": frozenset({("run",)}), "uv": frozenset({("run",), ("tool", "run")}),
}  # fmt: skip
"""Runners, each with the words that make it run something."""
_PACKAGE_OPTIONS: Final = {"npm": frozenset({"-p", "--package"}), "uv": frozenset({"--from", "--spec"})}
_BEGUN: Final = ("tool",)
"""What makes none of them run something yet."""
_RUNNERS: Final = _NPM_RUNNERS | _UV_RUNNERS
_SCRIPT_ENDINGS: Final = ("-cli.js", ".cjs", ".mjs", ".js", ".cmd", ".exe")


def family_of(program: str) -> str | None:
    """Return which interpreter or runner a program is, by its file's name; None for every other program."""
    name = program.lower().removesuffix(".exe")
    if name.startswith(("python", "pypy")) and _PYTHON.fullmatch(name):
        return "python"
    return _FAMILIES.get(name)


def read_command(program: str, family: str, command: Sequence[str]) -> Iterator[Running]:
    """What a command line may run, the most telling first.

    Args:
        program: the interpreter's file name.
        family: what `family_of` says of it.
        command: the parts, the program's own name first; where a process renamed itself, one part may hold them all,
            with empty ones behind it.
    """
    if not command:
        return
    if " " in command[0] and not any(command[1:]):
        command = command[0].split() or [""]
    own_name = command[0]
    first = program if own_name == program else _tool(own_name)
    rest = command[1:_ARGUMENTS_LIMIT]
    if family in ("node", "uv"):
        runner = first if first in _RUNNERS else program.removesuffix(".exe")
        if runner in _RUNNERS:
            yield from _of_runner(runner, rest)
            if runner != "bun":
                return
    if family == "node" and "/" not in own_name and "\\" not in own_name and family_of(first) is None:
        yield Running(Subject.TITLE, own_name)
    elif family != "uv":
        yield from _of_interpreter(family, rest)


def _of_interpreter(family: str, arguments: Sequence[str]) -> Iterator[Running]:
    positional = _positional(family, arguments)
    if positional is None:
        return
    option, name, after = positional
    if option == "-m":
        if name == "pipx":
            yield from _of_runner(name, after)
        yield Running(Subject.MODULE, name)
        return
    if family == "node" and name == "run":  # bun run x, deno run x
        yield from _of_interpreter(family, after)
        return
    if name.startswith("npm:"):
        yield Running(Subject.NPM_PACKAGE, _npm_name(name[4:]))
        return
    tool = _tool(name)
    if tool in _RUNNERS:
        yield from _of_runner(tool, after)
        return
    yield Running(Subject.SCRIPT, plain_path(name))


def _positional(family: str, arguments: Sequence[str]) -> tuple[str, str, Sequence[str]] | None:
    """The option that says what runs (`-m`, `-jar`, or none), what it is, and what follows it."""
    skipped = False
    with_value = _WITH_VALUE[family]
    for number, argument in enumerate(arguments):
        if skipped:
            skipped = False
        elif not argument.startswith("-"):
            return "", argument, arguments[number + 1 :]
        elif argument == _SAYS_WHAT.get(family):
            following = arguments[number + 1 : number + 2]
            return (argument, following[0], arguments[number + 2 :]) if following else None
        elif argument in _INLINE[family]:
            return None
        elif argument in with_value:
            skipped = True
    return None


def _of_runner(name: str, arguments: Sequence[str]) -> Iterator[Running]:
    """What npx, uvx and their like fetch and run."""
    is_npm = name in _NPM_RUNNERS
    subject, package_name = (Subject.NPM_PACKAGE, _npm_name) if is_npm else (Subject.PIP_PACKAGE, _pip_name)
    word, packages = _runs(arguments, _RUNNERS[name], "npm" if is_npm else "uv")
    if word is None:
        return
    for package in (*packages, word):
        yield Running(subject, package_name(package), is_fetched=True)
    if not is_npm:
        yield Running(Subject.COMMAND, word, is_fetched=True)


def _runs(arguments: Sequence[str], prefixes: _Prefixes, family: str) -> tuple[str | None, list[str]]:
    """The first word after a runner's own, and the packages that its options name."""
    with_value, names_package = _WITH_VALUE[family], _PACKAGE_OPTIONS[family]
    words: tuple[str, ...] = ()
    packages: list[str] = []
    pending = ""
    for argument in arguments:
        if pending:
            if pending in names_package:
                packages.append(argument)
            pending = ""
        elif argument.startswith("-"):
            option, _, value = argument.partition("=")
            if not value:
                pending = option if option in with_value else ""
            elif option in names_package:
                packages.append(value)
        elif words in prefixes:
            return argument, packages
        else:
            words = (*words, argument)
            if words not in prefixes and words != _BEGUN:
                break
    return None, packages


def _tool(path: str) -> str:
    name = path.rpartition("/")[2]
    if "\\" in name or name[-4:].lower() == ".exe":
        name = plain_path(name).rpartition("/")[2]
    if name.endswith(_SCRIPT_ENDINGS):
        name = next(name.removesuffix(ending) for ending in _SCRIPT_ENDINGS if name.endswith(ending))
    return name


def _npm_name(spec: str) -> str:
    scope = "@" if spec.startswith("@") else ""
    return scope + spec.removeprefix("@").partition("@")[0]


def _pip_name(spec: str) -> str:
    return _PIP_SEPARATORS.sub("-", _PIP_REQUIREMENT.split(spec, maxsplit=1)[0]).lower()
