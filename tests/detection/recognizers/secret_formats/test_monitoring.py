"""Keys of monitoring and analytics. Every key is put together here and opens nothing."""

from __future__ import annotations

import base64

import pytest

from agent.detection.recognizers.secret_formats.monitoring import MONITORING
from tests.detection.recognizers.secret_formats.scanning import LOWER, UPPER, Key, found, hexadecimal, masked
from tests.detection.samples import random_text

CLOUD = base64.b64encode(f'{{"o":"74","n":"stack","k":"{random_text(24)}"}}'.encode()).decode()

KEYS: list[Key] = [
    ("grafana_token", "glsa_" + random_text(32) + "_" + hexadecimal(8)),
    ("grafana_token", "glc_" + CLOUD),
    ("grafana_token", "eyJrIjoi" + random_text(80)),
    ("newrelic_key", "NRAK-" + random_text(27, UPPER)),
    ("newrelic_key", hexadecimal(36) + "NRAL"),
    ("sentry_token", "sntrys_eyJ" + random_text(120)),
    ("sentry_token", "sntryu_" + hexadecimal(64)),
    ("dynatrace_token", "dt0c01." + random_text(24, UPPER) + "." + random_text(64, UPPER)),
    ("honeycomb_key", "hcaik_" + random_text(58, LOWER)),
    ("posthog_key", "phx_" + random_text(43)),
    ("statsig_key", "secret-" + random_text(43)),
    ("pagerduty_key", "u+" + random_text(18)),
    ("adafruit_key", "aio_" + random_text(28)),
    ("ubidots_token", "BBFF-" + random_text(30)),
]

NOT_FOUND = [
    ("function", "static void glc_" + "CreateLightmapTexturesIndividual(void);"),
    ("public project key", "phc_" + random_text(43)),
    ("no JSON behind the prefix", "glc_" + "A" + random_text(80)),
    ("public key of a browser", "https://" + hexadecimal(32) + "@o123.ingest.example.com/4"),
]


def test_every_issuer_has_a_key_here():
    assert {name for name, _ in KEYS} == {each.recognizer_id.removeprefix("secret.") for each in MONITORING}


@pytest.mark.parametrize(("name", "text"), KEYS)
def test_finds_key(name: str, text: str):
    key = text.rpartition(" ")[2]
    assert found(f"here: {text}, thanks") == [(name, key)]


@pytest.mark.parametrize(("name", "text"), KEYS)
def test_mask_is_no_key(name: str, text: str):
    assert name not in [recognizer for recognizer, _ in found(f"here: {masked(text)}, thanks")]


@pytest.mark.parametrize(("name", "text"), KEYS)
def test_key_in_a_longer_word_is_none(name: str, text: str):
    before, space, key = text.rpartition(" ")
    assert name not in [recognizer for recognizer, _ in found(f"here: {before}{space}q{key}, thanks")]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_nothing(text: str):
    assert found(text) == []
