"""SECRET: Anthropic API, admin and session keys."""

from agent.core import Entity
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judgement, Pattern, Recognizer

__all__ = ["ANTHROPIC_KEY"]

_FEWEST_CHARACTERS = 20


def _judge(value: str) -> tuple[Judgement, ...]:
    if is_placeholder(value) or len(set(value)) < _FEWEST_CHARACTERS:
        return ()
    return (Judgement(start=0, end=len(value), confidence=0.98, what="form: no placeholder"),)


ANTHROPIC_KEY = Recognizer(
    recognizer_id="secret.anthropic_key",
    entity=Entity.SECRET,
    title="an Anthropic API key",
    patterns=(
        Pattern(
            name="sk-ant- with its kind",
            regex=rb"\bsk-ant-(?:api|admin|oat|ort|sid)[0-9]{2}-[A-Za-z0-9_-]{60,150}",
            score=0.8,
            judge=_judge,
        ),
    ),
)
