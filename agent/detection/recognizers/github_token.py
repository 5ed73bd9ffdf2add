"""SECRET: GitHub tokens: personal (classic and fine-grained), OAuth, user-to-server, server-to-server, refresh.

Classic tokens end in six characters of CRC-32 in base 62 over the 30 before. A right checksum makes a finding certain;
a wrong one does not kill it, since the format has changed before and may change again.
"""

from agent.core import Entity
from agent.detection.checksums import crc32_base62
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judgement, Pattern, Recognizer

__all__ = ["GITHUB_TOKEN"]

_FEWEST_CHARACTERS = 10


def _judge(value: str) -> tuple[Judgement, ...]:
    prefix, _, body = value.partition("_")
    if is_placeholder(value) or len(set(body)) < _FEWEST_CHARACTERS:
        return ()
    if prefix == "github":
        return (Judgement(start=0, end=len(value), confidence=0.97, what="form: fine-grained token"),)
    if crc32_base62(body[:-6]) == body[-6:]:
        return (Judgement(start=0, end=len(value), confidence=0.99, what="checksum: CRC-32"),)
    return (Judgement(start=0, end=len(value), confidence=0.8, what="checksum: does not fit; form only"),)


GITHUB_TOKEN = Recognizer(
    recognizer_id="secret.github_token",
    entity=Entity.SECRET,
    title="a GitHub token",
    patterns=(
        Pattern(name="gh?_ and 36 characters", regex=rb"\bgh[pousr]_[A-Za-z0-9]{36}\b", score=0.7, judge=_judge),
        Pattern(
            name="github_pat_ and 82 characters",
            regex=rb"\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b",
            score=0.8,
            judge=_judge,
        ),
    ),
)
