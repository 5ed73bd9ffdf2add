"""Findings to redacted text: typed placeholders instead of the values. Pure."""

from agent.redaction.placeholders import Redaction, Replacement, apply, plan, redact

__all__ = ["Redaction", "Replacement", "apply", "plan", "redact"]
