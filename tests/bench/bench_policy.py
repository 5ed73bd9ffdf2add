"""What one verdict and one match of a window cost.

Run: `python -m tests.bench.bench_policy`. The policy has 600 rules of the kinds people write: most name a destination,
a label and a channel, so that few conditions are shared; the windows are the slowest kind, browser windows of long
titles.
"""

from __future__ import annotations

import json
import sys
import timeit
from collections.abc import Callable
from functools import partial

from agent.core import (
    ActiveWindow,
    Assessment,
    Channel,
    Destination,
    DestinationKind,
    Explanation,
    Finding,
)
from agent.destinations import packaged_catalogue
from agent.policy import Facts, Policy, compile_policy, parse_policy
from tests.bench.table import Row, print_table

__all__ = ["measure"]

_RULES = 600
_CALLS = 2_000
_REPEATS = 5


def measure() -> list[Row]:
    """Every figure; takes a few seconds."""
    text = _policy_text()
    policy = compile_policy(parse_policy(text))
    facts = _facts()
    catalogue = packaged_catalogue()
    windows = [
        ActiveWindow(window_id=1, title=title, app_class="firefox")
        for title in ("ChatGPT - trip plan — Mozilla Firefox", "A page about nothing — " * 8 + " — Mozilla Firefox")
    ]
    return [
        _limited(f"verdict, {_RULES} rules", _us(lambda: policy.evaluate(facts)), at_most_us=200.0),
        _limited(
            "window to destination", max(_us(partial(catalogue.match, each)) for each in windows), at_most_us=20.0
        ),
        Row(what=f"policy text to compiled, {_RULES} rules", figure=_compile_ms(text), unit="ms"),
    ]


def _limited(what: str, figure_us: float, *, at_most_us: float) -> Row:
    return Row(what=what, figure=figure_us, unit="µs", budget=f"≤ {at_most_us:g}", ok=figure_us <= at_most_us)


def _us(call: Callable[[], object]) -> float:
    """Microseconds of one call: the best of some rounds, since the machine is shared."""
    return min(timeit.repeat(call, number=_CALLS, repeat=_REPEATS)) / _CALLS * 1e6


def _compile_ms(text: bytes) -> float:
    def compiled() -> Policy:
        return compile_policy(parse_policy(text))

    return min(timeit.repeat(compiled, number=1, repeat=_REPEATS)) * 1e3


def _policy_text() -> bytes:
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
            },
            "action": ("audit", "warn", "block")[number % 3],
            "offers": ["redacted"],
        }
        for number in range(_RULES)
    ]
    earned = [{"name": label, "any_of": [{"entity": entities[rank + 1]}]} for rank, label in enumerate(labels)]
    del earned[0]["any_of"]
    head = {"name": "Bench", "version": "1", "mode": "enforce", "labels": earned}
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
    )


if __name__ == "__main__":
    measured = measure()
    print_table("Policy and destinations", measured)
    sys.exit(any(row.ok is False for row in measured))
