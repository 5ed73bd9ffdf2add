"""SECRET: OpenAI API keys: project, service-account, admin and legacy ones.

OpenAI's keys carry a marker in the middle. Keys without it are taken at a lower confidence: the marker may go one day,
and other vendors copied the prefix `sk-`.
"""

from agent.core import Entity
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judgement, Pattern, Recognizer

__all__ = ["OPENAI_KEY"]

_MARKER = "T3BlbkFJ"
_FEWEST_CHARACTERS = 12


def _judge(value: str) -> tuple[Judgement, ...]:
    if is_placeholder(value) or len(set(value)) < _FEWEST_CHARACTERS:
        return ()
    if _MARKER in value:
        return (Judgement(start=0, end=len(value), confidence=0.98, what="form: OpenAI's marker"),)
    body = value.rpartition("sk-")[2]
    # Names in code ("sk-estimator-doc-link-2") are words; random keys mix digits through them.
    if sum(map(str.isdigit, body)) < 3 or not any(map(str.isalpha, body)) or body.count("-") > len(body) // 8:
        return ()
    return (Judgement(start=0, end=len(value), confidence=0.6, what="form: no marker, looks random"),)


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not a part of a longer dashed name."""
    return data[max(0, start - 1) : start] not in (b"-", b"/") and data[end : end + 1] not in (b"-", b"_")


OPENAI_KEY = Recognizer(
    recognizer_id="secret.openai_key",
    entity=Entity.SECRET,
    title="an OpenAI API key",
    patterns=(
        Pattern(
            name="sk-proj-, sk-svcacct- or sk-admin-",
            regex=rb"\bsk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{32,200}",
            score=0.7,
            judge=_judge,
        ),
        Pattern(name="sk- and 32 to 64 characters", regex=rb"\bsk-[A-Za-z0-9]{32,64}\b", score=0.5, judge=_judge),
    ),
    fits=_fits,
)
