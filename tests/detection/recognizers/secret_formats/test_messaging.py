"""Keys of e-mail and message delivery. Every key is put together here and opens nothing."""

from __future__ import annotations

from agent.detection.recognizers.secret_formats.messaging import MESSAGING
from tests.detection.recognizers.secret_formats.scanning import (
    BASE32,
    UPPER,
    Key,
    covering,
    finding_keys,
    finding_nothing,
    hexadecimal,
    refusing_longer_words,
    refusing_masks,
    uuid,
)
from tests.detection.samples import random_text

KEYS: list[Key] = [
    ("sendgrid_key", "SG." + random_text(22) + "." + random_text(43)),
    ("mailgun_key", "key-" + hexadecimal(32)),
    ("mailgun_key", hexadecimal(32) + "-" + hexadecimal(8, 2) + "-" + hexadecimal(8, 3)),
    ("mailchimp_key", hexadecimal(32) + "-us14"),
    ("mandrill_key", "md-" + random_text(22)),
    ("brevo_key", "xkeysib-" + hexadecimal(64) + "-" + random_text(16)),
    ("resend_key", "re_" + random_text(8) + "_" + random_text(24)),
    ("mailersend_token", "mlsn." + hexadecimal(64)),
    ("twilio_key", "SK" + hexadecimal(32)),
    ("onesignal_key", "os_v2_app_" + random_text(100, BASE32.lower())),
    ("courier_token", "pk_prod_" + random_text(28, UPPER)),
    ("klaviyo_key", "pk_" + hexadecimal(34)),
    ("twilio_key", "AC" + hexadecimal(32) + ", " + hexadecimal(32, 2)),
    ("nylas_key", "nyk_v0_" + random_text(64)),
]

NOT_FOUND = [
    ("digest", hexadecimal(32)),
    ("UUID", uuid()),
    ("account's id", "AC" + hexadecimal(32)),
]


test_every_issuer_has_a_key_here = covering(KEYS, MESSAGING)
test_finds_key = finding_keys(KEYS)
test_mask_is_no_key = refusing_masks(KEYS)
test_key_in_a_longer_word_is_none = refusing_longer_words(KEYS)
test_finds_nothing = finding_nothing(NOT_FOUND)
