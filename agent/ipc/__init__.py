"""JSON-RPC 2.0 between the agent and its own programs.

Two contracts: requests (a client asks) and `Notify` (the agent tells; an absent field is unchanged). Who is asking
comes from the socket, never from a message. Content travels over the prompt channel, which the tray inherits from the
agent and no other program can open, and in one method of the public socket, by which a coding agent's hook hands over
what is to be judged (docs/threat-model.md).
"""

from agent.ipc.codec import (
    PROTOCOL_VERSION,
    ErrorBody,
    ErrorResponse,
    FrameDecoder,
    FrameError,
    MessageError,
    Notification,
    Request,
    Response,
    encode_message,
    parse_message,
)

__all__ = [
    "PROTOCOL_VERSION",
    "ErrorBody",
    "ErrorResponse",
    "FrameDecoder",
    "FrameError",
    "MessageError",
    "Notification",
    "Request",
    "Response",
    "encode_message",
    "parse_message",
]
