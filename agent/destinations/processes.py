"""Matches a process to an AI app, from what the system says of it.

Order, first match wins:
    1. a program that runs by itself, by the end of its path; on macOS, by the bundle it lies in;
    2. an interpreter or a runner, by what it was told to run (commands.py);
    3. the process that started it: a runner like npx whose child is the shell or the interpreter that it needs, or an
       app whose helper lies in the app's own folder.

The name that a process shows counts only where its program's path is not told: a shell script called `claude` shows as
`claude`, and is run by the shell. Arguments never count. Nothing is asked of the system here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from agent.core.apps import AppMatch, Evidence, ProcessFacts
from agent.core.gestures import Destination
from agent.destinations.commands import Running, Subject, family_of, read_command
from agent.destinations.paths import PathIndex, index_paths, is_windows_path, plain_path
from agent.destinations.windows import Listed

__all__ = ["ProcessIndex", "index_processes"]

_SHELLS: Final = frozenset({"sh", "bash", "dash", "zsh", "fish", "cmd.exe", "powershell.exe", "pwsh", "pwsh.exe"})
_BUNDLE: Final = ".app/"
_SCRIPT_FOLDERS: Final = ("bin", ".bin", "scripts")
_Names = Mapping[str, Destination]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessIndex:
    """What identifies processes, ready to be looked up."""

    programs: PathIndex
    windows_programs: PathIndex
    bundles: _Names
    scripts: PathIndex
    command_scripts: Mapping[str, PathIndex]
    titles: _Names
    modules: _Names
    npm_packages: _Names
    pip_packages: _Names
    commands: _Names

    def match(self, process: ProcessFacts) -> AppMatch | None:
        """Return the app that a process belongs to, or None when it is no AI app."""
        program = _program(process)
        found, _ = self._by_itself(program, process)
        parent = process.parent
        if found is not None or parent is None:
            return found
        parents_program = _program(parent)
        name = program[program.rfind("/") + 1 :]
        may_be_fetched = name in _SHELLS or family_of(name) is not None
        is_helper = _is_helper(program, parents_program)
        if not may_be_fetched and not is_helper:
            return None
        parents_match, has_fetched = self._by_itself(parents_program, parent)
        if parents_match is None or not (is_helper or has_fetched):
            return None
        return AppMatch(destination=parents_match.destination, evidence=Evidence.PARENT)

    def _by_itself(self, program: str, process: ProcessFacts) -> tuple[AppMatch | None, bool]:
        """The match without its parent's, and whether a runner fetched it."""
        name = program.rpartition("/")[2]
        family = family_of(name)
        destination = self._of_program(program)
        if destination is not None:
            return AppMatch(destination=destination, evidence=Evidence.EXECUTABLE), False
        if family is not None:
            for running in read_command(name, family, process.command):
                destination = self._of_running(running, family)
                if destination is not None:
                    return AppMatch(destination=destination, evidence=Evidence.COMMAND), running.is_fetched
        return None, False

    def _of_program(self, program: str) -> Destination | None:
        end = program.find(_BUNDLE)
        if end >= 0:
            bundle = program[program.rfind("/", 0, end) + 1 : end + len(_BUNDLE) - 1]
            destination = self.bundles.get(bundle)
            if destination is not None:
                return destination
        return (self.windows_programs if is_windows_path(program) else self.programs).match(program)

    def _of_running(self, running: Running, family: str) -> Destination | None:
        subject, name = running.subject, running.name
        if subject is Subject.SCRIPT:
            return self._of_script(name, family)
        if subject is Subject.MODULE:
            return self._of_module(name)
        if subject is Subject.NPM_PACKAGE:
            return self.npm_packages.get(name)
        if subject is Subject.PIP_PACKAGE:
            return self.pip_packages.get(name)
        return (self.titles if subject is Subject.TITLE else self.commands).get(name)

    def _of_script(self, script: str, family: str) -> Destination | None:
        _, found, package = script.rpartition("node_modules/")
        if found:
            name, _, rest = package.partition("/")
            if name.startswith("@"):
                name = f"{name}/{rest.partition('/')[0]}"
            destination = self.npm_packages.get(name)
            if destination is not None:
                return destination
        _, found, module = script.rpartition("site-packages/")
        if found and "/" in module:
            return self._of_module(module.partition("/")[0])
        script = script.removesuffix(".exe")
        commands = self.command_scripts.get(family)
        return self.scripts.match(script) or (commands.match(script) if commands else None)

    def _of_module(self, module: str) -> Destination | None:
        while module:
            destination = self.modules.get(module)
            if destination is not None:
                return destination
            module = module.rpartition(".")[0]
        return None


def index_processes(listed: Listed) -> ProcessIndex:
    """Return what the entries say of processes, ready to be looked up."""

    def names(field: str) -> Iterator[tuple[str, Destination]]:
        return ((name, destination) for entry, destination in listed for name in getattr(entry, field))

    systems = [(entry.executables, destination) for entry, destination in listed]
    macos = [(pattern, each) for executables, each in systems for pattern in executables.macos]
    commands = dict(names("commands"))
    programs = dict([*names("process_names"), *commands.items()])
    programs |= {pattern: each for executables, each in systems for pattern in executables.linux}
    programs |= {pattern: each for pattern, each in macos if not pattern.endswith(".app")}
    windows = {f"{name.lower()}.exe": each for name, each in commands.items()}
    windows |= {pattern: each for executables, each in systems for pattern in executables.windows}
    return ProcessIndex(
        programs=index_paths(programs.items()),
        windows_programs=index_paths(windows.items()),
        bundles={pattern: each for pattern, each in macos if pattern.endswith(".app")},
        scripts=index_paths(names("scripts")),
        command_scripts={
            family: index_paths(
                (f"{folder}/{name}", destination)
                for name, destination in _commands_on(family, listed)
                for folder in _SCRIPT_FOLDERS
            )
            for family in ("node", "python")
        },
        titles=dict([*names("process_names"), *_commands_on("node", listed)]),
        modules=dict(names("modules")),
        npm_packages=dict(names("npm_packages")),
        pip_packages=dict(names("pip_packages")),
        commands=dict(_commands_on("python", listed)),
    )


def _commands_on(family: str, listed: Listed) -> Iterator[tuple[str, Destination]]:
    """Commands that node or Python may run: a tool that is published for the other one alone is none of them."""
    for entry, destination in listed:
        published = {"node": bool(entry.npm_packages), "python": bool(entry.pip_packages)}
        if published[family] or not any(published.values()):
            yield from ((name, destination) for name in entry.commands)


def _program(process: ProcessFacts) -> str:
    """The path of what runs, or as much of it as the system tells."""
    return plain_path(process.executable or (process.command[0] if process.command else "") or process.name)


def _is_helper(program: str, parents_program: str) -> bool:
    """Whether a program lies in the folder that bears the name of its parent's program."""
    folder, _, name = parents_program.rpartition("/")
    if not folder or not program.startswith(f"{folder}/"):
        return False
    return _letters(folder.rpartition("/")[2]) == _letters(name.removesuffix(".exe"))


def _letters(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())
