"""Judges of addresses: which coin's checksum a value has.

Sources: the coins' chain parameters for version bytes, SLIP-173 for bech32 prefixes, SS58, CryptoNote and Cardano's
CIP-19 for the others. Rules kept here: every function is total; a value without a right checksum is nobody's.
"""

from __future__ import annotations

import hashlib
import zlib

from agent.detection.recognizer import Judgement, whole_value
from agent.detection.recognizers.crypto_wallet import base58, bech32, strkey
from agent.detection.recognizers.crypto_wallet.keccak import keccak_256

__all__ = ["is_random", "judge_base32", "judge_base58", "judge_bech32", "judge_cash_address", "judge_nano", "whole"]

_CHECKED = 0.97
_UNKNOWN_PREFIX = 0.75
_NO_CHECKSUM = 0.45

_COINS = {
    b"\x00": "Bitcoin",
    b"\x05": "Bitcoin script",
    b"\x6f": "Bitcoin testnet",
    b"\xc4": "Bitcoin testnet script",
    b"\x30": "Litecoin",
    b"\x32": "Litecoin script",
    b"\x1e": "Dogecoin",
    b"\x16": "Dogecoin script",
    b"\x4c": "Dash",
    b"\x10": "Dash script",
    b"\x41": "Tron",
    b"\x1c\xb8": "Zcash",
    b"\x1c\xbd": "Zcash script",
    b"\x06\xa1\x9f": "Tezos",
    b"\x06\xa1\xa1": "Tezos",
    b"\x06\xa1\xa4": "Tezos",
    b"\x02\x5a\x79": "Tezos contract",
}
_HASH_BYTES = 20
_EXTENDED_PUBLIC_KEYS = (b"\x04\x88\xb2\x1e", b"\x04\x9d\x7c\xb2", b"\x04\xb2\x47\x46", b"\x04\x35\x87\xcf")
_EXTENDED_KEY_BYTES = 78
_BYRON_ENVELOPE = b"\x82\xd8\x18\x58"
_MONERO_BYTES = (69, 77)
_SOLANA_BYTES = 32
_SEGWIT = frozenset({"bc", "tb", "bcrt", "ltc", "tltc", "dgb", "vtc", "btg", "grs", "mona"})
_BECH32 = frozenset(
    """addr addr_test stake stake_test cosmos osmo terra juno kava secret inj sei celestia axelar akash band persistence
    stars regen thor kujira evmos fetch iaa cro tcro bnb one zil zs erd avax dydx neutron noble stride umee
    sent""".split()  # noqa: SIM905 - a word list reads better so
)
_NO_WALLETS = frozenset({"age", "lnurl", "note", "nprofile", "npub", "nsec"})
"""Other uses of bech32: encryption to a recipient, Lightning's links, Nostr."""

_NANO_CHARACTERS = "13456789abcdefghijkmnopqrstuwxyz"


def whole(value: str, confidence: float, what: str) -> tuple[Judgement, ...]:
    """The value as it stands."""
    return whole_value(value, confidence, what)


def is_random(value: str) -> bool:
    """Whether it has digits, capitals and small letters: no word, hardly a name in a program."""
    return any(map(str.isdigit, value)) and any(map(str.isupper, value)) and any(map(str.islower, value))


def judge_base58(value: str) -> tuple[Judgement, ...]:
    """Any address in base 58, by its length."""
    if not is_random(value):
        return ()
    what = None
    match len(value):
        case 43 | 44 if len(base58.decode(value) or b"") == _SOLANA_BYTES:
            return whole(value, _NO_CHECKSUM, "form: 32 bytes in base 58, as Solana has it")
        case size if size <= 36:
            what = _base58check(value)
        case 46 | 47 | 48 | 49 if base58.decode_ss58(value) is not None:
            what = "SS58, Polkadot and its relatives"
        case 59 | 104:
            what = _byron(value)
        case 95 | 106:
            what = _monero(value)
        case 111:
            what = _extended_public_key(value)
    return () if what is None else whole(value, _CHECKED, f"checksum: {what}")


def judge_bech32(value: str) -> tuple[Judgement, ...]:
    """Segregated witness, Cardano, the Cosmos family and whatever else has a right bech32 checksum."""
    encoding = bech32.variant(value)
    if encoding is None:
        return ()
    prefix = value.lower().rpartition("1")[0]
    if prefix in _SEGWIT:
        return whole(value, _CHECKED, "checksum: segregated witness") if bech32.is_segwit_address(value) else ()
    if prefix in _NO_WALLETS:
        return ()
    known = prefix.removesuffix("valoper") in _BECH32
    return whole(value, _CHECKED if known else _UNKNOWN_PREFIX, f"checksum: {encoding.name.lower()}")


def judge_cash_address(value: str) -> tuple[Judgement, ...]:
    """Bitcoin Cash."""
    return whole(value, _CHECKED, "checksum: CashAddr") if bech32.is_cash_address(value) else ()


def judge_base32(value: str) -> tuple[Judgement, ...]:
    """Stellar accounts."""
    return whole(value, _CHECKED, "checksum: CRC-16, Stellar") if strkey.version(value) == strkey.ACCOUNT else ()


def judge_nano(value: str) -> tuple[Judgement, ...]:
    """Nano: 256 bits of key and 40 of checksum, five a character, behind the prefix."""
    number = 0
    for character in value.rpartition("_")[2]:
        place = _NANO_CHARACTERS.find(character)
        if place < 0:
            return ()
        number = number << 5 | place
    if number.bit_length() > 296:
        return ()
    key = (number >> 40).to_bytes(32, "big")
    check = (number & (1 << 40) - 1).to_bytes(5, "little")
    right = hashlib.blake2b(key, digest_size=5).digest() == check
    return whole(value, _CHECKED, "checksum: BLAKE2b, Nano") if right else ()


def _base58check(value: str) -> str | None:
    body = base58.decode_checked(value)
    if body is not None and len(body) - _HASH_BYTES in (1, 2, 3):
        return f"Base58Check, {_COINS.get(body[:-_HASH_BYTES], 'a relative of Bitcoin')}"
    if value.startswith("r"):
        body = base58.decode_checked(value, base58.RIPPLE)
        if body is not None and len(body) == 1 + _HASH_BYTES and body[0] == 0:
            return "Base58Check, XRP ledger"
    return None


def _extended_public_key(value: str) -> str | None:
    body = base58.decode_checked(value)
    if body is None or len(body) != _EXTENDED_KEY_BYTES or not body.startswith(_EXTENDED_PUBLIC_KEYS):
        return None
    return "Base58Check, extended public key"


def _byron(value: str) -> str | None:
    """Cardano's first addresses: a CBOR array of tagged bytes and their CRC-32."""
    data = base58.decode(value)
    if data is None or not data.startswith(_BYRON_ENVELOPE) or len(data) < len(_BYRON_ENVELOPE) + 1:
        return None
    start, size = len(_BYRON_ENVELOPE) + 1, data[len(_BYRON_ENVELOPE)]
    check = zlib.crc32(data[start : start + size]).to_bytes(4, "big")
    return "CRC-32, Cardano" if data[start + size :] == b"\x1a" + check else None


def _monero(value: str) -> str | None:
    data = base58.decode_monero_blocks(value)
    if data is None or len(data) not in _MONERO_BYTES or keccak_256(data[:-4])[:4] != data[-4:]:
        return None
    return "Keccak-256, Monero"
