"""Google. Every key is put together here and opens nothing."""

from __future__ import annotations

from tests.detection.recognizers.secret_formats.scanning import UPPER, finding, finding_nothing, masked
from tests.detection.samples import random_text

KEY = "AIza" + random_text(35)
SECRET = "GOCSPX-" + random_text(28)

FOUND = [
    ("API key", f"key={KEY}&v=3", ("google_api_key", KEY)),
    ("API key in code", f'apiKey: "{KEY}",', ("google_api_key", KEY)),
    ("client secret", f'"client_secret":"{SECRET}"', ("google_oauth_secret", SECRET)),
    ("access token", "ya29.a." + random_text(80), ("google_oauth_token", "ya29.a." + random_text(80))),
    ("refresh token", "1//0" + random_text(60), ("google_oauth_token", "1//0" + random_text(60))),
    ("storage key", "GOOG1E" + random_text(55, UPPER), ("google_storage_key", "GOOG1E" + random_text(55, UPPER))),
]

NOT_FOUND = [
    ("mask", masked(KEY)),
    ("alphabet", "AIzaSy" + "abcdefghijklmnopqrstuvwxyz1234567"),
    ("documented", "AIzaSyA8vmApnrHN" + "FE0bApF4hoZ11srVL_n0nvY"),
    ("longer", KEY + "abc"),
    ("inside a word", "q" + KEY),
    ("client id", "123456789012-" + random_text(32).lower() + ".apps.googleusercontent.com"),
    ("image's markup", "<p><i>ya29.</i>abc</p>"),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)
