"""SECRET: secret stores, identity providers, and keys that people and machines prove themselves with.

age keys carry a Bech32 checksum (BIP 173), NATS seeds CRC-16/XMODEM: a wrong checksum kills them. Source: each vendor's
documentation; C2SP age specification; nats-io/nkeys.
"""

from __future__ import annotations

import base64
import binascii

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, issuer

__all__ = ["IDENTITY"]


def _is_nats_seed(value: str) -> bool:
    try:
        decoded = base64.b32decode(value + "=" * (-len(value) % 8))
    except ValueError:
        # No base 32: no seed.
        return False
    return binascii.crc_hqx(decoded[:-2], 0) == int.from_bytes(decoded[-2:], "little")


def _is_mixed(value: str) -> bool:
    """Both cases and a digit: `s.` and 24 characters is a form that methods of objects have, too."""
    body = value[2:]
    return any(map(str.isdigit, body)) and any(map(str.islower, body)) and any(map(str.isupper, body))


IDENTITY: tuple[Recognizer, ...] = (
    issuer(
        "vault_token",
        "a HashiCorp Vault token",
        Form(name="hvs., hvb. or hvr.", regex=rb"hv[sbr]\.[A-Za-z0-9_-]{24,}", variety=8),
        Form(
            name="s. and 24 characters",
            regex=rb"[sbr]\.[A-Za-z0-9]{24}",
            confidence=0.85,
            variety=9,
            proof=_is_mixed,
            needs_context=True,
        ),
        words=("vault", "hashicorp", "token"),
    ),
    issuer(
        "doppler_token",
        "a Doppler token",
        Form(
            name="dp. and its kind",
            regex=rb"dp\.(?:pt|st|ct|sa|said|scim|audit|scrt)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}",
        ),
    ),
    issuer(
        "infisical_token",
        "an Infisical token",
        Form(name="st.", regex=rb"st\.[a-f0-9-]{24,36}\.[a-f0-9]{32}\.[a-f0-9]{32}"),
    ),
    issuer(
        "onepassword_key",
        "a 1Password key",
        Form(name="service account token", regex=rb"ops_eyJ[A-Za-z0-9+/]{100,}={0,3}", variety=7, reach_bytes=2048),
        Form(name="secret key", regex=rb"A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}"),
    ),
    issuer("okta_token", "an Okta API token", Form(name="SSWS", regex=rb"SSWS (00[A-Za-z0-9_-]{38,40})", variety=8)),
    issuer(
        "stytch_secret",
        "a Stytch secret",
        Form(name="secret-live- or secret-test-", regex=rb"secret-(?:live|test)-[A-Za-z0-9_=-]{32,48}"),
    ),
    issuer(
        "workos_key",
        "a WorkOS API key",
        Form(name="sk_, in base 64", regex=rb"sk_(?:test|live)_a2V5[A-Za-z0-9+/]{40,80}={0,2}"),
    ),
    issuer(
        "descope_key",
        "a Descope management key",
        Form(name="K2 and 300 characters", regex=rb"K2[A-Za-z0-9]{27}:K2[A-Za-z0-9]{60,}", variety=9),
    ),
    issuer(
        "age_key",
        "an age secret key",
        Form(
            name="AGE-SECRET-KEY-1", regex=rb"AGE-SECRET-KEY-(?:PQ-)?1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}", variety=7
        ),
    ),
    issuer(
        "nats_seed",
        "a NATS seed",
        Form(name="S, its kind and base 32", regex=rb"S[UAONCX][A-D][A-Z2-7]{55}", proof=_is_nats_seed),
    ),
    issuer(
        "bootstrap_token",
        "a Kubernetes bootstrap token",
        Form(
            name="6 and 16 characters",
            regex=rb"[a-z0-9]{6}\.[a-z0-9]{16}",
            confidence=0.8,
            variety=8,
            needs_context=True,
        ),
        words=("kubeadm", "bootstrap"),
    ),
    issuer(
        "otp_secret",
        "a one-time password's seed",
        Form(
            name="otpauth address", regex=rb"otpauth://[ht]otp/[^\s\"'<>]*?[?&]secret=([A-Za-z2-7]{16,128})", variety=5
        ),
    ),
    issuer(
        "wireguard_key",
        "a WireGuard key",
        Form(
            name="private or pre-shared key",
            regex=rb"(?:PrivateKey|PresharedKey|private_key|preshared_key)\s?=\s?\"?([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)",
            variety=8,
        ),
    ),
    issuer(
        "salesforce_token",
        "a Salesforce token",
        Form(name="00D and !", regex=rb"00D[A-Za-z0-9]{12,15}![A-Za-z0-9._-]{80,}", variety=9),
    ),
    issuer(
        "intra42_secret", "a 42 intranet client secret", Form(name="s-s4t2", regex=rb"s-s4t2(?:ud|af)-[a-f0-9]{64}")
    ),
    issuer(
        "password_hash",
        "a stored password's hash",
        # Surer where a password file keeps it, behind the account: a hash alone stands in many a test and tutorial.
        Form(
            name="account and crypt hash",
            regex=rb":(\$(?:1|5|6|y|7|apr1|2[aby])\$[^\s:]{24,})",
            confidence=0.75,
            variety=8,
        ),
        Form(
            name="crypt hash alone",
            regex=rb"\$(?:2[abxy]\$[0-9]{2}\$[./A-Za-z0-9]{53}|[56]\$(?:rounds=[0-9]+\$)?[./A-Za-z0-9]{8,16}\$[./A-Za-z0-9]{43,86}"
            rb"|(?:1|apr1)\$[./A-Za-z0-9]{8}\$[./A-Za-z0-9]{22}|[89]\$[./A-Za-z0-9]{14}\$[./A-Za-z0-9]{43})",
            confidence=0.5,
            variety=8,
        ),
        Form(
            name="account and a directory's hash",
            regex=rb":(\{S?SHA(?:256|512)?\}[A-Za-z0-9+/]{27,100}={0,2})",
            confidence=0.75,
            variety=8,
        ),
        Form(
            name="Windows account and its hashes",
            regex=rb":[0-9]{3,6}:([a-f0-9]{32}:[a-f0-9]{32}):::",
            confidence=0.9,
            variety=8,
        ),
    ),
)
