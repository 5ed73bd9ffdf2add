"""Why the console does not do what it was asked.

SignInNeededError   nobody is signed in: leads to the page for that
FormError           a form says something that cannot be; says which field
FormNotOursError    a form that no page of this session has sent
NoSuchPageError     there is no page at this address
InsecureError       the connection is not encrypted, so nobody signs in over it
"""

from __future__ import annotations

from agent.core.errors import AgentError
from server.api.errors import ForbiddenError
from server.storage.errors import NotFoundError, RuleBrokenError

__all__ = ["FormError", "FormNotOursError", "InsecureError", "NoSuchPageError", "SignInNeededError"]


class SignInNeededError(AgentError):
    """Nobody is signed in."""

    code = "sign_in_needed"


class FormError(RuleBrokenError):
    """A field cannot be read."""

    code = "form"


class FormNotOursError(ForbiddenError):
    """The form was not sent from a page of this session."""

    code = "form_not_ours"


class NoSuchPageError(NotFoundError):
    """There is no such page."""

    code = "no_such_page"


class InsecureError(ForbiddenError):
    """The connection is not encrypted."""

    code = "insecure"
