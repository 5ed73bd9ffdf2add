"""CRYPTO_WALLET: addresses of the Bitcoin family, XRP ledger, Monero, Cardano, Stellar, Polkadot, Solana and others.

Nearly every form has a checksum, which settles what it is. Bitcoin's and its relatives' form without a right
checksum, as made-up data and typing errors have it, is taken only beside a word that says so; Solana's has none and is
taken with less confidence. 32 bytes in hexadecimal, as Aptos and Sui have them, are a transaction's hash as well and
need a word.
"""

from agent.core import Entity
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer
from agent.detection.recognizers.crypto_wallet.coins import (
    is_random,
    judge_base32,
    judge_base58,
    judge_bech32,
    judge_cash_address,
    judge_nano,
    whole,
)
from agent.detection.recognizers.crypto_wallet.words import WALLET_WORDS

__all__ = ["CRYPTO_WALLET"]

_NO_CHECKSUM = 0.2
_FEWEST_CHARACTERS = 12
_BASE58 = rb"[1-9A-HJ-NP-Za-km-z]"
_BECH32 = rb"(?:[02-9ac-hj-np-z]{38,110}|[02-9AC-HJ-NP-Z]{38,110})"


def _judge_form(value: str) -> tuple[Judgement, ...]:
    """A form alone, which the context must carry."""
    if not any(map(str.isdigit, value)) or len(set(value)) < _FEWEST_CHARACTERS:
        return ()
    if value.startswith("0x"):
        return whole(value, _NO_CHECKSUM, "form: 32 bytes in hexadecimal, as Aptos and Sui have them")
    if value.startswith(("bc1", "ltc1")):
        return whole(value, _NO_CHECKSUM, "form: an address whose checksum is wrong")
    return whole(value, _NO_CHECKSUM, "form: an address whose checksum is wrong") if is_random(value) else ()


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not a part of a longer run of base 64, of a name or a path."""
    before, after = data[max(0, start - 1) : start], data[end : end + 1]
    return not ((before and before in b"+/_-.") or (after and after in b"+/_="))


CRYPTO_WALLET = Recognizer(
    recognizer_id="crypto_wallet",
    entity=Entity.CRYPTO_WALLET,
    title="a cryptocurrency address",
    patterns=(
        Pattern(name="base 58", regex=rb"\b" + _BASE58 + rb"{25,}\b", score=0.3, judge=judge_base58),
        Pattern(
            name="bech32",
            regex=rb"\b[A-Za-z_]{1,15}1" + _BECH32 + rb"\b",
            score=0.3,
            judge=judge_bech32,
        ),
        Pattern(
            name="CashAddr",
            regex=rb"\b(?:(?:bitcoincash|bchtest):)?[qp][02-9ac-hj-np-z]{41}\b",
            score=0.3,
            judge=judge_cash_address,
        ),
        Pattern(name="base 32 of a Stellar account", regex=rb"\bG[A-Z2-7]{55}\b", score=0.3, judge=judge_base32),
        Pattern(name="nano_ or xrb_", regex=rb"\b(?:nano|xrb)_[13][13-9a-km-uw-z]{59}\b", score=0.5, judge=judge_nano),
        Pattern(
            name="address beside a word",
            regex=rb"\b(?:[13LMDXTrt]" + _BASE58 + rb"{25,33}|(?:bc|ltc)1[0-9a-z]{25,62}|0x[0-9a-f]{64})\b",
            score=0.2,
            judge=_judge_form,
            needs_context=True,
        ),
    ),
    fits=_fits,
    context=Context(supporting=WALLET_WORDS, boost=0.3),
    cost=3,
)
