"""`cordon hook TOOL`: one message in, one answer out, before each step of a coding agent. Loads as little as it can.

Rules kept here:

- It answers within its deadline, whatever happens: a tool that does not finish its message, an agent that hangs.
- Standard output gets the answer and nothing else. Nothing of the message goes anywhere but to the agent's socket.
- Where the agent can be asked, policy decides, also about a message that cannot be read or is too large. Where it
  cannot be asked (it does not run, does not answer), the step goes on; exit code 1 and a line on standard error tell
  the tool, whose protocol has them for a hook that did not work. With --fail-closed, whatever was not judged is held
  back by exit code 2, also where policy would let it through.
"""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from agent.core.errors import AgentError, EnvironmentProblemError
from agent.hooks.call import Abilities, HookAnswer, HookCall, HookDecision, HookEvent, HookMessageError, HookProblem
from agent.hooks.protocols import PROTOCOLS, Protocol
from agent.ipc.client import AgentClient, AgentSilentError
from agent.ipc.codec import FrameError
from agent.ipc.hook_messages import JUDGE, AbilitiesModel, HookJudgeParams, HookJudgeResult, PieceModel
from agent.system.folders import xdg_folders

__all__ = [
    "DEADLINE_S",
    "FAILED_CLOSED",
    "FAILED_OPEN",
    "FAIL_CLOSED_OPTION",
    "MESSAGE_LIMIT_BYTES",
    "HookOptions",
    "parse_options",
    "run_hook",
]

DEADLINE_S: Final = 2.0
MESSAGE_LIMIT_BYTES: Final = 8 << 20
FAILED_OPEN: Final = 1
"""As Claude Code, Cursor and Codex have it: the hook did not work, the step goes on."""
FAILED_CLOSED: Final = 2
"""As they have it: the step is held back, and standard error says why."""
FAIL_CLOSED_OPTION: Final = "--fail-closed"

_WAY_BACK_S = 0.15
_READ_BYTES = 1 << 16
_LONGEST_DEADLINE_S = 30.0
_LONGEST_ID = 100


class HookInputError(EnvironmentProblemError):
    """The tool did not hand over a message in time."""

    code = "hook_input"


class HookUsageError(EnvironmentProblemError):
    """The command that the tool was given cannot be understood."""

    code = "hook_usage"


class NotJudgedError(EnvironmentProblemError):
    """The agent could not judge a step."""

    code = "hook_not_judged"


class HeldBackError(EnvironmentProblemError):
    """Policy holds back what cannot be read."""

    code = "hook_held_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookOptions:
    """How to answer.

    Attributes:
        fails_closed: whether a step that was not judged is held back.
        destination_id: which AI tool it is, where the protocol does not tell.
        deadline_s: seconds from the start to the answer.
    """

    fails_closed: bool = False
    destination_id: str = ""
    deadline_s: float = DEADLINE_S


def run_hook(tool: str, arguments: Sequence[str], started_at: float) -> int:
    """Answer one message of a tool, and return the exit code.

    Args:
        tool: one of `PROTOCOLS`.
        arguments: what follows it on the command line.
        started_at: when the process began, by the monotonic clock.
    """
    exit_code = FAILED_CLOSED if FAIL_CLOSED_OPTION in arguments else FAILED_OPEN
    try:
        options = parse_options(arguments)
        return _write(_answer(PROTOCOLS[tool], options, started_at + options.deadline_s))
    except HeldBackError as exc:
        exit_code, why = FAILED_CLOSED, str(exc)
    except AgentError as exc:
        why = str(exc)
    except Exception as exc:  # noqa: BLE001 - the process's top: Python's exit code would say nothing to the tool
        why = f"{type(exc).__name__} in Cordon itself."
    with suppress(OSError, ValueError, AttributeError):  # nobody may be there to be told
        sys.stderr.write(f"cordon: this step was not judged. {why}\n")
        sys.stderr.flush()
    return exit_code


