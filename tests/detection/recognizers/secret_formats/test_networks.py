"""Keys of networks, tunnels and maps. Every key is put together here and opens nothing."""

from __future__ import annotations

from agent.detection.recognizers.secret_formats.networks import NETWORKS
from tests.detection.recognizers.secret_formats.scanning import (
    BASE32,
    LOWER,
    Key,
    covering,
    finding_keys,
    finding_nothing,
    hexadecimal,
    refusing_longer_words,
    refusing_masks,
)
from tests.detection.samples import random_text

KEYS: list[Key] = [
    ("cloudflare_token", "cfut_" + random_text(48)),
    ("cloudflare_token", "v1.0-" + hexadecimal(24) + "-" + hexadecimal(146)),
    ("tailscale_key", "tskey-auth-" + random_text(16) + "-" + random_text(32)),
    ("ngrok_token", "ngrok authtoken 2" + random_text(26) + "_" + random_text(21)),
    ("akamai_token", "akab-" + random_text(16, LOWER) + "-" + random_text(16, LOWER, seed=2)),
    ("defined_networking_key", "dnkey-" + random_text(26, BASE32) + "-" + random_text(52, BASE32)),
    ("netbird_token", "nbp_" + random_text(36)),
    ("dnsimple_token", "dnsimple_u_" + random_text(32)),
    ("mapbox_token", "sk.eyJ" + random_text(80) + "." + random_text(22)),
    ("maxmind_key", "maxmind " + random_text(6) + "_" + random_text(29) + "_mmk"),
]

NOT_FOUND = [
    ("public map token", "pk.eyJ" + random_text(80) + "." + random_text(22)),
    ("identifier in two parts", "2" + random_text(26) + "_" + random_text(21)),
    ("host", "akab-host.luna.akamaiapis.example"),
]


test_every_issuer_has_a_key_here = covering(KEYS, NETWORKS)
test_finds_key = finding_keys(KEYS)
test_mask_is_no_key = refusing_masks(KEYS)
test_key_in_a_longer_word_is_none = refusing_longer_words(KEYS)
test_finds_nothing = finding_nothing(NOT_FOUND)
