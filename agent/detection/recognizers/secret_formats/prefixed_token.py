"""SECRET: tokens of issuers that nobody here has heard of, by the manner in which tokens are named today.

Since GitHub's example most issuers begin a token with their own name, often with what it is for (`_sk_`, `_pat_`,
`_live_`), and end it with random letters and digits. The manner is taken for evidence, the randomness for the proof:
digits mixed with letters as in no words. Prefixes of what is meant to be public (`pk`) or only names a thing are left
out. A name and random characters alone are not enough: ids and files are named so, too.
"""

from __future__ import annotations

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.generic_secret.randomness import Randomness, randomness
from agent.detection.recognizers.secret_formats.key_form import looks_drawn, stands_alone

__all__ = ["PREFIXED_TOKEN"]

_VARIETY = 9
_FEWEST_DIGITS = 3
_PUBLIC = frozenset(("pk", "pub", "public", "publishable"))


def _judge(value: str) -> tuple[Judgement, ...]:
    *prefix, body = value.split("_")
    if not _PUBLIC.isdisjoint(prefix) or sum(map(str.isdigit, body)) < _FEWEST_DIGITS or body.isdigit():
        return ()
    if not looks_drawn(body, _VARIETY) or randomness(body) is not Randomness.HIGH:
        return ()
    return whole_value(value, 0.8, "form: an issuer's prefix, looks random")


PREFIXED_TOKEN = Recognizer(
    recognizer_id="secret.prefixed_token",
    entity=Entity.SECRET,
    title="a token with an issuer's prefix",
    patterns=(
        Pattern(
            name="a name, what it is for, and 20 random characters",
            regex=rb"[a-z][a-z0-9_]{1,24}_(?:sk|secret|apikey|pat|oat|uat|token|live|api|priv)_[A-Za-z0-9]{20,100}",
            score=0.5,
            judge=_judge,
        ),
    ),
    fits=stands_alone,
)
