"""Secret stores, identity providers, seeds. Every key is put together here and opens nothing."""

from __future__ import annotations

import base64
import binascii

from tests.detection.recognizers.secret_formats.scanning import (
    BASE32,
    LOWER,
    UPPER,
    finding,
    finding_nothing,
    hexadecimal,
    masked,
)
from tests.detection.samples import random_text


def _nats_seed() -> str:
    raw = base64.b32decode("SUAA" + random_text(52, BASE32))[:34]
    return base64.b32encode(raw + binascii.crc_hqx(raw, 0).to_bytes(2, "little")).decode().rstrip("=")


NATS = _nats_seed()
VAULT = "hvs." + random_text(24)
OLD_VAULT = "s." + random_text(24)
OP = "ops_eyJ" + random_text(240)
AGE = "AGE-SECRET-KEY-1" + random_text(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")
SEED = random_text(32, BASE32)
WIREGUARD = random_text(42) + "A="
HASH = "$6$" + random_text(16) + "$" + random_text(86)

BOOTSTRAP = random_text(6, LOWER) + "." + random_text(16, LOWER, seed=2)

FOUND = [
    ("Kubernetes", f"kubeadm join --token {BOOTSTRAP}", ("bootstrap_token", BOOTSTRAP)),
    ("Vault", VAULT, ("vault_token", VAULT)),
    ("Vault, old form", f"vault token: {OLD_VAULT}", ("vault_token", OLD_VAULT)),
    ("Doppler", "dp.st.dev." + random_text(43), ("doppler_token", "dp.st.dev." + random_text(43))),
    ("1Password", OP, ("onepassword_key", OP)),
    ("Okta", "Authorization: SSWS 00" + random_text(40), ("okta_token", "00" + random_text(40))),
    ("age", AGE, ("age_key", AGE)),
    ("age, after quanta", AGE.replace("KEY-1", "KEY-PQ-1"), ("age_key", AGE.replace("KEY-1", "KEY-PQ-1"))),
    ("NATS", NATS, ("nats_seed", NATS)),
    ("one-time password", f"otpauth://totp/Shop:jane?secret={SEED}&issuer=Shop", ("otp_secret", SEED)),
    ("WireGuard", f"PrivateKey = {WIREGUARD}", ("wireguard_key", WIREGUARD)),
    ("shadow file", f"jane:{HASH}:19000:0:99999:7:::", ("password_hash", HASH)),
    (
        "Apache's file",
        "jane:$apr1$" + random_text(8) + "$" + random_text(22),
        ("password_hash", "$apr1$" + random_text(8) + "$" + random_text(22)),
    ),
    ("bcrypt alone", "$2b$12$" + random_text(53), ("password_hash", "$2b$12$" + random_text(53))),
    ("directory", "jane:{SSHA}" + random_text(38), ("password_hash", "{SSHA}" + random_text(38))),
    (
        "Windows",
        f"jane:1001:{hexadecimal(32)}:{hexadecimal(32, 2)}:::",
        ("password_hash", f"{hexadecimal(32)}:{hexadecimal(32, 2)}"),
    ),
    ("42", "s-s4t2ud-" + hexadecimal(64), ("intra42_secret", "s-s4t2ud-" + hexadecimal(64))),
]

NOT_FOUND = [
    ("bootstrap token without its name", BOOTSTRAP),
    ("bootstrap, a file", "bootstrap layout.stylesofthepages"),
    ("mask", masked(VAULT)),
    ("old form without its name", OLD_VAULT),
    ("method", "token s.makeKubeConfigController = args"),
    ("wrong checksum", NATS[:-4] + ("AAAA" if NATS[-4:] != "AAAA" else "BBBB")),
    ("masked 1Password key", "A3-XXXXXX-XXXXXXXXXXX-XXXXX-XXXXX-XXXXX"),
    ("cut off", "export OP_SERVICE_ACCOUNT_TOKEN=ops_eyJzaWduSW5BZGRyZXNzIjoiaHR0cHM6..."),
    ("age recipient", "age1" + random_text(58, LOWER)),
    ("WireGuard public key", f"PublicKey = {WIREGUARD}"),
    ("hash alone", "{SSHA}" + random_text(38)),
    ("bcrypt, cut off", "$2b$12$" + random_text(20)),
    ("prices", "$5$ and $6$ are what they cost"),
    ("two digests", f"{hexadecimal(32)}:{hexadecimal(32, 2)}"),
    ("scheme alone", "userPassword:{SSHA}"),
    ("locked account", "daemon:*:19000:0:99999:7:::"),
    ("address without a seed", "otpauth://totp/Shop:jane?issuer=Shop"),
    ("order number", "A3-" + random_text(6, UPPER) + "-" + random_text(4, UPPER)),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)
