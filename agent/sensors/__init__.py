"""Sensors: each watches one channel, emits observations and decides nothing. Concern first, operating system second."""

__all__: list[str] = []
