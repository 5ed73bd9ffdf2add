"""A new policy out of one that comes with Cordon: its own name, and the AI tools that the organization has approved.

The text is edited, not written anew, so that the comments that explain it stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from agent.policy.document.parsing import parse_policy
from agent.policy.document.problems import PolicyError

__all__ = ["begun"]

_NAME = re.compile(r"^name:.*$", re.MULTILINE)
_DESTINATIONS = re.compile(r"^destinations:[ \t]*(\{\})?[ \t]*$", re.MULTILINE)


def begun(template: bytes, name: str, approved: Sequence[str]) -> bytes:
    """Return the text of the new policy.

    Args:
        template: text of a packaged policy; it has a name, and its destinations in lines of their own.
        name: of the new one.
        approved: ids of destinations.

    Raises:
        PolicyError: the template gives one of them another status, or the name cannot be one.
    """
    document = parse_policy(template)
    if named := [each for each in approved if each in document.destinations]:
        raise PolicyError(
            f"The template already says something of {', '.join(named)}", hint="Change it in the file afterwards."
        )
    text = _NAME.sub(lambda _: f"name: {json.dumps(name, ensure_ascii=False)}", template.decode(), count=1)
    if approved:
        entries = "".join(f"\n  {each}: {{status: approved}}" for each in dict.fromkeys(approved))
        text = _DESTINATIONS.sub(lambda _: f"destinations:{entries}", text, count=1)
    written = text.encode()
    result = parse_policy(written)
    if missing := [each for each in approved if each not in result.destinations]:
        raise PolicyError("The template has no place for destinations", detail=f"Missing: {', '.join(missing)}.")
    return written
