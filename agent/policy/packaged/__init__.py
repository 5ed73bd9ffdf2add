"""The policies that Cordon ships with, so that it protects from the first minute."""

from agent.policy.packaged.library import DEFAULT, TEMPLATES, packaged_policy, packaged_text

__all__ = ["DEFAULT", "TEMPLATES", "packaged_policy", "packaged_text"]
