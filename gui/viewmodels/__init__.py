"""Frozen state and words, without Qt: what every window shows is decided, and tested, here."""

__all__: list[str] = []
