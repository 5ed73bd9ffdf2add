"""Tokens of issuers that nobody has heard of. Every token is put together here and opens nothing."""

from __future__ import annotations

from tests.detection.recognizers.secret_formats.scanning import finding, finding_nothing, hexadecimal, masked
from tests.detection.samples import random_text

LIVE = "acme_live_" + random_text(32)
SECRET = "acme_sk_" + random_text(28)
PERSONAL = "acmecloud_prod_pat_" + random_text(24, seed=2)
DIGITS = "acme_token_" + hexadecimal(40)

FOUND = [
    ("live", f"here: {LIVE}", ("prefixed_token", LIVE)),
    ("secret key", f'client = Acme("{SECRET}")', ("prefixed_token", SECRET)),
    ("personal", f"{PERSONAL}\n", ("prefixed_token", PERSONAL)),
    ("hexadecimal", f"({DIGITS})", ("prefixed_token", DIGITS)),
]

NOT_FOUND = [
    ("publishable", "acme_pk_live_" + random_text(32)),
    ("mask", masked(LIVE)),
    ("name of a test", "test_api_returns404whenTheTokenIsMissingFromTheHeader"),
    ("name of a function", "make_secret_" + "manager_client_with_retries"),
    ("counts up", "acme_live_" + "abcdefghijklmnopqrstuvwxyz123"),
    ("placeholder", "acme_live_" + "yourSecretKeyGoesHere12345"),
    ("id", "acme_user_" + random_text(32)),
    ("short", "acme_live_" + random_text(12)),
    ("part of a longer name", LIVE + "_name"),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)
