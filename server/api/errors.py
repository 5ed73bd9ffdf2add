"""Why the HTTP interface does not serve a request.

UnauthorizedError    no key of an administrator
UnknownDeviceError   signed by a device that is not known
ForbiddenError       the key's role does not allow it
TooLargeError        the body is larger than it may be
"""

from __future__ import annotations

from agent.core.errors import AgentError

__all__ = ["ForbiddenError", "TooLargeError", "UnauthorizedError", "UnknownDeviceError"]


class UnauthorizedError(AgentError):
    """No administrator's key, or none that is good."""

    code = "unauthorized"


class UnknownDeviceError(AgentError):
    """The device is not known here."""

    code = "device_not_known"


class ForbiddenError(AgentError):
    """The key's role does not allow it."""

    code = "forbidden"


class TooLargeError(AgentError):
    """The body is too large."""

    code = "too_large"
