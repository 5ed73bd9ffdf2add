"""The command line: `cordon`. A composition root beside `agent/app.py`; `main.py` is the console script."""

__all__: list[str] = []
