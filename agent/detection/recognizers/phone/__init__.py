"""PHONE: telephone numbers, from their numbering plan, their shape and the words beside them."""

from agent.detection.recognizers.phone.phone import PHONE

__all__ = ["PHONE"]
