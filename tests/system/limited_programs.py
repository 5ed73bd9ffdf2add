"""Limited children of tests: small programs for `python -c`, started as `LimitedChild` starts them."""

from __future__ import annotations

import sys

__all__ = ["OBEYS", "command"]

_PROLOGUE = """
import os, signal, sys
channel = int(sys.argv[sys.argv.index("--channel-fd") + 1])
"""

OBEYS = """
from agent.system.child_loop import serve

def answer(frames):
    order, text = (frame.decode() for frame in frames)
    if order == "hang":
        if text:
            open(text, "w").close()
        signal.pause()
    elif order == "end":
        os._exit(int(text))
    elif order == "end once":
        if os.path.exists(text):
            os.unlink(text)
            os._exit(0)
    elif order == "signal":
        os.kill(os.getpid(), int(text))
    elif order == "raise":
        raise ValueError(text)
    elif order == "close":
        os.close(channel)
        signal.pause()
    elif order == "say":
        os.write(channel, bytes.fromhex(text))
    elif order == "large":
        return bytes(int(text))
    elif order == "pid":
        return str(os.getpid()).encode()
    elif order == "environment":
        return " ".join(sorted(os.environ)).encode()
    elif order == "files":
        return " ".join(n for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")).encode()
    elif order == "session":
        streams = [os.readlink(f"/proc/self/fd/{number}") for number in range(3)]
        return f"{os.getsid(0) == os.getpid()} {streams}".encode()
    return f"{order}: {text}".encode()

serve(channel, answer, frames_per_request=2, idle_s=IDLE_S, limit_bytes=1 << 24)
"""
"""Does what the first frame of a request says, with the second one."""


def command(program: str, *, idle_s: float = 60.0) -> tuple[str, ...]:
    """How to start a program that has its end of the channel as `channel`."""
    return (sys.executable, "-c", f"{_PROLOGUE}IDLE_S = {idle_s}\n{program}")
