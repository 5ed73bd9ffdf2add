"""Values that stand where a secret would: templates, references, masks, documented examples.

Kept apart from the recognizers because every recognizer of secrets asks the same question. Rules kept here:
- A reference says where the secret is (`${TOKEN}`, `vault:kv/app`, `process.env.TOKEN`), a template what will stand
  there, a mask that it was taken out: none of them opens anything.
- Words that say "not real" count wherever they stand; words that people also build passwords from ("secret", "test")
  count only in a value of plain words, so that `MyS3cret!` stays a password.
- What a finger types along a keyboard, counts up or repeats is taken for filling, unless it is as long as a key and
  mixes cases, or letters and digits: keys like "0123456789abcdef" twice over are in use, so that a finding may be
  worth a look.
"""

from __future__ import annotations

import re
from operator import sub

from agent.detection.compiled import LazyRegex

__all__ = ["is_placeholder"]

_WORDS = frozenset(
    """changeme changeit change_me change-me password passwords passwd passphrase passwort passw0rd pass pwd password1
    secret secrets s3cr3t token apikey api_key key value string text str varchar none null nil undefined true false yes
    no todo tbd tba fixme n/a na empty blank required optional mandatory default unset hidden redacted masked removed
    censored protected encrypted placeholder sample demo test testing tester foo foobar foobaz bar baz quux lorem
    qwerty qwertz azerty abc123 123456 1234567890 admin root user username login input type field label prompt env
    dotenv vault dummy fake mock stub example
    kennwort geheim contrase\u00f1a contrasena clave motdepasse mdp senha wachtwoord has\u0142o haslo heslo
    l\u00f6senord \u043f\u0430\u0440\u043e\u043b\u044c \u5bc6\u7801 \u5bc6\u78bc \u30d1\u30b9\u30ef\u30fc\u30c9
    erforderlich pflichtfeld requis requerido obligatorio obrigat\u00f3rio verplicht wymagane""".split()  # noqa: SIM905 - a word list reads better so
)

_WORDS_OF_MASKS = (
    r"example|change[-_ ]?(?:me|this|it)|place[-_ ]?holder|redacted|dummy|xxxx|\*\*\*|\.\.\."
    r"|(?:^|[^a-z])(?:your|insert|enter|replace|paste|put|todo|fixme|goes)[-_ ]"
    r"|^your(?:api|key|token|secret|pass|user|name|access|client|own|db)"
    r"|(?:goes|key|token|secret|pass|password|value|url)[-_ ]?here\b|not[-_]?(?:a[-_]?)?(?:real|secret|valid)"
    r"|fake[-_ ]|[-_ ]fake|replace[-_]?(?:me|this|with)"
    r"|(?:^|[-_])(?:dein|deine|ihr|votre|ton|tu|su|sua|seu|jouw|uw|twoje|vuestra)[-_]"
    r"|beispiel|ejemplo|exemplo|exemple|esempio|voorbeeld"
)
_WORDS_BEYOND_ASCII = (
    r"\u2026|\u2022\u2022|przyk\u0142ad|\u043f\u0440\u0438\u043c\u0435\u0440|\u60a8\u7684|\u4f60\u7684|\u793a\u4f8b"
    r"|\u3042\u306a\u305f\u306e"
)
_NAMES_A_SECRET = re.compile(
    r"secret|passw(?:or)?[dt]|token|api[-_]?key|(?:^|[-_])(?:my|some|test|fake|sample|mock)[-_]?(?:key|pass|pw|cred)",
    re.IGNORECASE,
)
_PLAIN_WORDS = re.compile(
    r"(?:[A-Za-z]+[-_. ])*[A-Za-z]+[-_]?[0-9]?|(?:[a-z]+|[A-Z]+)(?:[-_](?:[a-z]+|[A-Z]+|[0-9]+))+"
)

