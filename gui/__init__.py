"""Cordon's tray application: warnings, history and health. Talks to the agent over IPC only.

The way of a warning: client/prompt_channel → views/prompts → views/notifier, toast or warning_dialog → the person's
answer back through client/prompt_channel. What each of them says is decided in viewmodels/, without Qt.
"""

__all__: list[str] = []
