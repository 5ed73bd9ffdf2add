"""Keys of hosted databases. Every key is put together here and opens nothing."""

from __future__ import annotations

from agent.detection.recognizers.secret_formats.databases import DATABASES
from tests.detection.recognizers.secret_formats.scanning import (
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
    ("planetscale_key", "pscale_pw_" + random_text(43)),
    ("supabase_key", "sbp_" + hexadecimal(40)),
    ("supabase_key", "sb_secret_" + random_text(31)),
    ("neon_key", "napi_" + random_text(64, LOWER)),
    ("aiven_password", "AVNS_" + random_text(19)),
    ("clickhouse_key", "4b1d" + random_text(38)),
    ("mongodb_atlas_secret", "mdb_sa_sk_" + random_text(40)),
    ("elastic_key", "essu_" + random_text(80)),
    ("confluent_secret", "cflt" + random_text(60)),
    ("contentful_token", "CFPAT-" + random_text(43)),
    ("airtable_token", "pat" + random_text(14) + "." + hexadecimal(64)),
    ("sanity_token", "sk" + random_text(160)),
    ("convex_key", "prod:happy-otter-123|eyJ" + random_text(60)),
    ("xata_key", "xau_" + random_text(36)),
    ("alchemy_token", "alcht_" + random_text(30)),
    ("materialize_key", "mzp_" + hexadecimal(64)),
    ("astra_token", "AstraCS:" + random_text(24)),
    ("configcat_key", "configcat-sdk-1/" + random_text(22) + "/" + random_text(22, seed=2)),
    ("devcycle_key", "dvc_server_" + random_text(24)),
]

NOT_FOUND = [
    ("publishable key", "sb_publishable_" + random_text(31)),
    ("digest", "4b1d" + hexadecimal(28)),
    ("connection's name", "pscale_pw_name"),
]


test_every_issuer_has_a_key_here = covering(KEYS, DATABASES)
test_finds_key = finding_keys(KEYS)
test_mask_is_no_key = refusing_masks(KEYS)
test_key_in_a_longer_word_is_none = refusing_longer_words(KEYS)
test_finds_nothing = finding_nothing(NOT_FOUND)
