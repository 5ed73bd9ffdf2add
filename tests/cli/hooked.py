"""A real agent that a coding agent's hook can ask, under a policy with every action, and the hook as a program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.processes import OwnedProcess
from tests.waiting import wait_until

__all__ = ["CARD", "IBAN", "MAIL", "PHONE", "Hooked", "policy_with"]

CARD = "4111 1111 1111 1111"
IBAN = "DE89370400440532013000"
MAIL = "jane.doe@example.org"
PHONE = "+49 30 901820"

_STARTS_S = 60.0
_POLICY = """\
name: Hooks
version: "1"
mode: enforce
labels:
  - name: open
  - {{name: told, any_of: [{{entity: EMAIL}}]}}
  - {{name: asked, any_of: [{{entity: PHONE}}]}}
  - {{name: cut, any_of: [{{entity: CREDIT_CARD}}]}}
  - {{name: shut, any_of: [{{entity: IBAN}}]}}
rules:
  - {{id: tell, when: {{label: told}}, action: warn, message: Mind the mail.}}
  - {{id: ask, when: {{label: asked}}, action: justify}}
  - {{id: cut, when: {{label: cut}}, action: redact}}
  - {{id: shut, when: {{label: shut}}, action: block}}
  - {{id: unread, when: {{inspection: [partial, uninspectable]}}, action: audit}}
fail: {{command_line: {fail}}}
"""


def policy_with(fail: str) -> str:
    """A policy that fails open or closed for hooks."""
    return _POLICY.format(fail=fail)


@dataclass(slots=True, kw_only=True)
class Hooked:
    """A home with an agent.

    Attributes:
        folder: of everything.
        agent: while it runs.
    """

    folder: Path
    agent: OwnedProcess | None = None

    @property
    def env(self) -> dict[str, str]:
        """The whole environment of its programs."""
        found = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.folder)}
        kept = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
        return {**found, **kept, "XDG_RUNTIME_DIR": str(self.folder / "r")}

    @property
    def log(self) -> Path:
        """What the agent says on its standard streams."""
        return self.folder / "agent.out"

    def start(self, fail: str = "open") -> None:
        """Start the agent, and wait until it runs."""
        (self.folder / "r").mkdir(mode=0o700, exist_ok=True)
        policy = self.folder / "policy.yaml"
        policy.write_text(policy_with(fail), encoding="utf-8")
        machine = (str(self.folder / "m"), str(self.folder / "ms"))
        command = (sys.executable, "-m", "tests.agent_program", *machine, str(policy))
        agent = self.agent = OwnedProcess.start(command, env=self.env, log=self.log)
        wait_until(lambda: "ready" in agent.output(), what="the agent to run", timeout_s=_STARTS_S)

    def stop(self) -> None:
        """End the agent."""
        if self.agent is not None:
            self.agent.stop()
            self.agent = None

    def cordon(
        self, *arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run `cordon`."""
        command = (sys.executable, "-P", "-m", "agent", *arguments)
        return subprocess.run(
            command, env={**self.env, **(env or {})}, input=stdin, capture_output=True, check=False, timeout=60
        )

    def hook(self, tool: str, message: object, *options: str) -> subprocess.CompletedProcess[bytes]:
        """Run a hook as its tool does. The deadline is generous: these are no measurements."""
        stdin = message if isinstance(message, bytes) else json.dumps(message).encode()
        return self.cordon("hook", tool, "--deadline", "30", *options, stdin=stdin)

    def said(self, tool: str, message: object, *options: str) -> dict[str, Any]:
        """What a hook answers; nothing where it says nothing."""
        ended = self.hook(tool, message, *options)
        assert (ended.returncode, ended.stderr) == (0, b"")
        output: dict[str, Any] = json.loads(ended.stdout or b"{}")
        return output

    def events(self) -> list[dict[str, Any]]:
        """The agent's history, newest first."""
        listed = self.cordon("history", "list", "--all", "--format", "json")
        assert listed.returncode == 0, listed.stderr
        events: list[dict[str, Any]] = json.loads(listed.stdout)["events"]
        return events

    def new_events(self, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What the history has beside what is known."""
        ids = {event["event_id"] for event in known}
        return [event for event in self.events() if event["event_id"] not in ids]
