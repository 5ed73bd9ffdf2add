"""SECRET: networks: content delivery, DNS, tunnels and private networks, maps.

Source: each service's API documentation.
"""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, issuer

__all__ = ["NETWORKS"]

NETWORKS: tuple[Recognizer, ...] = (
    issuer(
        "cloudflare_token",
        "a Cloudflare token",
        Form(name="cfut_, cfat_ or cfk_", regex=rb"cf(?:ut|at|k)_[A-Za-z0-9]{48}"),
        Form(name="origin certificate key", regex=rb"v1\.0-[a-f0-9]{24}-[a-f0-9]{146}"),
    ),
    issuer(
        "tailscale_key",
        "a Tailscale key",
        Form(name="tskey-", regex=rb"tskey-(?:(?:auth|api|client|scim|webhook)-)?[A-Za-z0-9]{8,24}-[A-Za-z0-9]{18,40}"),
    ),
    issuer(
        "ngrok_token",
        "an ngrok token",
        Form(
            name="2 and two parts",
            regex=rb"(?:(?:ak|cr)_)?[12][A-Za-z0-9]{26}_[A-Za-z0-9]{20,22}",
            confidence=0.85,
            variety=9,
            needs_context=True,
        ),
        words=("ngrok", "auth_?token"),
    ),
    issuer("akamai_token", "an Akamai credential", Form(name="akab-", regex=rb"akab-[a-z0-9]{16}-[a-z0-9]{16}")),
    issuer(
        "defined_networking_key",
        "a Defined Networking key",
        Form(name="dnkey-", regex=rb"dnkey-[A-Z2-7]{26}-[A-Z2-7]{52}"),
    ),
    issuer("netbird_token", "a NetBird token", Form(name="nbp_", regex=rb"nbp_[A-Za-z0-9]{36}")),
    issuer("dnsimple_token", "a DNSimple token", Form(name="dnsimple_", regex=rb"dnsimple_[aou]_[A-Za-z0-9]{28,44}")),
    issuer(
        "mapbox_token",
        "a Mapbox secret token",
        Form(name="sk.eyJ", regex=rb"sk\.eyJ[A-Za-z0-9_-]{40,}\.[A-Za-z0-9_-]{20,24}"),
    ),
    issuer(
        "maxmind_key",
        "a MaxMind license key",
        Form(name="_mmk", regex=rb"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk", variety=8),
    ),
)
