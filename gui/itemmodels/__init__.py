"""Read-only Qt models over what the agent lists."""

from gui.itemmodels.history_model import Column, HistoryModel, HistorySource, ListPhase, ListState

__all__ = ["Column", "HistoryModel", "HistorySource", "ListPhase", "ListState"]
