"""SECRET: chat and collaboration: bot tokens, and the webhooks that let anybody post.

A webhook's address is its credential, so the whole address is the finding. Source: each service's API documentation.
"""

from __future__ import annotations

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.secret_formats.encoded_json import decoded_text
from agent.detection.recognizers.secret_formats.key_form import (
    Form,
    confirming,
    issuer,
    looks_drawn,
    stands_alone,
)

__all__ = ["CHAT"]

_UUID = rb"[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}"
_FEWEST_IN_SECRET = 7


def _judge_slack(value: str) -> tuple[Judgement, ...]:
    last = value.replace("/", "-").rpartition("-")[2]
    if not looks_drawn(last, min(_FEWEST_IN_SECRET, len(last))) or not any(map(str.isdigit, value)):
        return ()
    return whole_value(value, 0.97, "form: no placeholder")


def _names_a_user(token: str) -> bool:
    """Whether a Discord token begins with a numeric user id in base 64."""
    return (decoded_text(token.partition(".")[0]) or "").isdigit()


def _has_digits(token: str) -> bool:
    """Whether user id and signature hold digits, as names of files do not."""
    user, _, rest = token.partition(".")
    return any(map(str.isdigit, user)) and any(map(str.isdigit, rest))


_SLACK = Recognizer(
    recognizer_id="secret.slack_token",
    entity=Entity.SECRET,
    title="a Slack token",
    patterns=(
        Pattern(
            name="xox?- with numbers and a secret",
            regex=rb"xox[abceoprs]-(?:[0-9]{1,3}-)?(?:[0-9]{8,15}-){1,4}[A-Za-z0-9]{16,64}",
            score=0.8,
            judge=_judge_slack,
        ),
        Pattern(
            name="xox?- configuration or legacy form",
            regex=rb"xox(?:[ar]-(?:2-)?[0-9A-Za-z]{24,64}|[ep](?:\.xox[bp])?-[0-9]{1,10}-[A-Za-z0-9]{100,}|[sd]-[A-Za-z0-9%+/=_-]{40,})",
            score=0.7,
            judge=_judge_slack,
        ),
        Pattern(
            name="xapp- app-level token",
            regex=rb"xapp-[0-9]{1,3}-[A-Z0-9]{9,13}-[0-9]{9,15}-[A-Za-z0-9]{32,}",
            score=0.8,
            judge=_judge_slack,
        ),
        Pattern(
            name="xox?- and two numbers, as tokens were once",
            regex=rb"(xox[abprs]-[0-9]{10,14}-[0-9]{10,14})(?:[^0-9A-Za-z-]|$)",
            score=0.5,
            judge=confirming(0.6),
        ),
        Pattern(
            name="webhook address",
            regex=rb"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/[A-Za-z0-9]{8,13}/[A-Za-z0-9]{8,20}/"
            rb"(?:[0-9]{12,20}/)?[A-Za-z0-9]{16,48}",
            score=0.8,
            judge=_judge_slack,
        ),
    ),
    fits=stands_alone,
)

CHAT: tuple[Recognizer, ...] = (
    _SLACK,
    issuer(
        "discord_token",
        "a Discord bot token",
        Form(
            name="user id, time and signature in base 64",
            # Three digits are four characters, of which each can be a few only.
            regex=rb"(?:[MNO][DTjz][AEIMQUYcgk][w-z0-5]){5,6}[A-Za-z0-9]{0,4}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}",
            variety=8,
            proof=_names_a_user,
        ),
        Form(
            name="as long as user id, time and signature are",
            regex=rb"([MNO][A-Za-z0-9]{22,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38})(?:[^A-Za-z0-9_.-]|$)",
            confidence=0.6,
            variety=8,
            proof=_has_digits,
        ),
        Form(name="mfa. token", regex=rb"mfa\.[A-Za-z0-9_-]{80,90}", variety=9),
    ),
    issuer(
        "discord_webhook",
        "a Discord webhook",
        Form(
            name="webhook address",
            regex=rb"discord(?:app)?\.com/api/(?:v[0-9]+/)?webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,72}",
        ),
    ),
    issuer(
        "telegram_token",
        "a Telegram bot token",
        Form(name="bot id and AA", regex=rb"(?:bot)?[0-9]{8,10}:AA[A-Za-z0-9_-]{33}", variety=9),
    ),
    issuer(
        "teams_webhook",
        "a Microsoft Teams webhook",
        Form(
            name="webhook address",
            regex=rb"office\.com/webhook(?:b2)?/"
            + _UUID
            + rb"@"
            + _UUID
            + rb"/[A-Za-z]{3,20}/[a-f0-9]{32}/[A-Za-z0-9_/-]{36,}",
        ),
    ),
    issuer(
        "google_chat_webhook",
        "a Google Chat webhook",
        Form(
            name="webhook address",
            regex=rb"chat\.googleapis\.com/v1/spaces/[A-Za-z0-9_-]{5,20}/messages\?[^\s\"'<>]*token=[A-Za-z0-9_%-]{20,}",
        ),
    ),
    issuer(
        "wecom_webhook",
        "a WeCom, DingTalk or Feishu webhook",
        Form(
            name="webhook address",
            regex=rb"(?:qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key="
            + _UUID
            + rb"|oapi\.dingtalk\.com/robot/send\?access_token=[a-f0-9]{64}"
            rb"|open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook/" + _UUID + rb")",
        ),
    ),
    issuer(
        "zapier_webhook",
        "an automation webhook (Zapier, Make)",
        Form(
            name="webhook address",
            regex=rb"(?:hooks\.zapier\.com/hooks/catch/[0-9]{4,10}/[A-Za-z0-9]{6,10}|hook\.(?:[a-z0-9]+\.)?make\.com/[a-z0-9]{32})",
            confidence=0.85,
            variety=5,
        ),
    ),
    issuer(
        "mattermost_webhook",
        "a Mattermost or Rocket.Chat webhook",
        Form(
            name="/hooks/",
            regex=rb"https?://[A-Za-z0-9.-]+(?::[0-9]+)?/hooks/[A-Za-z0-9]{17,26}(?:/[A-Za-z0-9]{40,60})?",
            confidence=0.8,
            variety=8,
        ),
    ),
)
