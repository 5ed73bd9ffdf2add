"""JSON web tokens and keys. Every key is put together here and opens nothing."""

from __future__ import annotations

from tests.detection.recognizers.secret_formats.scanning import finding, finding_nothing
from tests.detection.samples import jwt, random_text

TOKEN = jwt({"alg": "HS256", "typ": "JWT"})
UNSIGNED = jwt({"alg": "none"}).rpartition(".")[0]
ENCRYPTED = (
    jwt({"alg": "dir", "enc": "A256GCM"}).partition(".")[0] + ".." + ".".join((random_text(16), random_text(60)))
)
ENCRYPTED += "." + random_text(22)
RSA = '"kty":"RSA","n":"' + random_text(120) + '","e":"AQAB","d":"' + random_text(120) + '"'
SYMMETRIC = '"k": "' + random_text(43) + '", "kty": "oct", "alg": "HS256"'

FOUND = [
    ("bearer", f"Authorization: Bearer {TOKEN}", ("jwt", TOKEN)),
    ("unsigned", UNSIGNED + ".", ("jwt", UNSIGNED)),
    ("cut off behind the payload", TOKEN.rpartition(".")[0], ("jwt", TOKEN.rpartition(".")[0])),
    ("behind an underscore", f"ghs_20260523_{TOKEN}", ("jwt", TOKEN)),
    ("encrypted", ENCRYPTED, ("jwt", ENCRYPTED)),
    ("header without algorithm, with claims", jwt({"kid": "a1b2"}), ("jwt", jwt({"kid": "a1b2"}))),
    ("RSA key", "{" + RSA + "}", ("json_web_key", RSA)),
    ("symmetric key", "{" + SYMMETRIC + "}", ("json_web_key", SYMMETRIC)),
]

NOT_FOUND = [
    ("no JSON in the header", "eyJ" + random_text(40) + "." + random_text(40) + "." + random_text(40)),
    ("header alone", TOKEN.partition(".")[0]),
    ("dotted names", "eyJson.parser.module"),
    ("list for a header", "eyJ" + "bXV0" * 4 + ".e30.x"),
    ("inside a word", "a" + UNSIGNED),
    (
        "documented",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0Ijox"
        "NTE2MjM5MDIyfQ.SflKxwRJSMeKKF2" + "QT4fwpMeJf36POk6yJV_adQssw5c",
    ),
    ("public key", '{"kty":"RSA","n":"' + random_text(120) + '","e":"AQAB"}'),
    ("masked key", '{"kty":"oct","k":"' + "x" * 43 + '"}'),
    ("another object's d", '{"type":"path","d":"' + random_text(43) + '"}'),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)
