"""SECRET: keys that spend from a wallet: WIF, extended private keys, Stellar seeds, and recovery phrases.

WIF and extended keys are Base58Check (BIP-32, BIP-49, BIP-84); a recovery phrase has 12, 15, 18, 21 or 24 words
(BIP-39) and is taken only behind a label. The word list itself is not carried: words that no list has, because they are
too short or mere grammar, tell a sentence from a phrase.
"""

import re

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer
from agent.detection.recognizers.crypto_wallet import base58, strkey
from agent.detection.recognizers.crypto_wallet.coins import is_random, whole

__all__ = ["CRYPTO_PRIVATE_KEY"]

_CHECKED = 0.99
_PHRASE = 0.85
_HEXADECIMAL = 0.8
_FEWEST_CHARACTERS = 8
_WIF_VERSIONS = (0x80, 0xEF, 0xB0, 0x9E)
"""Bitcoin, its testnet, Litecoin, Dogecoin."""

_EXTENDED_PRIVATE_KEYS = (b"\x04\x88\xad\xe4", b"\x04\x9d\x78\x78", b"\x04\xb2\x43\x0c", b"\x04\x35\x83\x94")
_EXTENDED_KEY_BYTES = 78
_WORD = re.compile(r"[a-z]+")
_PHRASE_LENGTHS = frozenset({12, 15, 18, 21, 24})
_GRAMMAR = frozenset({"the", "and", "are", "for", "with", "from", "your", "not", "was", "has", "but", "which", "into"})


def _judge_base58(value: str) -> tuple[Judgement, ...]:
    body = base58.decode_checked(value) if is_random(value) else None
    if body is None:
        return ()
    if len(body) == _EXTENDED_KEY_BYTES and body.startswith(_EXTENDED_PRIVATE_KEYS):
        return whole(value, _CHECKED, "checksum: Base58Check, extended private key")
    if body[0] in _WIF_VERSIONS and (len(body) == 33 or (len(body) == 34 and body[-1] == 1)):
        return whole(value, _CHECKED, "checksum: Base58Check, wallet import format")
    return ()


def _judge_seed(value: str) -> tuple[Judgement, ...]:
    return whole(value, _CHECKED, "checksum: CRC-16, Stellar seed") if strkey.version(value) == strkey.SEED else ()


def _judge_hexadecimal(value: str) -> tuple[Judgement, ...]:
    if len(set(value.lower())) < _FEWEST_CHARACTERS:
        return ()
    return whole(value, _HEXADECIMAL, "form: 32 bytes behind the label of a private key")


def _judge_phrase(value: str) -> tuple[Judgement, ...]:
    words = _WORD.findall(value)
    if (
        len(words) not in _PHRASE_LENGTHS
        or len(set(words)) * 3 < len(words) * 2
        or any(not 3 <= len(word) <= 8 for word in words)
        or not _GRAMMAR.isdisjoint(words)
    ):
        return ()
    return whole(value, _PHRASE, "form: as many words as a recovery phrase has")


_NEXT_WORD = rb"(?:[\s,]{1,4}(?:[0-9]{1,2}[.):]?\s)?[a-z]{3,8})"

CRYPTO_PRIVATE_KEY = Recognizer(
    recognizer_id="secret.crypto_private_key",
    entity=Entity.SECRET,
    title="a private key of a cryptocurrency wallet",
    patterns=(
        Pattern(
            name="wallet import format or extended private key",
            regex=rb"\b(?:[5KL9cT6Q][1-9A-HJ-NP-Za-km-z]{50,51}|[xyzt]prv[1-9A-HJ-NP-Za-km-z]{107})\b",
            score=0.5,
            judge=_judge_base58,
        ),
        Pattern(name="base 32 of a Stellar seed", regex=rb"\bS[A-Z2-7]{55}\b", score=0.4, judge=_judge_seed),
        Pattern(
            name="hexadecimal digits behind a label",
            regex=rb"(?i)\b(?:priv(?:ate)?[ _-]?key|secret[ _-]?exponent)[\"']?\s{0,2}[:=]{1,2}\s{0,2}[\"']?"
            rb"((?:0x)?[0-9a-f]{64})\b",
            score=0.5,
            judge=_judge_hexadecimal,
        ),
        Pattern(
            name="words behind a label",
            regex=rb"(?i:\b(?:seed|mnemonic|recovery|backup|secret)(?:[ _-](?:phrase|words?|seed|code))?(?: is| are)?"
            rb"[\"']?\s{0,2}[:=\n]\s{0,2}[\"']?)(?:1[.):]?\s)?([a-z]{3,8}" + _NEXT_WORD + rb"{11,23})\b",
            score=0.5,
            judge=_judge_phrase,
        ),
    ),
)
