"""What interpreters and runners are told to run."""

from __future__ import annotations

import pytest

from agent.destinations.commands import Running, Subject, family_of, read_command


@pytest.mark.parametrize(
    ("program", "family"),
    [
        ("node", "node"),
        ("node.exe", "node"),
        ("NODE.EXE", "node"),
        ("bun", "node"),
        ("python", "python"),
        ("python3.11", "python"),
        ("python3.13t", "python"),
        ("pythonw.exe", "python"),
        ("pypy3.10", "python"),
        ("uvx", "uv"),
        ("java", "java"),
        ("electron", "electron"),
        ("pythonista", None),
        ("nodemon", None),
        ("bash", None),
        ("", None),
    ],
)
def test_knows_interpreters_by_name(program: str, family: str | None):
    assert family_of(program) == family


@pytest.mark.parametrize(
    ("family", "command", "expected"),
    [
        ("node", ("node", "a.js", "b.js"), [(Subject.SCRIPT, "a.js")]),
        ("node", ("node", "--inspect", "a.js"), [(Subject.SCRIPT, "a.js")]),
        ("node", ("node", "--import", "tsx", "a.ts"), [(Subject.SCRIPT, "a.ts")]),
        ("node", ("node", "-e", "1"), []),
        ("node", ("node",), []),
        ("node", ("tool",), [(Subject.TITLE, "tool")]),
        ("python", ("python", "-m", "a.b", "c"), [(Subject.MODULE, "a.b")]),
        ("python", ("python", "-u", "-W", "error", "a.py"), [(Subject.SCRIPT, "a.py")]),
        ("python", ("python", "-m"), []),
        ("python", ("python", "-c", "x", "-m", "a"), []),
        ("python", ("tool",), []),
        ("java", ("java", "-cp", "a.jar", "Main", "-jar", "b.jar"), [(Subject.SCRIPT, "Main")]),
        ("java", ("java", "-Xmx1g", "-jar", "b.jar"), [(Subject.SCRIPT, "b.jar")]),
        ("node", (), []),
    ],
)
def test_reads_what_an_interpreter_runs(family: str, command: tuple[str, ...], expected: list[tuple[Subject, str]]):
    found = [(each.subject, each.name) for each in read_command("x", family, command)]
    assert found == expected


@pytest.mark.parametrize(
    ("command", "packages"),
    [
        (("npx", "a"), ["a"]),
        (("npx", "--yes", "@s/a@1.2", "b"), ["@s/a"]),
        (("npx", "-p", "a", "b"), ["a", "b"]),
        (("npx", "--package=a", "b"), ["a", "b"]),
        (("npm", "exec", "--", "a"), ["a"]),
        (("npm", "run", "a"), []),
        (("npm", "exec"), []),
        (("pnpm", "dlx", "a"), ["a"]),
        (("yarn", "dlx", "a"), ["a"]),
        (("yarn", "add", "a"), []),
    ],
)
def test_reads_what_npx_and_its_like_fetch(command: tuple[str, ...], packages: list[str]):
    expected = [Running(Subject.NPM_PACKAGE, each, is_fetched=True) for each in packages]
    assert list(read_command("node", "node", command)) == expected
    assert list(read_command("node", "node", ("node", f"/usr/bin/{command[0]}", *command[1:]))) == expected


@pytest.mark.parametrize(
    ("command", "packages"),
    [
        (("uvx", "Aider_Chat"), ["aider-chat"]),
        (("uvx", "a[b,c]>=1"), ["a"]),
        (("uvx", "--from", "a", "b"), ["a", "b"]),
        (("uvx", "--with", "x", "b"), ["b"]),
        (("uv", "tool", "run", "a"), ["a"]),
        (("uv", "run", "--python", "3.12", "a"), ["a"]),
        (("uv", "tool", "install", "a"), []),
        (("pipx", "run", "--spec", "a==1", "b"), ["a", "b"]),
        (("pipx", "install", "a"), []),
    ],
)
def test_reads_what_uvx_and_its_like_fetch(command: tuple[str, ...], packages: list[str]):
    found = [each.name for each in read_command("uv", "uv", command) if each.subject is Subject.PIP_PACKAGE]
    assert found == packages
