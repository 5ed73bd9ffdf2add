"""The repository that devices verify (The Update Framework): who may sign what, the offline tools, the online part.

Pure Python over a folder of files. Offline keys are used by `commands` only, on the machine of whoever holds them; what
the online key may sign is in `online`, and nothing here runs in the web process but reading.
"""

__all__: list[str] = []
