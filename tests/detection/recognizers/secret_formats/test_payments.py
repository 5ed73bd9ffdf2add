"""Keys of payment and shop services. Every key is put together here and opens nothing."""

from __future__ import annotations

from agent.detection.recognizers.secret_formats.payments import PAYMENTS
from tests.detection.recognizers.secret_formats.scanning import (
    BASE32,
    LOWER,
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
    ("stripe_key", "sk_live_" + random_text(24)),
    ("stripe_key", "rk_test_" + random_text(99)),
    ("stripe_key", "whsec_" + random_text(32)),
    ("square_token", "sq0atp-" + random_text(22)),
    ("square_token", "EAAA" + random_text(60)),
    ("braintree_token", "access_token$production$" + random_text(16, LOWER) + "$" + hexadecimal(32)),
    ("razorpay_key", "rzp_live_" + random_text(14)),
    ("flutterwave_key", "FLWSECK-" + hexadecimal(32) + "-X"),
    ("adyen_key", "AQEy" + random_text(100)),
    ("plaid_token", "access-sandbox-" + uuid()),
    ("shopify_token", "shpat_" + hexadecimal(32)),
    ("checkout_key", "sk_sbox_" + random_text(27, BASE32.lower())),
    ("mollie_key", "live_" + random_text(30)),
    ("gocardless_token", "live_" + random_text(40)),
    ("easypost_key", "EZAK" + random_text(54)),
    ("shippo_token", "shippo_live_" + hexadecimal(40)),
    ("duffel_token", "duffel_test_" + random_text(43)),
    ("paddle_key", "pdl_live_apikey_" + random_text(26, LOWER) + "_" + random_text(22) + "_" + random_text(3)),
    ("xendit_key", "xnd_production_" + random_text(48)),
    ("mercadopago_token", "APP_USR-" + digits(16) + "-" + digits(6) + "-" + hexadecimal(32) + "-" + digits(9)),
    ("telnyx_key", "KEY0" + random_text(31, "0123456789ABCDEF") + "_" + random_text(22)),
    ("coinbase_key", "organizations/" + uuid() + "/apiKeys/" + uuid(2)),
    ("asaas_key", "aact_prod_" + random_text(60)),
    ("ramp_secret", "ramp_sec_" + random_text(48)),
    ("mercury_token", "mercury_production_wma_" + random_text(44) + "_yrucrem"),
    ("midtrans_key", "Mid-server-" + random_text(24)),
    ("onfido_token", "api_live." + random_text(32)),
    ("onfido_token", "persona_production_" + random_text(36)),
    ("polar_token", "polar_oat_" + random_text(40)),
    ("woocommerce_secret", "cs_" + hexadecimal(40)),
]

NOT_FOUND = [
    ("publishable key", "pk_live_" + random_text(24)),
    ("name of a test", "test_contains_key_returns_true_if_key_in_tree"),
    ("id of a payment", "pi_" + random_text(24)),
    ("setting", "sk_live_key_of_the_shop"),
]


test_every_issuer_has_a_key_here = covering(KEYS, PAYMENTS)
test_finds_key = finding_keys(KEYS)
test_mask_is_no_key = refusing_masks(KEYS)
test_key_in_a_longer_word_is_none = refusing_longer_words(KEYS)
test_finds_nothing = finding_nothing(NOT_FOUND)
