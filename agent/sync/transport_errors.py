"""Why a request came to nothing, as a trouble that has a name. Holds no address, no body, no secret."""

from __future__ import annotations

from agent.core.errors import EnvironmentProblemError
from agent.core.sync import SyncTrouble

__all__ = ["HttpStatusError", "TransportError"]

_TITLES = {
    SyncTrouble.UNREACHABLE: "Your organization's server does not answer",
    SyncTrouble.PROXY_REFUSED: "The proxy does not let Cordon through",
    SyncTrouble.UNTRUSTED_SERVER: "The server's certificate is not trusted",
    SyncTrouble.NOT_KNOWN: "The server does not know this device",
    SyncTrouble.SERVER_FAILED: "Your organization's server does not answer as it should",
    SyncTrouble.TOO_LARGE: "The server sent more than it may",
}
_HINTS = {
    SyncTrouble.UNREACHABLE: "Check the network; Cordon tries again by itself.",
    SyncTrouble.PROXY_REFUSED: "Check the proxy's address, user and password.",
    SyncTrouble.UNTRUSTED_SERVER: "It must be signed by an authority that this device knows, or by the one in the "
    "enrolment file (`ca_pem`). A proxy that reads TLS needs its authority there, too.",
    SyncTrouble.NOT_KNOWN: "Ask your administrator whether it was removed, and for a new enrolment file.",
    SyncTrouble.SERVER_FAILED: "Tell your administrator; Cordon tries again by itself.",
    SyncTrouble.TOO_LARGE: "Tell your administrator.",
}


class TransportError(EnvironmentProblemError):
    """No usable answer; `trouble` says of what kind."""

    code = "sync_transport"

    def __init__(self, trouble: SyncTrouble, detail: str = "") -> None:
        super().__init__(_TITLES[trouble], detail=detail, hint=_HINTS[trouble])
        self.trouble = trouble


class HttpStatusError(TransportError):
    """An answer, and a status that says no."""

    def __init__(self, status: int) -> None:
        super().__init__(
            SyncTrouble.NOT_KNOWN if status in {401, 403} else SyncTrouble.SERVER_FAILED, f"HTTP status {status}."
        )
        self.status = status
