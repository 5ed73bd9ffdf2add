"""Table of what is and what is no secret under its name. Every secret is drawn here and opens nothing."""

from __future__ import annotations

import string

import pytest

from tests.detection.samples import random_text, secrets

SECRET = random_text(32)
SHORT = random_text(15, seed=3)
HEX = random_text(40, "0123456789abcdef")
LETTERS = random_text(24, string.ascii_letters, seed=5)
DIGITS = "88254831688" + "13050783071"
UUID = "-".join(random_text(length, "0123456789abcdef", seed=length) for length in (8, 4, 4, 4, 12))

FOUND = [
    (".env", f"API_KEY={SECRET}\nDEBUG=1", SECRET),
    (".env, export", f"export CLIENT_SECRET='{SECRET}'", SECRET),
    ("YAML", f"  client_secret: {SECRET}\n", SECRET),
    ("JSON", f'{{"access_token": "{SECRET}"}}', SECRET),
    ("JSON in a string", f'"{{\\"apiKey\\": \\"{SECRET}\\"}}"', SECRET),
    ("INI", f"[service]\nsecret = {SECRET}\n", SECRET),
    ("properties", f"app.security.jwt.secret={SECRET}", SECRET),
    ("TOML", f'token = "{SECRET}"', SECRET),
    ("XML", f"<apiKey>{SECRET}</apiKey>", SECRET),
    ("XML, attributes", f'<add key="ApiKey" value="{SECRET}" />', SECRET),
    ("Kubernetes", f"- name: API_TOKEN\n  value: {SECRET}\n", SECRET),
    ("HCL", f'  secret_key = "{SECRET}"', SECRET),
    ("Python", f'SECRET_KEY: str = "{SECRET}"', SECRET),
    ("Python, dictionary", f"headers = {{'X-Api-Key': '{SECRET}'}}", SECRET),
    ("Python, default", f'token = os.environ.get("TOKEN", "{SECRET}")', SECRET),
    ("JavaScript", f"const apiKey = '{SECRET}';", SECRET),
    ("JavaScript, or", f'const token = process.env.TOKEN || "{SECRET}"', SECRET),
    ("Java", f'private static final String ACCESS_KEY = "{SECRET}";', SECRET),
    ("Go", f'apiToken := "{SECRET}"', SECRET),
    ("Go, typed", f'const apiKey string = "{SECRET}"', SECRET),
    ("C#", f'var clientSecret = @"{SECRET}";', SECRET),
    ("Ruby", f":auth_token => '{SECRET}'", SECRET),
    ("PHP", f"define('SECRET_KEY', '{SECRET}');", SECRET),
    ("header", f"X-Auth-Token: {SECRET}", SECRET),
    ("words", f"API Secret: {SECRET}", SECRET),
    ("query", f"see /v1?token={SECRET}&lang=en", SECRET),
    ("short", f"client_secret={SHORT}", SHORT),
    ("hexadecimal", f"api_key: {HEX}", HEX),
    ("UUID", f'api_token = "{UUID}"', UUID),
    ("a name that may be one's", f"key = '{SECRET}'", SECRET),
    ("setter", f'client.setApiKey("{SECRET}")', SECRET),
    ("chosen by a person", "SESSION_SECRET=" + "horseblue" + "123", "horseblue" + "123"),
    ("letters", f"api_token: {LETTERS}\n", LETTERS),
    ("letters, quoted", f"const apiKey = '{LETTERS}';", LETTERS),
    ("digits", f"APP_API_KEY={DIGITS}", DIGITS),
    ("typed, as long as a key", "api_key = " + "1234567890abcdef" * 2, "1234567890abcdef" * 2),
    ("typed over and over", "secret_key: " + "abcd1234" * 5, "abcd1234" * 5),
]

NOT_FOUND = [
    ("count", "token_count: 128000"),
    ("limit", '"max_tokens": 4096000'),
    ("type", '"token_type": "bearer_v1token"'),
    ("name of a secret", f'secret_name = "prod-{SHORT}"'),
    ("address", "api_key_url = https://example.com/v1/keys"),
    ("public key", f'public_key = "{SECRET}"'),
    ("id of a key", f'"kms_key_id": "{UUID}"'),
    ("primary key", f"primary_key: {SECRET}"),
    ("cache", f'cache_key = "{SECRET}"'),
    ("page", f'"next_page_token": "{SECRET}"'),
    ("form's protection", f"csrf_token={SECRET}"),
    ("author", "author = james.doe1@example.com"),
    ("call", "token = get_token1(request)"),
    ("member", "secret = settings.secrets1.value"),
    ("environment", 'api_key = os.environ["API_KEY_2"]'),
    ("variable", "API_KEY=${API_KEY_2}"),
    ("template", "token: {{ .Values.token1 }}"),
    ("reference", "client_secret: vault:secret/app#key1"),
    ("angle brackets", "token: <your-token-1>"),
    ("mask", "api_key = " + "x" * 32),
    ("counting", "api_key = 1234567890abcdef"),
    ("setter, variable", "client.setApiKey(apiKey2)"),
    ("call, variable", "token(x1y2z3w4)"),
    ("chosen name of a thing", "secret: db-credentials-2"),
    ("chosen by a person, for a token", "token = horseblue123"),
    ("chosen for a test", "client_secret = testing123"),
    ("cut off", f"api_key = {SECRET[:20]}..."),
    ("letters of a name", "token = accessTokenFromKeychainService"),
    ("letters of a call", f"token = {LETTERS}()"),
    ("letters of a member", f"token = {LETTERS}.value"),
    ("letters of a shouted name", "api_secret: SOMEVERYLONGNAMEINCAPITALS"),
    ("letters of a name that may be one's", f"key = '{LETTERS}'"),
    ("too few digits", "api_key = 8825483168813"),
    ("type of a resource", f'"AWS::SecretsManager::Secret": "{HEX[:16]}"'),
    ("example", "api_key = example_" + SHORT),
    ("words", 'secret = "my-secret-key-1"'),
    ("type in code", "private_key: ed25519.Ed25519PrivateKey"),
    ("imports", "from x import Ed448PrivateKey, Ed448PublicKey"),
    ("alphabet", f'keyChars = "{string.ascii_lowercase}{string.digits}"'),
    ("version", "auth_version: 3.11.2-rc1"),
    ("short value of a name that may be one's", f"key = {SHORT}"),
    ("path", 'key = "/etc/ssl/private/key1.pem"'),
    ("date", "session: 2024-01-31T10:00:00Z"),
    ("empty", "API_KEY=\nOTHER_KEY="),
    ("sentence", "The secret of good tea: 3 minutes."),
    ("commit", f"commit: {HEX}"),
    ("checksum", f"sha256: {HEX}"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_secret(text: str, expected: str):
    assert secrets(text) == [("secret.assignment", expected)]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_secret(text: str):
    assert secrets(text) == []
