"""Values that stand where a secret would: templates, references, masks, documented examples.

Kept apart from the recognizers because every recognizer of secrets asks the same question.
"""

from __future__ import annotations

import re

__all__ = ["is_placeholder"]

_WORDS = frozenset(
    """changeme changeit change_me change-me password passwd passphrase passwort passw0rd pass pwd secret secrets token
    apikey api_key key value string text str varchar none null nil undefined true false yes no todo tbd n/a na empty
    required optional default unset hidden redacted masked removed placeholder sample demo test testing foo foobar
    foobaz bar baz qwerty abc123 123456 admin root user username login input type field label prompt env dotenv vault
    kennwort contrase\u00f1a motdepasse senha""".split()  # noqa: SIM905 - a word list reads better so
)
_PARTS = re.compile(
    r"""example|change[-_ ]?me|place[-_ ]?holder|redacted|your[-_ ]?|xxxx|\*\*\*|\.\.\.|dummy|insert[-_ ]|enter[-_ ]"""
    r"""|replace[-_ ]|my[-_]?(?:secret|pass)|fake[-_ ]|\u2022\u2022|\u2026|getenv|environ|process\.env|secrets?\.""",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"""[$%]?\{|\$\(|\$[A-Za-z_]|\$\$|%\(|%[sdr@]|%[A-Za-z_]+%|<[^<>]*>?|\[|\#\{|@\{|\{\{|[A-Za-z_.]+\(|&[a-z]+;"""
)


def is_placeholder(value: str) -> bool:
    """Whether a value is no secret: a template, a reference, a mask, or a word everybody writes in its place."""
    bare = value.strip().strip("\"'`")
    lowered = bare.lower()
    if lowered in _WORDS or len(set(lowered)) <= 2:
        return True
    return bool(_TEMPLATE.match(bare) or _PARTS.search(bare))
