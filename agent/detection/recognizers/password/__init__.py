"""Passwords by what stands before them, and codes that open something once."""

from agent.detection.recognizers.password.calls import PASSWORD_ARGUMENT
from agent.detection.recognizers.password.codes import LOGIN_CODE
from agent.detection.recognizers.password.network_gear import NETWORK_PASSWORD
from agent.detection.recognizers.password.patterns import PASSWORD

__all__ = ["LOGIN_CODE", "NETWORK_PASSWORD", "PASSWORD", "PASSWORD_ARGUMENT"]
