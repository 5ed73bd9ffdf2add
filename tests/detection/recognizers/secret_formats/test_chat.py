"""Chat services. Every key is put together here and opens nothing."""

from __future__ import annotations

import base64

from tests.detection.recognizers.secret_formats.scanning import finding, finding_nothing, hexadecimal, uuid
from tests.detection.samples import random_text

BOT = "xoxb" + "-123456789012-234567890123-" + random_text(24)
OLD = "xoxb" + "-23984754863-2348975623107"
DISCORD_LIKE = "M" + random_text(23) + "." + random_text(6, seed=2) + "." + random_text(27, seed=3)
APP = "xapp" + "-1-A0123456789-1234567890123-" + random_text(64)
LEGACY = "xoxa" + "-2-" + random_text(32)
CONFIG = "xoxe.xoxp" + "-1-" + random_text(166)
HOOK = "hooks.slack.com" + "/services/T0123ABCD/B0123ABCD/" + random_text(24)
WORKFLOW = "hooks.slack.com" + "/workflows/T0123ABCD/A0123ABCD/442660231806210747/" + random_text(24)
DISCORD = base64.b64encode(b"123456789012345678").decode() + "." + random_text(6) + "." + random_text(38)
DISCORD_HOOK = "discord.com" + "/api/webhooks/123456789012345678/" + random_text(68)
TELEGRAM = "508627689:AA" + random_text(33)
TEAMS = "office.com" + f"/webhookb2/{uuid()}@{uuid(2)}/IncomingWebhook/{hexadecimal(32)}/{uuid(3)}"
CHAT_HOOK = "chat.googleapis.com" + "/v1/spaces/AAAAabcd/messages?threadKey=1&token=" + random_text(43)
WECOM = "qyapi.weixin.qq.com" + "/cgi-bin/webhook/send?key=" + uuid()
ZAPIER = "hooks.zapier.com" + "/hooks/catch/1234567/" + random_text(7)
MATTERMOST = "https://chat.internal/hooks/" + random_text(26)

FOUND = [
    ("bot", f"SLACK={BOT}", ("slack_token", BOT)),
    ("app", APP, ("slack_token", APP)),
    ("legacy", LEGACY, ("slack_token", LEGACY)),
    ("configuration", CONFIG, ("slack_token", CONFIG)),
    ("two numbers", OLD, ("slack_token", OLD)),
    ("Discord, other id", f"token={DISCORD_LIKE}", ("discord_token", DISCORD_LIKE)),
    ("webhook", f"https://{HOOK}", ("slack_token", HOOK)),
    ("workflow", WORKFLOW, ("slack_token", WORKFLOW)),
    ("Discord", f"client.run('{DISCORD}')", ("discord_token", DISCORD)),
    ("Discord, second factor", "mfa." + random_text(84), ("discord_token", "mfa." + random_text(84))),
    ("Discord webhook", f"https://{DISCORD_HOOK}", ("discord_webhook", DISCORD_HOOK)),
    ("Telegram", TELEGRAM, ("telegram_token", TELEGRAM)),
    (
        "Telegram in an address",
        f"https://t.example/bot{TELEGRAM}/getMe",
        ("telegram_token", f"bot{TELEGRAM}"),
    ),
    ("Teams webhook", f"https://x.webhook.{TEAMS}", ("teams_webhook", TEAMS)),
    ("Google Chat webhook", f"POST {CHAT_HOOK}", ("google_chat_webhook", CHAT_HOOK)),
    ("WeCom webhook", f"POST {WECOM}", ("wecom_webhook", WECOM)),
    ("Zapier", ZAPIER, ("zapier_webhook", ZAPIER)),
    ("Mattermost", MATTERMOST, ("mattermost_webhook", MATTERMOST)),
]

NOT_FOUND = [
    ("mask", "xoxb" + "-123456789012-" + "X" * 24),
    ("two short numbers", "xoxb" + "-2398475-2348975"),
    ("counting numbers", "xoxb" + "-1111111111-1111111111"),
    ("Discord, too short", DISCORD_LIKE[:-12]),
    ("Discord, a file", "MonthlyReportOfTheSeasons.config.aVeryLongNameOfAnExtensionOfIt"),
    ("description", "xoxb-your-token-here"),
    ("short numbers", "xoxp" + "-1234-1234-1234-" + random_text(32)),
    ("template of a webhook", "https://hooks.slack.com/services/T00000000/B00000000/" + "X" * 24),
    ("other address", "https://slack.com/services/T0123ABCD/B0123ABCD/" + random_text(24)),
    ("inside a word", "a" + BOT),
    ("repository", "https://github.com/xoxa-nyc/xoxa-nyc.github.io/blob/master/README.md"),
    ("no user in front", "Nodevelopmentserver.config.defaultsForEveryEnvironmentHere"),
    ("Discord mask", DISCORD.rpartition(".")[0] + "." + "x" * 38),
    ("Discord invitation", "https://discord.com/invite/" + random_text(8)),
    ("Telegram mask", "508627689:AA" + "x" * 33),
    ("Telegram id", "chat 508627689:12"),
    ("Teams page", "https://www.office.com/launch/teams"),
    ("Zapier page", "https://zapier.com/apps/webhook/integrations"),
    ("WeCom template", "qyapi.weixin.qq.com/cgi-bin/webhook/send?key=YOUR_KEY"),
    ("module", "https://example.com/hooks/useState"),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)
