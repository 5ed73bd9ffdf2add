"""Keys behind their issuer's name. Every key is put together here and opens nothing."""

from __future__ import annotations

from tests.detection.recognizers.secret_formats.scanning import (
    BASE64,
    finding,
    finding_nothing,
    found,
    hexadecimal,
    uuid,
)
from tests.detection.samples import random_text

FOUND = [
    ("assignment", f"DD_API_KEY={hexadecimal(32)}", ("datadog_key", hexadecimal(32))),
    ("camel case", f'datadogAppKey: "{hexadecimal(40)}"', ("datadog_key", hexadecimal(40))),
    ("prose", f"our Heroku API key is {uuid()}", ("heroku_key", uuid())),
    ("make", f"SNYK_TOKEN ?= {uuid()}", ("snyk_key", uuid())),
    ("property", f"cloudflare.api.token: {random_text(40)}", ("cloudflare_key", random_text(40))),
    ("JSON", f'"twilio_auth_token": "{hexadecimal(32)}"', ("twilio_token", hexadecimal(32))),
    ("Ruby", f"algolia_api_key => '{hexadecimal(32)}'", ("algolia_key", hexadecimal(32))),
    ("call", f'setenv("SONAR_TOKEN", "{hexadecimal(40)}")', ("sonar_login", hexadecimal(40))),
    ("Okta", f"oktaApiToken = 00{random_text(40)}", ("okta_key", "00" + random_text(40))),
    ("Sumo Logic", f"SUMO_ACCESS_KEY: {random_text(64)}", ("sumologic_key", random_text(64))),
    ("PayPal", f"PAYPAL_CLIENT_SECRET=E{random_text(79)}", ("paypal_secret", "E" + random_text(79))),
    (
        "Kraken",
        f"kraken_api_secret={random_text(86, BASE64)}==",
        ("coinbase_secret", random_text(86, BASE64) + "=="),
    ),
    (
        "Bundler",
        f"export BUNDLE_ENTERPRISE__CONTRIBSYS__COM={hexadecimal(8)}:{hexadecimal(8, 2)}",
        ("sidekiq_credential", f"{hexadecimal(8)}:{hexadecimal(8, 2)}"),
    ),
]

NOT_FOUND = [
    ("no issuer", f"API_KEY={hexadecimal(32)}"),
    ("no word of a key", f"datadog trace {hexadecimal(32)}"),
    ("mask", "DD_API_KEY=" + "x" * 32),
    ("zeros", "discord_token=" + "0" * 32),
    ("variable", "SNYK_TOKEN=${SNYK_TOKEN}"),
    ("wrong length", f"HEROKU_API_KEY={hexadecimal(20)}"),
    ("sequence", "HEROKU_API_KEY=12345678-1234-1234-1234-123456789012"),
    ("empty", "SUMO_ACCESS_KEY="),
    ("style", ".si-sumologic.si--color::before { color: #000099; }"),
    ("identifier", "jira_api_function: getPagesInConfluenceSpace"),
    ("other word in front", f"mydatadogkey={hexadecimal(32)}"),
    ("integer", f"twitch_key_count: {'7' * 30}"),
    ("address", "sonar.host.url=https://sonar.internal/token"),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)


def test_issuer_s_name_must_begin_a_word():
    assert found(f"MY_HEROKU_KEY={uuid()}") == [("heroku_key", uuid())]
    assert found(f"myheroku_key={uuid()}") == []
