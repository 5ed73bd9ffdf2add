"""The policy that Cordon ships with, so that it protects from the first minute."""

from __future__ import annotations

from importlib import resources

from agent.policy.engine import Policy, compile_policy
from agent.policy.parsing import parse_policy

__all__ = ["packaged_policy"]


def packaged_policy() -> Policy:
    """Return the default policy, compiled."""
    return compile_policy(parse_policy(resources.files("agent.policy").joinpath("default.yaml").read_bytes()))
