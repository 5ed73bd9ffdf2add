"""Keys of cloud hosts. Every key is put together here and opens nothing."""

from __future__ import annotations

from agent.detection.recognizers.secret_formats.cloud import CLOUD
from tests.detection.recognizers.secret_formats.scanning import (
    BASE64,
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

KEYS: list[Key] = [
    ("alibaba_key", "LTAI" + random_text(20)),
    ("tencent_key", "AKID" + random_text(32)),
    ("yandex_key", "AQVN" + random_text(36)),
    ("yandex_key", "t1." + random_text(70) + "." + random_text(86)),
    ("yandex_key", "y0_" + random_text(55)),
    ("digitalocean_token", "dop_v1_" + hexadecimal(64)),
    ("digitalocean_token", "DO00" + random_text(16, UPPER)),
    ("scaleway_key", "SCW" + random_text(17, UPPER)),
    ("heroku_token", "HRKU-" + random_text(60)),
    ("fly_token", "fo1_" + random_text(43)),
    ("fly_token", "fm2_" + random_text(120, BASE64)),
    ("render_key", "rnd_" + random_text(32)),
    ("vercel_token", "vcp_" + random_text(56)),
    ("vercel_token", "vercel_blob_rw_" + random_text(16) + "_" + random_text(32)),
    ("netlify_token", "nfp_" + random_text(36)),
    ("pulumi_token", "pul-" + hexadecimal(40)),
    ("terraform_token", random_text(14) + ".atlasv1." + random_text(67)),
    ("scalingo_token", "tk-us-" + random_text(48)),
    ("infracost_key", "ico-" + random_text(32)),
    ("openshift_token", "sha256~" + random_text(43)),
    ("deno_token", "ddp_" + random_text(36)),
    ("backblaze_key", "K001" + random_text(27)),
    ("upcloud_token", "ucat_" + random_text(26)),
    ("cloudsmith_key", "csa_" + hexadecimal(30) + random_text(6)),
    ("cockroach_key", "CCDB1_" + random_text(22) + "_" + random_text(40)),
    ("workato_token", "wrkaus-eyJ" + random_text(20) + "." + random_text(40) + "." + random_text(80)),
    ("zuplo_key", "zpka_" + random_text(32, LOWER) + "_" + hexadecimal(8)),
]

NOT_FOUND = [
    ("digest in a file's name", "video_box.ico-" + hexadecimal(32) + ".png"),
    ("checksum", "sha256:" + hexadecimal(64)),
    ("short", "dop_v1_" + hexadecimal(40)),
]


test_every_issuer_has_a_key_here = covering(KEYS, CLOUD)
test_finds_key = finding_keys(KEYS)
test_mask_is_no_key = refusing_masks(KEYS)
test_key_in_a_longer_word_is_none = refusing_longer_words(KEYS)
test_finds_nothing = finding_nothing(NOT_FOUND)
