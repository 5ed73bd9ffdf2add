"""The real script on pretended machines: its PATH holds stand-ins for dpkg-query, apt-get, sudo and id."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "installer" / "linux" / "system-packages.sh"
EVERYTHING = ["python3", *re.findall(r"\b[a-z][a-z0-9.+-]+\b", SCRIPT.read_text(encoding="utf-8"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A folder that is the whole PATH, with bash and env beside the stand-ins."""

    folder: Path

    def add(self, name: str, script: str) -> None:
        """Put a program on the machine."""
        program = self.folder / name
        program.write_text(f"#!{shutil.which('bash')}\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the script on it."""
        command = (shutil.which("bash") or "", str(SCRIPT), *arguments)
        env = {"PATH": str(self.folder)}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=30)

    def calls(self) -> list[str]:
        """What apt-get was asked to do."""
        log = self.folder / "calls"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Not Debian, and only a Python interpreter on it."""
    made = Machine(folder=tmp_path)
    made.add("python3", "exit 0")
    (tmp_path / "env").symlink_to(shutil.which("env") or "")
    return made


def _make_debian(machine: Machine, installed: list[str], *, uid: int = 0, apt_get: int = 0) -> Machine:
    lines = "\n".join(f"installed {name}" for name in installed)
    machine.add("dpkg-query", f"echo 'config-files xclip-removed'\necho '{lines}'")
    machine.add("apt-get", f'echo "$DEBIAN_FRONTEND $*" >> {machine.folder / "calls"}; exit {apt_get}')
    machine.add("id", f"echo {uid}")
    return machine


@pytest.mark.parametrize("wanted", ["python", "run", "test"])
def test_is_silent_and_asks_nothing_of_apt_when_nothing_is_missing(machine: Machine, wanted: str):
    _make_debian(machine, EVERYTHING)
    done = machine.run(wanted)
    assert (done.returncode, done.stdout, done.stderr, machine.calls()) == (0, "", "", [])


def test_root_gets_only_what_is_missing_and_is_told(machine: Machine):
    _make_debian(machine, [name for name in EVERYTHING if name not in {"xclip", "libegl1"}])
    done = machine.run("run")
    assert done.returncode == 0
    assert "installing 2 missing system packages (takes a minute): libegl1 xclip" in done.stderr
    update, install = machine.calls()
    assert update == "noninteractive -qq update"
    assert install.startswith("noninteractive ")
    assert install.endswith("install --yes --no-install-recommends libegl1 xclip")


def test_a_removed_package_is_missing_and_a_renamed_one_is_not(machine: Machine):
    names = [name for name in EVERYTHING if name not in {"xclip", "libglib2.0-0"}]
    machine = _make_debian(machine, [*names, "libglib2.0-0t64"])
    assert machine.run("--print", "run").stdout.endswith("--no-install-recommends xclip\n")


def test_sudo_without_password_is_used(machine: Machine):
    _make_debian(machine, [], uid=1000)
    machine.add("sudo", 'shift; "$@"')
    machine.add("true", "exit 0")
    assert machine.run("run").returncode == 0
    assert len(machine.calls()) == 2


def test_without_rights_prints_the_one_line_and_stops(machine: Machine):
    _make_debian(machine, [name for name in EVERYTHING if name != "xclip"], uid=1000)
    machine.add("sudo", "exit 1")
    done = machine.run("run")
    assert done.returncode == 1
    line = "sudo apt-get update && sudo apt-get install --yes --no-install-recommends xclip"
    assert done.stderr.splitlines()[-1] == line
    assert machine.calls() == []


def test_a_failing_apt_is_a_failure_with_the_line(machine: Machine):
    _make_debian(machine, [name for name in EVERYTHING if name != "xclip"], apt_get=100)
    done = machine.run("run")
    assert done.returncode == 1
    assert "sudo apt-get install --yes --no-install-recommends xclip" in done.stderr


def test_print_changes_nothing(machine: Machine):
    _make_debian(machine, [])
    done = machine.run("--print", "test")
    assert done.returncode == 0
    assert re.fullmatch(r"sudo apt-get update && sudo apt-get install .* xvfb .*\n", done.stdout)
    assert machine.calls() == []


def test_each_set_contains_the_one_before(machine: Machine):
    _make_debian(machine, [])
    sets = [set(machine.run("--print", wanted).stdout.split()) for wanted in ("run", "test")]
    assert sets[0] < sets[1]
    assert "xvfb" not in sets[0]


def test_a_machine_without_python_gets_one(machine: Machine):
    _make_debian(machine, [])
    (machine.folder / "python3").unlink()
    assert machine.run("--print", "python").stdout.endswith(" python3 python3-venv\n")


def test_elsewhere_run_names_what_is_needed_and_goes_on(machine: Machine):
    done = machine.run("run")
    assert done.returncode == 0
    assert "xcb" in done.stderr


def test_elsewhere_test_names_the_missing_programs_and_stops(machine: Machine):
    machine.add("Xvfb", "exit 0")
    done = machine.run("test")
    assert done.returncode == 1
    assert "also need: openbox " in done.stderr


def test_elsewhere_test_goes_on_when_every_program_is_there(machine: Machine):
    [programs] = re.findall(r"^test_programs=\((.*)\)$", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
    for program in programs.split():
        machine.add(program, "exit 0")
    assert machine.run("test").returncode == 0


@pytest.mark.parametrize("arguments", [(), ("everything",), ("run", "test"), ("--print",)])
def test_anything_else_is_a_usage_error(machine: Machine, arguments: tuple[str, ...]):
    assert machine.run(*arguments).returncode == 2
