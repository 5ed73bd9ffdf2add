"""Files that programs keep credentials in. Every key is put together here and opens nothing."""

from __future__ import annotations

import base64

from tests.detection.recognizers.secret_formats.scanning import finding, finding_nothing, uuid
from tests.detection.samples import random_text

PASSWORD = "Blue7" + "Horse!"
PAIR = base64.b64encode(f"jane:{PASSWORD}".encode()).decode()
TOKEN = random_text(36)

FOUND = [
    ("Docker in Kubernetes", ".dockerconfigjson: ey" + TOKEN, ("docker_auth", "ey" + TOKEN)),
    ("netrc", f"machine host.internal\n  login jane\n  password {PASSWORD}", ("netrc", PASSWORD)),
    ("netrc in a line", f"machine host.internal login jane password {PASSWORD}\n", ("netrc", PASSWORD)),
    ("PostgreSQL", f"# .pgpass\ndb.internal:5432:shop:jane:{PASSWORD}", ("pgpass", PASSWORD)),
    ("npm", f"//registry.internal/:_authToken={TOKEN}", ("npmrc", TOKEN)),
    ("npm, UUID", f"//registry.internal/:_authToken={uuid()}", ("npmrc", uuid())),
    ("npm, old", f"_auth={PAIR}", ("npmrc", PAIR)),
    ("Docker", f'{{"auths": {{"registry.internal": {{"auth": "{PAIR}"}}}}}}', ("docker_auth", PAIR)),
]

NOT_FOUND = [
    ("Docker in Kubernetes, template", ".dockerconfigjson: {{ .Values.dockerconfig }}"),
    ("netrc, template", "machine host.internal login jane password <password>"),
    ("netrc, variable", "machine host.internal login jane password $TOKEN"),
    ("netrc in a sentence", "The machine you login to asks for a password twice."),
    ("PostgreSQL, template", ".pgpass holds host:port:database:user:password"),
    ("times in a log", "postgres\n12:04:1 db:5432:a b"),
    ("npm, variable", "//registry.internal/:_authToken=${NPM_TOKEN}"),
    ("npm, mask", "//registry.internal/:_authToken=" + "x" * 36),
    ("npm, no pair", "_auth=" + base64.b64encode(b"nothing else").decode()),
    ("Docker, empty", '{"auths": {"registry.internal": {"auth": ""}}}'),
    ("Docker, template", '{"auth": "' + base64.b64encode(b"user:password").decode() + '"}'),
    ("a setting", '{"auth": "required"}'),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)