def parse_options(arguments: Sequence[str]) -> HookOptions:
    """Return the options of a hook's command.

    Raises:
        HookUsageError: they cannot be understood.
    """
    options, left = HookOptions(), iter(arguments)
    for argument in left:
        if argument == FAIL_CLOSED_OPTION:
            options = replace(options, fails_closed=True)
            continue
        name, has_value, value = argument.partition("=")
        value = value if has_value else next(left, "")
        if name == "--destination" and 0 < len(value) <= _LONGEST_ID:
            options = replace(options, destination_id=value)
        elif name == "--deadline" and (seconds := _seconds(value)) is not None:
            options = replace(options, deadline_s=seconds)
        else:
            raise HookUsageError("The hook's command cannot be understood", hint="See `cordon hook --help`.")
    return options


def _seconds(text: str) -> float | None:
    with suppress(ValueError):
        seconds = float(text)
        if 0 < seconds <= _LONGEST_DEADLINE_S:
            return seconds
    return None


def _answer(protocol: Protocol, options: HookOptions, deadline: float) -> HookAnswer:
    asked = _Asked(protocol.destination_id or options.destination_id, deadline)
    message, size_bytes = _read(deadline)
    try:
        call = protocol.parse(message) if message is not None else None
    except HookMessageError as exc:
        raise _unread(asked, HookProblem.MALFORMED, size_bytes, str(exc)) from exc
    if message is None:
        raise _unread(asked, HookProblem.TOO_LARGE, size_bytes, "The hook's message is too large.")
    if call is None:
        return HookAnswer()
    try:
        result = asked.judge(call, size_bytes)
    except FrameError:  # more than an IPC message may hold
        result = asked.judge(replace(call, pieces=()), size_bytes, HookProblem.TOO_LARGE)
    if not result.is_judged and options.fails_closed and result.decision is not HookDecision.DENY:
        raise NotJudgedError("The agent could not judge it in time, or at all")
    return protocol.answer(call, result.to_outcome())


class _Asked:
    """The agent, asked within a deadline."""

    def __init__(self, destination_id: str, deadline: float) -> None:
        self._destination_id = destination_id
        self._deadline = deadline

    def judge(self, call: HookCall, size_bytes: int, problem: HookProblem | None = None) -> HookJudgeResult:
        """Return what policy says of a call; FrameError when it is too large to be asked about."""
        pieces = tuple(PieceModel.of(each) for each in call.pieces)
        with AgentClient(xdg_folders(os.environ).agent_socket, timeout_s=self._left_s()) as client:
            left_s = self._left_s()
            params = HookJudgeParams(
                event=call.event,
                abilities=AbilitiesModel.of(call.abilities),
                timeout_ms=int(max(left_s - _WAY_BACK_S, 0) * 1000),
                destination_id=self._destination_id,
                pieces=pieces,
                problem=problem,
                size_bytes=size_bytes,
            )
            return client.call(JUDGE, params, HookJudgeResult, timeout_s=left_s)

    def _left_s(self) -> float:
        left_s = self._deadline - time.monotonic()
        if left_s <= 0:
            raise AgentSilentError("The agent does not answer in time")
        return left_s


def _unread(asked: _Asked, problem: HookProblem, size_bytes: int, why: str) -> AgentError:
    """What to raise for a message that nobody can read: what policy says of such a step, whatever it is."""
    call = HookCall(event=HookEvent.TOOL_CALL, native_event="", pieces=(), abilities=Abilities())
    if asked.judge(call, size_bytes, problem).decision is HookDecision.DENY:
        return HeldBackError("Policy holds back what cannot be read", detail=why)
    return NotJudgedError(why.removesuffix("."))


def _read(deadline: float) -> tuple[bytes | None, int]:
    """The whole message, or None where it is too large; and how many bytes were read."""
    data, descriptor = bytearray(), 0
    try:
        while len(data) <= MESSAGE_LIMIT_BYTES:
            ready, _, _ = select.select((descriptor,), (), (), max(deadline - time.monotonic(), 0))
            if not ready:
                raise HookInputError("The tool did not finish the hook's message in time")
            read = os.read(descriptor, _READ_BYTES)
            if not read:
                return bytes(data), len(data)
            data += read
    except OSError as exc:
        raise HookInputError("The hook's message cannot be read", detail=f"{exc.strerror}.") from exc
    return None, len(data)


def _write(answer: HookAnswer) -> int:
    left = memoryview(answer.output.encode("ascii"))
    try:
        while left:
            left = left[os.write(1, left) :]
    except OSError as exc:
        raise HookInputError("The tool does not take the answer", detail=f"{exc.strerror}.") from exc
    return answer.exit_code