_TEMPLATE = re.compile(
    r"""[$%]?\{(?!S?SHA[0-9]*\})|\$\(|\$(?!apr1\$)[A-Za-z_]|\$\$|%\(|%[sdr@]|%[A-Za-z_]+%|<[^<>]*>?|\[|\#\{|@\{|@@|__[A-Za-z_]+__$|\{\{|[A-Za-z_.]+\(
    |&[a-z]+;|~~|!(?:Ref|Sub|GetAtt|ImportValue|vault|reference|env|ENV|secret)\b|!!|&\w+$""",
    re.VERBOSE,
)
_REFERENCES = (
    r"getenv|os\.environ|process\.env|import\.meta\.env|(?:^|[^a-z])secrets?\.[a-z]|\$\{|\{\{|[a-z]_\{\w*\}?$"
    r"|^(?:vault|sm|ssm|op|keyring|keychain|env|file|secret|secrets|awssm|gcpsm|azurekeyvault|arn|ref\+\w+|sops|age):"
    r"|^enc[\[(]|^\{cipher\}|^@microsoft\.keyvault|^\$ansible_vault"
    r"|^(?:env|var|local|data|module|self|this|settings|config|ctx)\.[a-z_]"
)
_SAYS_NOT_REAL = re.compile(f"{_WORDS_OF_MASKS}|{_REFERENCES}|{_WORDS_BEYOND_ASCII}", re.IGNORECASE)
_SAYS_NOT_REAL_IN_ASCII = LazyRegex(f"(?i){_WORDS_OF_MASKS}|{_REFERENCES}".encode())
"""The same as RE2, in a tenth of the time, for the values that floods are made of. On ASCII both agree, but for the end
of a value that ends in a line break."""

_CONSTANT_NAME = re.compile(r"[A-Z]{2,}(?:_[A-Z]{2,})+")

_KEYBOARD_ROWS = ("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "0987654321")
_AROUND = "\"'`" + "".join(character for character in map(chr, range(0x3001)) if character.isspace())
"""Quotes and every kind of space: what may stand around a value in any order."""

_FEWEST_COUNTED = 6
_LONGEST_PERIOD = 16
_KEY_LENGTH, _FEWEST_IN_KEY = 20, 8


def is_placeholder(value: str) -> bool:
    """Whether a value is no secret: a template, a reference, a mask, or a word everybody writes in its place."""
    bare = value.strip(_AROUND)
    lowered = bare.lower()
    if lowered in _WORDS or len(set(lowered)) <= 2:
        return True
    if _TEMPLATE.match(bare) or _says_not_real(bare):
        return True
    if _CONSTANT_NAME.fullmatch(bare) or (_NAMES_A_SECRET.search(bare) and _PLAIN_WORDS.fullmatch(bare)):
        return True
    return not _may_be_a_key(bare) and _is_filling(lowered)


def _says_not_real(bare: str) -> bool:
    if bare.isascii() and not bare.endswith("\n"):
        return _SAYS_NOT_REAL_IN_ASCII.compiled.occurs(bare.encode())
    return _SAYS_NOT_REAL.search(bare) is not None


def _is_filling(lowered: str) -> bool:
    """Whether it counts up or down, follows a keyboard row or repeats itself."""
    if len(lowered) < _FEWEST_COUNTED:
        return False
    if any(lowered in row for row in _KEYBOARD_ROWS):
        return True
    codes = list(map(ord, lowered))
    steps = list(map(sub, codes[1:], codes))
    # Up, down and standing still are counted apart: a random value goes both ways.
    if steps.count(0) + max(steps.count(1), steps.count(-1)) >= 0.8 * len(steps):
        return True
    period = (lowered + lowered).find(lowered[: _LONGEST_PERIOD + 1], 1)
    return 0 < period <= min(_LONGEST_PERIOD, len(lowered) // 2) and lowered[period:] == lowered[:-period]


def _may_be_a_key(value: str) -> bool:
    """Whether it is long, and of letters and digits or letters of both cases: somebody may have typed it for a key."""
    if len(value) < _KEY_LENGTH or len(set(value.lower())) < _FEWEST_IN_KEY:
        return False
    has_lower, has_upper = any(map(str.islower, value)), any(map(str.isupper, value))
    return (has_lower and has_upper) or ((has_lower or has_upper) and any(map(str.isdigit, value)))
