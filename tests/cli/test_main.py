"""What all commands share: hardening, help, errors with the next step, exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from agent import __version__
from tests.cli.conftest import Home
from tests.waiting import wait_until


def test_prints_its_version(home: Home):
    done = home.run("--version")
    assert done.returncode == 0
    assert done.stdout.decode().strip() == f"cordon {__version__}"


def test_help_lists_every_command_and_hides_the_tray(home: Home):
    text = home.run("--help").stdout.decode()
    for command in (
        "run agent gui status doctor history scan redact rehydrate vault edm stop".split()  # noqa: SIM905 - a word list reads better so
    ):
        assert command in text
    assert "tray " not in text.lower().replace("its tray", "")


def test_each_command_has_an_example(home: Home):
    commands = (
        "run",
        "agent",
        "gui",
        "stop",
        "status",
        "doctor",
        "history list",
        "scan",
        "redact",
        "rehydrate",
        "vault status",
        "vault forget",
        "edm build",
        "edm inspect",
        "edm test",
    )
    for command in commands:
        assert b"Example" in home.run(*command.split(), "--help").stdout, command


def test_what_a_command_does_not_need_is_not_loaded(home: Home):
    heavy = "agent.engines agent.policy agent.detection agent.vault agent.history sqlcipher3 re2 jeepney asyncio"
    assert _loaded(home, heavy, "status") == (4, "[]\n")
    heavy = "agent.ipc agent.vault agent.service agent.redaction asyncio ssl sqlcipher3 keyring phonenumbers stdnum"
    assert _loaded(home, heavy, "scan", "/dev/null", "--format", "json")[1].endswith("\n[]\n")


def _loaded(home: Home, modules: str, *arguments: str) -> tuple[int, str]:
    """The exit code of a command, and what it prints with those of the modules behind that it has loaded."""
    code = (
        f"import sys; sys.argv = {['cordon', *arguments]}\n"
        "from agent.cli.main import main\n"
        "try: main()\n"
        f"finally: print([name for name in {modules.split()} if name in sys.modules])"
    )
    done = subprocess.run((sys.executable, "-c", code), env=home.env, capture_output=True, check=False, timeout=30)
    return done.returncode, done.stdout.decode()


def test_an_error_says_what_and_what_next_without_a_traceback(home: Home):
    done = home.run("status")
    assert done.returncode == 4
    assert done.stdout == b""
    assert "Cordon is not running." in done.stderr.decode()
    assert "cordon run" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_wrong_usage_has_its_own_exit_code(home: Home):
    assert home.run("history", "list", "--limit", "0").returncode == 2
    assert home.run("no-such-command").returncode == 2


def test_a_reader_that_has_had_enough_is_no_error(home: Home):
    text = "card 4111 1111 1111 1111\n" * 20_000
    scan = subprocess.Popen(
        (sys.executable, "-m", "agent", "scan", "-"),
        env=home.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with scan:
        assert scan.stdin is not None
        assert scan.stdout is not None
        assert scan.stderr is not None
        scan.stdin.write(text.encode())
        scan.stdin.close()
        scan.stdout.readline()
        scan.stdout.close()
        assert scan.stderr.read() == b""
        assert scan.wait(30) == 141


def test_errors_that_nobody_can_be_told_keep_their_exit_code(home: Home):
    shell = f"exec {sys.executable} -m agent status 2>/dev/full"
    assert subprocess.run(("sh", "-c", shell), env=home.env, check=False, timeout=30).returncode == 4


COMMANDS = ["vault status", "doctor --format json", "redact --mode mask", "rehydrate", "scan -", "scan --format json"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_is_gone_has_its_exit_code_and_no_message(home: Home, command: str):
    reading, writing = os.pipe()
    os.close(reading)
    done = _writes_to(writing, home, command)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("command", COMMANDS)
def test_results_that_cannot_be_written_are_an_error(home: Home, command: str):
    done = _writes_to(os.open("/dev/full", os.O_WRONLY), home, command)
    assert done.returncode == 5
    assert b"cannot be written" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_in_the_middle_is_no_success(home: Home, unbuffered: str):
    rehydrate = subprocess.Popen(
        (sys.executable, "-m", "agent", "rehydrate"),
        env=home.env | {"PYTHONUNBUFFERED": unbuffered},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with rehydrate:
        assert rehydrate.stdin is not None
        assert rehydrate.stdout is not None
        assert rehydrate.stderr is not None
        rehydrate.stdin.write(b"see you at lunch\n" * 100_000)
        rehydrate.stdin.close()
        rehydrate.stdout.read(1000)
        rehydrate.stdout.close()
        assert rehydrate.stderr.read() == b""
        assert rehydrate.wait(30) == 141


def _writes_to(descriptor: int, home: Home, command: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            (sys.executable, "-m", "agent", *command.split()),
            env=home.env,
            input=b"jane@example.com",
            stdout=descriptor,
            stderr=subprocess.PIPE,
            check=False,
            timeout=30,
        )
    finally:
        os.close(descriptor)


def test_ctrl_c_ends_a_command_quietly(home: Home):
    scan = subprocess.Popen(
        (sys.executable, "-m", "agent", "scan", "-"), env=home.env, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with scan:
        # Reading standard input is the first thing that can be seen of it.
        wait_until(lambda: "pipe_read" in _waits_in(scan.pid) or "anon_pipe" in _waits_in(scan.pid), what="the scan")
        scan.send_signal(signal.SIGINT)
        assert scan.stderr is not None
        assert b"Traceback" not in scan.stderr.read()
        assert scan.wait() == 130


def test_every_process_forbids_core_dumps_and_ptrace(home: Home):
    code = (
        "import ctypes, resource, sys; sys.argv = ['cordon', '--version'];\n"
        "from agent.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run((sys.executable, "-c", code), env=home.env, capture_output=True, check=True, timeout=30)
    assert done.stdout.decode().splitlines()[-1] == "(0, 0) 0"


def _waits_in(pid: int) -> str:
    """The kernel function that a process waits in."""
    with open(f"/proc/{pid}/wchan", encoding="ascii") as file:  # noqa: PTH123 - /proc
        return file.read() + os.linesep


def test_closed_standard_streams_are_no_crash(home: Home):
    shell = f"exec {sys.executable} -m agent scan - <&- 2>&1"
    done = subprocess.run(("sh", "-c", shell), env=home.env, capture_output=True, check=False, timeout=30)
    assert b"There is no standard input" in done.stdout
    assert b"Traceback" not in done.stdout
    shell = f"exec {sys.executable} -m agent status >&-"
    done = subprocess.run(("sh", "-c", shell), env=home.env, capture_output=True, check=False, timeout=30)
    assert done.returncode == 4
    assert b"Traceback" not in done.stderr
