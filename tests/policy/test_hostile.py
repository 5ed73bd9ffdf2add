"""Policies that were made to hurt: each is refused with a clear error, within a second's work and little memory."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

_READ = """
import sys
from agent.policy import PolicyError, parse_policy
try:
    parse_policy(sys.stdin.buffer.read())
except PolicyError as exc:
    print(exc)
"""
_CPU_S, _MEMORY_BYTES = 10, 1 << 30

HEAD = b'name: n\nversion: "1"\nmode: enforce\nlabels: [{name: low}]\n'
_LAUGHS = b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (i, i, i - 1, i - 1) for i in range(98, 123))
HOSTILE = {
    "a bomb of aliases": (_LAUGHS, "anchors and aliases are not allowed"),
    "ten megabytes": (HEAD + b"rules: []\n#" + b"x" * (10 << 20), "too large"),
    "a megabyte of brackets": (HEAD + b"rules: " + b"[" * 1_000_000, "nested more than"),
    "a megabyte of mappings": (HEAD + b"rules: " + b"{a: " * 200_000, "nested more than"),
    "deep by indentation": (b"".join(b" " * i + b"a:\n" for i in range(1_000)), "nested more than"),
    "many values": (HEAD + b"rules: [" + b"1," * 400_000 + b"1]", "more than 100000 values"),
    "a long key": (HEAD + b"? " + b"k" * 900_000 + b"\n: 1\nrules: 5\n", "rules: must be a list"),
    "many rules that are none": (HEAD + b"rules: [" + b"{}," * 45_000 + b"{}]", "rules"),
    "many unknown names": (
        HEAD + b"rules: [{id: a, action: warn, when: {entity: [" + b"EMIAL," * 300 + b"X]}}]",
        "entity",
    ),
    "many unknown names, and as many that are known": (
        HEAD
        + b"recognizers: ["
        + b",".join(b"{entity: ENT%06d}" % number for number in range(20_000))
        + b"]\nrules:\n"
        + b"".join(
            b" - {id: r%d, action: warn, when: {entity: [%s]}}\n"
            % (rule, b",".join(b"XNT%06d" % name for name in range(200)))
            for rule in range(200)
        ),
        "unknown entity",
    ),
    "many rules and many that are unknown": (
        HEAD
        + b"rules:\n"
        + b"".join(b" - {id: %s-%05d, when: {}, action: warn}\n" % (b"r" * 54, number) for number in range(5_000))
        + b"exceptions:\n"
        + b"".join(
            b" - {rules: [%s], max_label: low, down_to: audit, max_days: 3}\n"
            % b",".join(b"%s-%05d" % (b"r" * 54, number) for number in range(6_000, 6_100))
            for _ in range(90)
        ),
        "unknown rule",
    ),
    "many networks that are unknown": (
        HEAD
        + b"networks: {"
        + b",".join(b"n%s-%02d: {addresses: 10.0.0.0/8}" % (b"n" * 50, number) for number in range(100))
        + b"}\nrules:\n"
        + b"".join(
            b" - {id: r%d, action: warn, when: {network: [%s]}}\n"
            % (rule, b",".join(b"nx-%d" % name for name in range(200)))
            for rule in range(400)
        ),
        "unknown network",
    ),
    "many labels that are unknown": (
        HEAD
        + b"rules:\n"
        + b"".join(
            b" - {id: r%d, action: warn, when: {label: [%s]}}\n" % (rule, b",".join([b"lxw"] * 200))
            for rule in range(400)
        ),
        "unknown label",
    ),
    "a number that fills memory": (HEAD + b"rules: " + b"9" * 900_000, "rules: must be a list"),
    "a merge key": (HEAD + b"<<: {rules: []}\n", "rules: is missing"),
    "another tag": (HEAD + b"rules: !!python/object/apply:os.system [id]\n", "tags (!name) are not allowed"),
    "no text at all": (b"\x00" * 100_000, "not YAML"),
    "half a character": (HEAD + b"rules: []\n# \xff", "not UTF-8"),
}


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


@pytest.mark.parametrize("what", HOSTILE)
def test_is_refused_within_limits(what: str):
    text, told = HOSTILE[what]
    done = subprocess.run(
        (sys.executable, "-c", _READ),
        input=text,
        capture_output=True,
        check=False,
        timeout=60,
        preexec_fn=_limited,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert told in done.stdout.decode()
    assert len(done.stdout) < 1_000
