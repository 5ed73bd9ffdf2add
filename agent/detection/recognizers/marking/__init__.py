"""MARKING: sensitivity labels that a text carries itself."""

from agent.detection.recognizers.marking.marking import MARKING

__all__ = ["MARKING"]
