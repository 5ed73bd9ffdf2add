"""Names of variables, fields, headers and options: whether a secret is what they hold.

A name is read as English reads it: the last noun says what it is (`token_count` is a count, `count_token` a token), and
what stands before it says which kind (`public_key` opens nothing, `api_key` does). Words that name an environment, an
encoding or a version say nothing (`API_KEY_PROD_V2`). A name that could hold a secret as well as anything else ("key",
"auth") is a hint, and its value must carry the proof.
"""

from __future__ import annotations

import enum
import re

__all__ = ["KeyName", "key_name"]


class KeyName(enum.Enum):
    """What a name says of its value."""

    SECRET = enum.auto()
    HINT = enum.auto()
    OTHER = enum.auto()


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_SAYS_NOTHING = frozenset(
    """value val string str text env var prod production dev devel test testing staging stage stg qa uat
    live sandbox local remote base b hex raw plain plaintext default new old current previous primary secondary main
    backup data encoded v x here is the my first second one two admin user root demo internal global master s""".split()  # noqa: SIM905 - a word list reads better so
)

_SECRET_NOUNS = frozenset(
    """secret secrets token tokens apikey apikeys appkey accesskey secretkey privatekey privkey authkey authtoken
    accesstoken refreshtoken idtoken bearertoken sessiontoken clientsecret appsecret apisecret sharedsecret signingkey
    encryptionkey masterkey licensekey passkey keypass credential credentials cred creds jwt bearer apitoken usertoken
    bottoken webhooksecret secretaccesskey secretid pat psk sas authorization authentication oauth
    geheimnis jeton segredo secreto chiave schluessel""".split()  # noqa: SIM905 - as above
)
_HINT_NOUNS = frozenset(
    "key keys auth api session sessionid cookie salt seed sid signature hmac pkey skey".split()  # noqa: SIM905 - as above
)

_KEY_KINDS = frozenset(
    """api access secret private priv auth authentication authorization encryption encrypt decryption crypto cipher
    aes hmac rsa jwt signing sign signature account license licence activation product service consumer app
    application deploy deployment shared storage subscription session ssh write ingest ingestion integration security
    client admin webhook personal bot server project instrumentation wallet validator symmetric pre root
    rest maps functions function host azure aws gcp google openai stripe github""".split()  # noqa: SIM905 - as above
)
"""What makes a key one that opens something."""

_HARMLESS_KINDS = frozenset(
    """public pub publishable primary foreign sort cache partition hash row group index idx translation i18n lookup map
    dict hot short composite unique natural surrogate object bucket config settings anon csrf xsrf antiforgery page
    pagination continuation next prev start end cursor sync special eos bos pad unk cls sep mask lexer syntax node
    json yaml dictionary registry label sequence schema event message widget react item column field property sitekey
    site verification recaptcha captcha no num max min total prompt completion input output count per
    keyboard arrow press routing feature flag grant request response trace correlation idempotency""".split()  # noqa: SIM905 - as above
)
"""What makes a key or token one that everybody may see."""

_HOLDERS = frozenset(
    ("config", "settings", "object", "node", "message", "event", "request", "response", "page", "site")
)
"""Of these, what a program keeps its values in."""


def key_name(name: str) -> KeyName:
    """What a name says of its value; total on any string."""
    words = [word.lower() for word in _WORD.findall(name)]
    # What holds it says nothing against it: `config.token` is a token.
    apart = len(_WORD.findall(name.rpartition(".")[0]))
    while len(words) > 1 and words[-1] in _SAYS_NOTHING:
        words.pop()
    if not words:
        return KeyName.OTHER
    noun, kinds = words[-1], frozenset(words[:-1])
    harmless = _HARMLESS_KINDS - _HOLDERS if apart and len(words) > apart else _HARMLESS_KINDS
    if kinds & harmless and noun not in ("secret", "secrets"):
        return KeyName.OTHER
    if noun in _SECRET_NOUNS or (noun == "id" and words[-2:-1] == ["secret"]):
        return KeyName.SECRET
    if noun.endswith(("key", "keys")) and kinds & _KEY_KINDS:
        return KeyName.SECRET
    # Joined lower-case names ("myappsecretkey") end in a noun of their own.
    if len(noun) > 6 and noun.endswith(("apikey", "accesskey", "secretkey", "privatekey", "token", "secret")):
        return KeyName.SECRET
    return KeyName.HINT if noun in _HINT_NOUNS or noun.endswith("key") else KeyName.OTHER
