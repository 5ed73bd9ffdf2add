"""Reads the policies that Cordon ships with: the default, and ready ones to begin with."""

from __future__ import annotations

from importlib import resources
from typing import Final

from agent.policy.document.parsing import parse_policy
from agent.policy.engine.policy import Policy, compile_policy

__all__ = ["DEFAULT", "TEMPLATES", "packaged_policy", "packaged_text"]

DEFAULT: Final = "default"
TEMPLATES: Final = ("starter", "finance", "healthcare", "software")
"""Ready policies, by the name that `cordon policy init` takes."""


def packaged_text(name: str = DEFAULT) -> bytes:
    """Return a policy's text: the default, or one of `TEMPLATES`."""
    return resources.files("agent.policy.packaged").joinpath(f"{name}.yaml").read_bytes()


def packaged_policy(language: str = "en") -> Policy:
    """Return the default policy, compiled, with messages in the person's language where it has them."""
    return compile_policy(parse_policy(packaged_text()), language=language)
