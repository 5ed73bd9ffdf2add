"""The command line: `cordon`. A composition root beside `agent/app.py`."""

from agent.cli.main import main

__all__ = ["main"]
