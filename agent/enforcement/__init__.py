"""Enforcers: each carries a verdict out on one channel and says what really happened. They know no rules."""

from agent.enforcement.clipboard import ClipboardEnforcer
from agent.enforcement.clipboard_writer import select_clipboard_writer
from agent.enforcement.hooks import HookEnforcer

__all__ = ["ClipboardEnforcer", "HookEnforcer", "select_clipboard_writer"]
