"""Keys of monitoring and analytics. Every key is put together here and opens nothing."""

from __future__ import annotations

import base64

from agent.detection.recognizers.secret_formats.monitoring import MONITORING
from tests.detection.recognizers.secret_formats.scanning import (
    LOWER,
    UPPER,
    Key,
    covering,
    finding_keys,
    finding_nothing,
    hexadecimal,
    refusing_longer_words,
    refusing_masks,
)
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


test_every_issuer_has_a_key_here = covering(KEYS, MONITORING)
test_finds_key = finding_keys(KEYS)
test_mask_is_no_key = refusing_masks(KEYS)
test_key_in_a_longer_word_is_none = refusing_longer_words(KEYS)
test_finds_nothing = finding_nothing(NOT_FOUND)
