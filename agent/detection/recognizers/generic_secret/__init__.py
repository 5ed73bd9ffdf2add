"""Secrets without a format of their own: known by the name they are assigned to, or named near random text."""

from agent.detection.recognizers.generic_secret.assignments import ASSIGNED_SECRET
from agent.detection.recognizers.generic_secret.mentions import MENTIONED_SECRET

__all__ = ["ASSIGNED_SECRET", "MENTIONED_SECRET"]
