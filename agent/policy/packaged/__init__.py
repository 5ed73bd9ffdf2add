"""The policies that Cordon ships with, so that it protects from the first minute."""

from agent.policy.packaged.library import (
    DEFAULT,
    TEMPLATES,
    UNAVAILABLE,
    packaged_policy,
    packaged_text,
    unavailable_policy,
)

__all__ = ["DEFAULT", "TEMPLATES", "UNAVAILABLE", "packaged_policy", "packaged_text", "unavailable_policy"]
