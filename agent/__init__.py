"""Cordon's endpoint agent: sensors, recognizers, policy, enforcement and history. No Qt.

The floors and who may import whom: docs/architecture.md.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
