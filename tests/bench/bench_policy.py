"""What one verdict costs.

Run: `python -m tests.bench.bench_policy`. The policies have 10 to 5,000 rules of the kinds people write: most name a
destination, a label and a channel, so that few conditions are shared, some a group, hours, or an `unless`.
"""

from __future__ import annotations

import json
import sys
import timeit
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from agent.core import (
    Assessment,
    Channel,
    Destination,
    DestinationKind,
    Explanation,
    Finding,
    Layer,
    Scope,
)
from agent.policy import Facts, Policy, compile_policy, parse_policy
from agent.policy.authoring.explaining import explain
from tests.bench.table import Row, print_table

__all__ = ["measure"]

_SIZES = (10, 100, 600, 5_000)
_BUDGETED_SIZE = 600
_CALLS = 2_000
_REPEATS = 5


def measure() -> list[Row]:
    """Every figure; takes some twenty seconds."""
    return [
        *(row for size in _SIZES for row in _of_size(size)),
        _limited(f"verdict of three layers, {_BUDGETED_SIZE} rules each", _layered_us(), at_most_us=600.0),
    ]


def _of_size(size: int) -> list[Row]:
    text = _policy_text(size)
    policy = compile_policy(parse_policy(text))
    verdict_us = _us(partial(policy.evaluate, _FACTS))
    what = f"verdict, {size} rules"
    return [
        _limited(what, verdict_us, at_most_us=200.0)
        if size <= _BUDGETED_SIZE
        else Row(what=what, figure=verdict_us, unit="µs"),
        Row(what=f"policy text to compiled, {size} rules", figure=_compile_ms(text), unit="ms"),
        Row(what=f"explanation, {size} rules", figure=_us(partial(explain, policy, _FACTS), calls=3) / 1e3, unit="ms"),
    ]


def _layered_us() -> float:
    documents = [parse_policy(_policy_text(_BUDGETED_SIZE, layer)) for layer in Layer]
    return _us(partial(compile_policy(*documents).evaluate, _FACTS))


def _limited(what: str, figure_us: float, *, at_most_us: float) -> Row:
    return Row(what=what, figure=figure_us, unit="µs", budget=f"≤ {at_most_us:g}", ok=figure_us <= at_most_us)


def _us(call: Callable[[], object], calls: int = _CALLS) -> float:
    """Microseconds of one call: the best of some rounds, since the machine is shared."""
    return min(timeit.repeat(call, number=calls, repeat=_REPEATS)) / calls * 1e6


def _compile_ms(text: bytes) -> float:
    def compiled() -> Policy:
        return compile_policy(parse_policy(text))

    return min(timeit.repeat(compiled, number=1, repeat=_REPEATS)) * 1e3


def _policy_text(size: int, layer: Layer = Layer.GLOBAL) -> bytes:
    labels = ["public", "internal", "confidential", "restricted"]
    entities = ["EMAIL", "PHONE", "IBAN", "CREDIT_CARD", "SECRET", "PASSWORD"]
    channels = list(Channel)
    rules = [
        {
            "id": f"rule-{number}",
            "when": {
                "min_label": labels[1 + number % 3],
                "channel": channels[number % len(channels)],
                **({"destination": f"app-{number % 400}"} if number % 3 else {"entity": entities[number % 6]}),
                **({"group": f"group-{number % 50}"} if number % 5 == 0 else {}),
                **({"time": {"begins": "08:00", "ends": "18:00"}} if number % 7 == 0 else {}),
            },
            "action": ("audit", "warn", "block")[number % 3],
            "offers": ["redacted"],
            **({"unless": {"team": f"team-{number % 20}"}} if number % 4 == 0 else {}),
        }
        for number in range(size)
    ]
    earned = [{"name": label, "any_of": [{"entity": entities[rank + 1]}]} for rank, label in enumerate(labels)]
    del earned[0]["any_of"]
    head: dict[str, object] = {"name": "Bench", "version": "1", "layer": layer, "mode": "enforce"}
    head |= {"labels": earned if layer is Layer.GLOBAL else []}
    return json.dumps(head | {"rules": rules}).encode()


def _facts() -> Facts:
    findings = tuple(
        Finding(
            entity=("EMAIL", "IBAN", "PHONE")[number % 3],
            start=number,
            end=number + 1,
            confidence=0.9,
            recognizer="bench",
            explanation=Explanation(summary="bench"),
        )
        for number in range(20)
    )
    return Facts(
        assessment=Assessment(findings=findings),
        destination=Destination(destination_id="app-7", name="App 7", vendor="Acme", kind=DestinationKind.ASSISTANT),
        channel=Channel.CLIPBOARD,
        scope=Scope(user="jdoe", groups=frozenset({"staff", "group-5"}), team="team-4", at=datetime.now(UTC)),
    )


_FACTS = _facts()

if __name__ == "__main__":
    measured = measure()
    print_table("Policy", measured)
    sys.exit(any(row.ok is False for row in measured))
