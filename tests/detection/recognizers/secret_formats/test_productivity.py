"""Keys of office services and social networks. Every key is put together here and opens nothing."""

from __future__ import annotations

from agent.detection.recognizers.secret_formats.productivity import PRODUCTIVITY
from tests.detection.recognizers.secret_formats.scanning import (
    LOWER,
    UPPER,
    Key,
    covering,
    digits,
    finding_keys,
    finding_nothing,
    hexadecimal,
    refusing_longer_words,
    refusing_masks,
    uuid,
)
from tests.detection.samples import random_text

KEYS: list[Key] = [
    ("notion_token", "ntn_" + random_text(46)),
    ("linear_key", "lin_api_" + random_text(40)),
    ("asana_token", "asana: 1/" + digits(16) + ":" + hexadecimal(32)),
    ("clickup_token", "pk_" + digits(8) + "_" + random_text(32, UPPER)),
    ("trello_token", "ATTA" + hexadecimal(64)),
    ("figma_token", "figd_" + random_text(40)),
    ("typeform_token", "tfp_" + random_text(44)),
    ("dropbox_token", "sl.u." + random_text(140)),
    ("frameio_token", "fio-u-" + random_text(64)),
    ("adobe_secret", "p8e-" + random_text(32)),
    ("hubspot_token", "pat-na1-" + uuid()),
    ("intercom_token", "dG9rO" + random_text(55)),
    ("wakatime_key", "waka_" + uuid()),
    ("lichess_token", "lip_" + random_text(20)),
    ("facebook_token", "EAA" + random_text(120)),
    ("facebook_token", "facebook app: " + digits(16) + "|" + random_text(27)),
    ("instagram_token", "IGQ" + random_text(120)),
    ("twitter_token", "A" * 22 + random_text(20) + "%3D" + random_text(40)),
    ("linkedin_token", "WPL_AP1." + random_text(24)),
    ("twitch_token", "oauth:" + random_text(30, LOWER)),
    ("canva_secret", "cnvca" + random_text(51)),
    ("pinterest_token", "pina_" + random_text(60)),
    ("samsara_token", "samsara_api_" + random_text(30)),
    ("thunderstore_token", "tss_" + random_text(32)),
    ("zoho_token", "1000." + hexadecimal(32) + "." + hexadecimal(32, 2)),
    ("miro_token", "eyJtaXJv" + random_text(20) + "_" + random_text(27)),
]

NOT_FOUND = [
    ("image", "data:image/png;base64," + "A" * 40 + random_text(60)),
    ("digest", hexadecimal(64)),
    ("page", "https://www.notion.example/Team-" + hexadecimal(32)),
]


test_every_issuer_has_a_key_here = covering(KEYS, PRODUCTIVITY)
test_finds_key = finding_keys(KEYS)
test_mask_is_no_key = refusing_masks(KEYS)
test_key_in_a_longer_word_is_none = refusing_longer_words(KEYS)
test_finds_nothing = finding_nothing(NOT_FOUND)
