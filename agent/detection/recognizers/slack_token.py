"""SECRET: Slack bot, user, app, configuration and refresh tokens, and incoming webhook addresses."""

from agent.core import Entity
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judgement, Pattern, Recognizer

__all__ = ["SLACK_TOKEN"]

_FEWEST_CHARACTERS = 8


def _judge(value: str) -> tuple[Judgement, ...]:
    last = value.replace("/", "-").rpartition("-")[2]
    if is_placeholder(value) or len(set(last)) < _FEWEST_CHARACTERS or not any(map(str.isdigit, value)):
        return ()
    return (Judgement(start=0, end=len(value), confidence=0.97, what="form: no placeholder"),)


SLACK_TOKEN = Recognizer(
    recognizer_id="secret.slack_token",
    entity=Entity.SECRET,
    title="a Slack token",
    patterns=(
        Pattern(
            name="xox?- with numbers and a secret",
            regex=rb"\bxox[abeoprs]-(?:[0-9]{1,3}-)?(?:[0-9]{8,14}-){1,4}[A-Za-z0-9]{16,64}\b",
            score=0.8,
            judge=_judge,
        ),
        Pattern(
            name="xox?- configuration or legacy form",
            regex=rb"\bxox(?:[ar]-(?:2-)?[0-9A-Za-z]{24,64}|e(?:\.xox[bp])?-[0-9]-[A-Za-z0-9]{100,250})\b",
            score=0.7,
            judge=_judge,
        ),
        Pattern(
            name="xapp- app-level token",
            regex=rb"\bxapp-[0-9]-[A-Z0-9]{9,13}-[0-9]{9,15}-[A-Za-z0-9]{32,80}\b",
            score=0.8,
            judge=_judge,
        ),
        Pattern(
            name="webhook address",
            regex=rb"\bhooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/[A-Z0-9]{8,13}/[A-Z0-9]{8,20}/"
            rb"(?:[0-9]{12,20}/)?[A-Za-z0-9]{20,48}\b",
            score=0.8,
            judge=_judge,
        ),
    ),
)
