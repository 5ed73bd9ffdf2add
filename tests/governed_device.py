"""A device that an organization governs, as processes: the machine service, users' agents, and the command line."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from agent.ipc.client import AgentClient
from agent.ipc.machine_messages import MachineStatusResult
from agent.ipc.messages import StatusResult
from agent.ipc.wire import Nothing
from agent.sync.child import SyncChild
from tests.fakes.repository_server import RepositoryServer
from tests.processes import OwnedProcess
from tests.waiting import wait_until

__all__ = ["Device", "User", "can_run_as", "governed_device"]

_ROOT = Path(__file__).parents[1]
_STARTS_S = 30.0


def can_run_as(uid: int) -> bool:
    """Whether a test can start the interpreter as that user."""
    if os.getuid() != 0:
        return False
    command = (*_as(uid), sys.executable, "-c", "import agent")
    return subprocess.run(command, cwd=_ROOT, env=_env(Path("/")), capture_output=True, check=False).returncode == 0


def _as(uid: int) -> tuple[str, ...]:
    return () if uid == os.getuid() else ("setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--")


def _env(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "r"),
        "PYTHONPATH": str(_ROOT),
        "CORDON_MODEL": "0",
    }


@dataclass(slots=True)
class User:
    """A user of the device, with an agent of their own.

    Attributes:
        agent: its process; None while there is none.
    """

    device: Device
    uid: int
    home: Path
    agent: OwnedProcess | None = None

    @property
    def state(self) -> Path:
        """Where their own Cordon keeps its files."""
        return self.home / ".local/state/cordon"

    @property
    def socket(self) -> Path:
        """Where their agent answers."""
        return self.home / "r/cordon/agent.sock"

    def start(self, *policy: str) -> None:
        """Start the agent, and wait until it runs."""
        self.agent = self._program(
            "-m", "tests.agent_program", str(self.device.state), str(self.device.socket), *policy
        )
        agent = self.agent
        wait_until(lambda: "ready" in agent.output(), what="the agent to run", timeout_s=_STARTS_S)

    def fail_to_start(self, *policy: str) -> str:
        """Start an agent that cannot run, and return what it says."""
        agent = self._program("-m", "tests.agent_program", str(self.device.state), str(self.device.socket), *policy)
        agent.wait(_STARTS_S)
        return agent.output()

    def stop(self) -> None:
        """End the agent."""
        if self.agent is not None:
            self.agent.stop()
            self.agent = None

    def status(self) -> StatusResult:
        """What the agent says of itself."""
        with AgentClient(self.socket, uids={self.uid}) as client:
            return client.call("status.get", Nothing(), StatusResult)

    def policy(self) -> tuple[str, str]:
        """Where the policy in force comes from, and its version."""
        status = self.status()
        return status.policy_origin, status.policy_version

    def codes(self) -> set[str]:
        """Open health issues that people are shown."""
        return {issue.code for issue in self.status().health}

    def cordon(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command as this user."""
        command = (*_as(self.uid), sys.executable, "-m", "agent", *arguments)
        return subprocess.run(
            command, cwd=_ROOT, env=_env(self.home), capture_output=True, text=True, check=False, timeout=60
        )

    def _program(self, *arguments: str) -> OwnedProcess:
        log = self.device.folder / f"agent-{self.uid}-{len(self.device.started)}.log"
        process = OwnedProcess.start((*_as(self.uid), sys.executable, *arguments), env=_env(self.home), log=log)
        self.device.started.append(process)
        return process


@dataclass(slots=True)
class Device:
    """A device and its organization's server.

    Attributes:
        state: of the machine service.
        socket: where it answers.
        machine: its process; None while there is none.
        started: every process of a test.
    """

    folder: Path
    server: RepositoryServer
    started: list[OwnedProcess] = field(default_factory=list)
    machine: OwnedProcess | None = None

    @property
    def state(self) -> Path:
        """The machine service's."""
        return self.folder / "machine"

    @property
    def socket(self) -> Path:
        """The machine service's."""
        return self.folder / "run/machine.sock"

    def user(self, uid: int) -> User:
        """A user with an empty home."""
        home = self.folder / f"home-{uid}"
        (home / "r").mkdir(parents=True, mode=0o700)
        for folder in (home, home / "r"):
            folder.chmod(0o700)
            os.chown(folder, uid, uid)
        return User(self, uid, home)

    def enroll(self, user: User, *options: str) -> subprocess.CompletedProcess[str]:
        """Enrol with a token that works once more; for one user, or with `--machine` for all."""
        self.server.tokens = dict.fromkeys(self.server.tokens, 1)
        token = self.folder / f"{user.uid}.token"
        token.write_bytes(self.server.token().to_bytes())
        token.chmod(0o600)
        os.chown(token, user.uid, user.uid)
        machine = ("--state", str(self.state)) if "--machine" in options else ()
        return user.cordon("enroll", "--token-file", str(token), *options, *machine)

    def enroll_machine(self) -> None:
        """Enrol for all users, without the command line, which takes longer."""
        self.state.mkdir(mode=0o755)

        async def enroll() -> None:
            child = SyncChild(self.state)
            report = await child.enroll(self.server.token(), os_name="linux")
            await child.close()
            assert report.sync.trouble is None, report.sync

        asyncio.run(enroll())

    def start_machine(self) -> None:
        """Start the machine service, and wait until it answers."""
        command = (sys.executable, "-m", "agent", "machine", "run", "--state", str(self.state), "--socket")
        log = self.folder / f"machine-{len(self.started)}.log"
        machine = OwnedProcess.start((*command, str(self.socket)), env=_env(self.folder), log=log)
        self.started.append(machine)
        self.machine = machine
        wait_until(lambda: "ready" in machine.output(), what="the machine service to run", timeout_s=_STARTS_S)

    def stop_machine(self) -> None:
        """End it."""
        if self.machine is not None:
            self.machine.stop()
            self.machine = None

    def machine_status(self) -> MachineStatusResult:
        """What the machine service says of itself."""
        with AgentClient(self.socket, uids={os.getuid()}) as client:
            return client.call("machine.status", Nothing(), MachineStatusResult)


@contextmanager
def governed_device(server: RepositoryServer) -> Iterator[Device]:
    """A device for as long as the block lasts; everybody may look into its folder, whose path is short."""
    with tempfile.TemporaryDirectory(prefix="cordon-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        device = Device(folder, server)
        try:
            yield device
        finally:
            for process in device.started:
                process.stop()
