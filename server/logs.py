"""Logs of the server's processes: one line each on standard error, for systemd or a container to keep.

No line holds an address of a person, a name of one, a query, a header or a body: uvicorn's access log stays off, since
paths hold ids of devices and names of users.
"""

from __future__ import annotations

import logging
import sys

__all__ = ["start_logging"]


def start_logging(level: int = logging.INFO) -> None:
    """Write what the server says of itself."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    logger = logging.getLogger("cordon")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False
