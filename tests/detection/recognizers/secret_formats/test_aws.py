"""Amazon Web Services. Every key is put together here and opens nothing."""

from __future__ import annotations

import base64

from tests.detection.recognizers.secret_formats.scanning import (
    BASE32,
    finding,
    finding_nothing,
    found,
    hexadecimal,
    masked,
    uuid,
)
from tests.detection.samples import random_text

ID = "AKIA" + random_text(16, BASE32)
SECRET = random_text(40)
LONG = "ABSK" + base64.b64encode(("BedrockAPIKey-" + random_text(80)).encode()).decode()
SHORT = "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t" + random_text(60)
SESSION = "IQoJb3JpZ2lu" + random_text(200)

FOUND = [
    ("id", f"key {ID}", ("aws_access_key", ID)),
    ("id, temporary", "ASIA7" + ID[5:], ("aws_access_key", "ASIA7" + ID[5:])),
    ("id in a signature", f"Credential={ID}/20130524/us-east-1", ("aws_access_key", ID)),
    ("id behind an escape", '"a\\n' + ID + '"', ("aws_access_key", ID)),
    ("secret in JSON", f'"SecretAccessKey": "{SECRET}"', ("aws_access_key", SECRET)),
    ("secret in a configuration", f"aws_secret_access_key = {SECRET}\n", ("aws_access_key", SECRET)),
    ("secret of a short name", f"AWS_SECRET={SECRET}", ("aws_access_key", SECRET)),
    ("session token", f"aws_session_token={SESSION}", ("aws_session_token", SESSION)),
    ("session token alone", SESSION, ("aws_session_token", SESSION)),
    ("Bedrock, long-lived", LONG, ("aws_bedrock_key", LONG)),
    ("Bedrock, short-lived", SHORT, ("aws_bedrock_key", SHORT)),
    ("AppSync", "da2-" + random_text(26).lower(), ("aws_appsync_key", "da2-" + random_text(26).lower())),
    ("Marketplace", "amzn.mws." + uuid(), ("aws_marketplace_token", "amzn.mws." + uuid())),
]

NOT_FOUND = [
    ("documented id", "AKIAIOSFODNN7" + "EXAMPLE"),
    ("documented secret", 'aws_secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY' + 'EXAMPLEKEY"'),
    ("lower-case id", ID.lower()),
    ("id inside a word", f"X{ID}"),
    ("words", "ASIA" + "PACIFICREGIONALS"),
    ("secret without its name", SECRET),
    ("longer than a secret", f"aws_secret_key={SECRET}AB"),
    ("mask", "aws_secret_access_key=" + "x" * 40),
    ("variable", "aws_secret_access_key=${AWS_SECRET_ACCESS_KEY}"),
    ("id of a user", "AIDA" + random_text(16, BASE32)),
    ("masked session token", f"aws_session_token={masked(SESSION)}"),
    ("Bedrock without its mark", "ABSK" + random_text(48)),
    ("commit", f"commit {hexadecimal(40)}"),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)


def test_finds_secret_behind_its_id():
    assert [value for _, value in found(f"{ID},{SECRET}")] == [ID, SECRET]
