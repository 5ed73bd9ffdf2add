"""SECRET: Google: API keys, OAuth client secrets and tokens, storage HMAC keys.

Client ids and project numbers are no secrets; a service account's JSON holds a private key in PEM, which has a
recognizer of its own. Source: Google Cloud documentation, "Authenticate by using API keys", "Using OAuth 2.0".
"""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, issuer

__all__ = ["GOOGLE"]

GOOGLE: tuple[Recognizer, ...] = (
    issuer(
        "google_api_key",
        "a Google API key",
        # A dash or underscore may be a key's last character, so that no shorter run may be cut out of a longer one.
        Form(name="AIza and 35 characters", regex=rb"AIza[A-Za-z0-9_-]{35}", variety=9),
        Form(name="AQ.Ab8 express key", regex=rb"AQ\.Ab8[A-Za-z0-9_-]{44,50}", variety=9),
    ),
    issuer(
        "google_oauth_secret",
        "a Google OAuth client secret",
        Form(name="GOCSPX-", regex=rb"GOCSPX-[A-Za-z0-9_-]{28}"),
    ),
    issuer(
        "google_oauth_token",
        "a Google OAuth token",
        Form(name="access token", regex=rb"ya29\.(?:[acdg]\.)?[A-Za-z0-9_-]{25,}", reach_bytes=2048),
        Form(name="refresh token", regex=rb"1//0[A-Za-z0-9_-]{40,}"),
        Form(name="authorization code", regex=rb"4/0A[A-Za-z0-9_-]{40,}"),
    ),
    issuer(
        "google_storage_key",
        "a Google Cloud Storage HMAC key",
        Form(name="GOOG1E and 56 characters", regex=rb"GOOG1E[A-Z0-9]{50,56}"),
    ),
)
