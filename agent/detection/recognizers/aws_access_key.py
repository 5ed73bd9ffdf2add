"""SECRET: Amazon Web Services access key ids and secret access keys.

The id has a form of its own; the secret is any 40 characters of base 64 and is taken only behind its name or its id.
Amazon's documented examples end in EXAMPLE or EXAMPLEKEY.
"""

from agent.core import Entity
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judge, Judgement, Pattern, Recognizer

__all__ = ["AWS_ACCESS_KEY"]


def _confirming(confidence: float, what: str, fewest_characters: int) -> Judge:
    def judge(value: str) -> tuple[Judgement, ...]:
        if is_placeholder(value) or len(set(value)) < fewest_characters:
            return ()
        return (Judgement(start=0, end=len(value), confidence=confidence, what=what),)

    return judge


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not a part of a longer run of base 64."""
    return not (data[end : end + 1].isalnum() or data[end : end + 1] in (b"/", b"+", b"_")) and data[
        max(0, start - 1) : start
    ] not in (b"/", b"+")


_judge_id = _confirming(0.95, "form: access key id, no documented example", 6)
_judge_secret = _confirming(0.97, "form: secret access key, no documented example", 12)

AWS_ACCESS_KEY = Recognizer(
    recognizer_id="secret.aws_access_key",
    entity=Entity.SECRET,
    title="an AWS access key",
    patterns=(
        Pattern(name="access key id", regex=rb"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b", score=0.8, judge=_judge_id),
        Pattern(
            name="secret access key behind its name",
            regex=rb"(?i)(?:secret_?-?access_?-?key|aws_?-?secret(?:_?-?key)?)[\"'\]]{0,2}\s{0,3}(?:=>|:=|=|:|,)?\s{0,3}"
            rb"[\"'`]?([A-Za-z0-9/+]{40})",
            score=0.8,
            judge=_judge_secret,
        ),
        Pattern(
            name="secret access key behind its id",
            regex=rb"\b(?:AKIA|ASIA)[A-Z2-7]{16}[\s,;:|\"']{1,10}([A-Za-z0-9/+]{40})",
            score=0.8,
            judge=_judge_secret,
        ),
    ),
    fits=_fits,
)
