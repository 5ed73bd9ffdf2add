"""The issuers' keys. Every key is put together here and opens nothing."""

from __future__ import annotations

import string

import pytest

from agent.core import Entity
from agent.detection import default_pipeline
from tests.detection.samples import github_token, jwt, pem, random_text, values

BASE32 = string.ascii_uppercase + "234567"
AWS_ID = "AKIA" + random_text(16, BASE32)
AWS_SECRET = random_text(40)
SLACK_BOT = "xoxb" + "-123456789012-234567890123-" + random_text(24)
SLACK_HOOK = "hooks.slack.com" + "/services/T0123ABCD/B0123ABCD/" + random_text(24)
OPENAI = "sk-proj-" + random_text(30) + "T3Blbk" + "FJ" + random_text(30, seed=2)
OPENAI_LEGACY = "sk-" + random_text(48)
ANTHROPIC = "sk-ant-" + "api03-" + random_text(93) + "AA"
JWT = jwt({"alg": "HS256", "typ": "JWT"})
PEM = pem()
EXAMPLE_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY"

FOUND = [
    ("secret.aws_access_key", f"key {AWS_ID}", AWS_ID),
    ("secret.aws_access_key", f'"SecretAccessKey": "{AWS_SECRET}"', AWS_SECRET),
    ("secret.aws_access_key", f"aws_secret_access_key = {AWS_SECRET}\n", AWS_SECRET),
    ("secret.github_token", f"token={github_token()}", github_token()),
    ("secret.github_token", github_token("ghs"), github_token("ghs")),
    ("secret.github_token", "ghp_" + random_text(36), "ghp_" + random_text(36)),
    ("secret.github_token", "x github_pat_" + random_text(22) + "_" + random_text(59), None),
    ("secret.slack_token", f"SLACK={SLACK_BOT}", SLACK_BOT),
    ("secret.slack_token", "xapp" + "-1-A0123456789-1234567890123-" + random_text(64), None),
    ("secret.slack_token", f"https://{SLACK_HOOK}", SLACK_HOOK),
    ("secret.openai_key", f"OPENAI_API_KEY={OPENAI}", OPENAI),
    ("secret.openai_key", OPENAI_LEGACY, OPENAI_LEGACY),
    ("secret.anthropic_key", f"'{ANTHROPIC}'", ANTHROPIC),
    ("secret.jwt", f"Authorization: Bearer {JWT}", JWT),
    ("secret.pem_private_key", f"here:\n{PEM}\nthanks", PEM),
    ("secret.pem_private_key", pem("RSA"), pem("RSA")),
    ("secret.pem_private_key", pem("EC", lines=2), pem("EC", lines=2)),
    ("secret.pem_private_key", pem("OPENSSH"), pem("OPENSSH")),
    ("secret.pem_private_key", pem("ENCRYPTED"), pem("ENCRYPTED")),
    ("secret.pem_private_key", '{"key": "' + pem(line_break="\\n") + '"}', pem(line_break="\\n")),
    ("secret.pem_private_key", pem(line_break="\n    "), pem(line_break="\n    ")),
    ("secret.pem_private_key", PEM.rpartition("\n")[0] + "\n\nwhat is wrong with it?", PEM.rpartition("\n")[0]),
    ("secret.pem_private_key", pem("RSA", lines=400), pem("RSA", lines=400)),
]

NOT_FOUND = [
    ("documented AWS id", "AKIAIOSFODNN7" + "EXAMPLE"),
    ("documented AWS secret", f'aws_secret_access_key = "{EXAMPLE_SECRET}"'),
    ("lower-case AWS id", AWS_ID.lower()),
    ("AWS id inside a word", f"X{AWS_ID}"),
    ("AWS secret without its name", AWS_SECRET),
    ("longer than an AWS secret", f"aws_secret_key={AWS_SECRET}AB"),
    ("masked GitHub token", "ghp_" + "x" * 36),
    ("short GitHub token", "ghp_" + random_text(35)),
    ("unknown GitHub prefix", "ghz_" + random_text(36)),
    ("masked Slack token", "xoxb" + "-123456789012-" + "X" * 24),
    ("described Slack token", "xoxb-your-token-here"),
    ("template of a Slack webhook", "https://hooks.slack.com/services/T00000000/B00000000/" + "X" * 24),
    ("scikit-learn class", "sk-estimator-doc-link-very-long-name-for-a-class"),
    ("described OpenAI key", "sk-your-openai-api-key-goes-here-0123456789"),
    ("masked OpenAI key", "sk-" + "x" * 48),
    ("end of a word", "task-" + random_text(48)),
    ("described Anthropic key", "sk-ant-api03-" + "your-key-" * 10),
    ("JWT header without algorithm", jwt({"typ": "JWT"})),
    ("no JSON in a JWT's header", "eyJ" + random_text(40) + "." + random_text(40) + "." + random_text(40)),
    ("dotted names", "eyJson.parser.module"),
    ("PEM header alone", "It begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----."),
    ("PEM header in code", 'if line == "-----BEGIN RSA PRIVATE KEY-----":\n    inside = True\n    continue'),
    ("PEM template", "-----BEGIN PRIVATE KEY-----\n" + "x" * 64 + "\n-----END PRIVATE KEY-----"),
    ("public key", pem().replace("PRIVATE", "PUBLIC")),
    ("certificate", pem().replace("PRIVATE KEY", "CERTIFICATE")),
]


@pytest.mark.parametrize(("recognizer", "text", "expected"), FOUND)
def test_finds_secret(recognizer: str, text: str, expected: str | None):
    (finding,) = (each for each in default_pipeline().find(text) if each.entity == Entity.SECRET)
    assert finding.recognizer == recognizer
    if expected is not None:
        assert text[finding.start : finding.end] == expected


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_secret(text: str):
    assert values(text, Entity.SECRET) == []


def test_finds_aws_secret_behind_its_id():
    assert values(f"{AWS_ID},{AWS_SECRET}", Entity.SECRET) == [AWS_ID, AWS_SECRET]


def test_checksum_makes_a_github_token_certain():
    (right,) = default_pipeline().find(github_token())
    (wrong,) = default_pipeline().find("ghp_" + random_text(36))
    assert (right.confidence, wrong.confidence) == (0.99, 0.8)


def test_openai_s_marker_makes_a_key_certain():
    (marked,) = default_pipeline().find(OPENAI)
    (plain,) = default_pipeline().find(OPENAI_LEGACY)
    assert plain.confidence < 0.95 < marked.confidence


def test_key_that_crosses_windows_is_found_whole():
    text = "x " * 16_000 + PEM + " x" * 16_000
    assert values(text, Entity.SECRET) == [PEM]
