"""Reads the policies that Cordon ships with: the default, ready ones to begin with, and the one for want of another."""

from __future__ import annotations

from importlib import resources
from typing import Final

from agent.policy.document.parsing import parse_policy
from agent.policy.engine.policy import Policy, compile_policy

__all__ = ["DEFAULT", "TEMPLATES", "UNAVAILABLE", "packaged_policy", "packaged_text", "unavailable_policy"]

DEFAULT: Final = "default"
TEMPLATES: Final = ("starter", "finance", "healthcare", "software")
"""Ready policies, by the name that `cordon policy init` takes."""
UNAVAILABLE: Final = "unavailable"
"""In force on a device that an organization governs, while none of its policies can be used."""


def packaged_text(name: str = DEFAULT) -> bytes:
    """Return a policy's text: the default, one of `TEMPLATES`, or `UNAVAILABLE`."""
    return resources.files("agent.policy.packaged").joinpath(f"{name}.yaml").read_bytes()


def packaged_policy(language: str = "en") -> Policy:
    """Return the default policy, compiled, with messages in the person's language where it has them."""
    return compile_policy(parse_policy(packaged_text()), language=language)


def unavailable_policy(language: str = "en") -> Policy:
    """Return the strict one that stands in for an organization's policy that cannot be used, compiled as above."""
    return compile_policy(parse_policy(packaged_text(UNAVAILABLE)), language=language)
