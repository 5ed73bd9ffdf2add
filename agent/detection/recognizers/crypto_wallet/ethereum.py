"""CRYPTO_WALLET: addresses of Ethereum and the chains that share its form (20 bytes in hexadecimal behind 0x).

Mixed case is a checksum (EIP-55); one that is wrong needs a word nearby. One case alone carries none. Zeros and other
placeholders are no addresses.
"""

from agent.core import Entity
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer
from agent.detection.recognizers.crypto_wallet.coins import whole
from agent.detection.recognizers.crypto_wallet.keccak import keccak_256
from agent.detection.recognizers.crypto_wallet.words import WALLET_WORDS

__all__ = ["ETHEREUM_ADDRESS"]

_CHECKED = 0.97
_ONE_CASE = 0.65
_WRONG = 0.2
_FEWEST_CHARACTERS = 8


def _judge(value: str) -> tuple[Judgement, ...]:
    digits = value[2:]
    if len(set(digits)) < _FEWEST_CHARACTERS:
        return ()
    if digits.lower() == digits or digits.upper() == digits:
        return whole(value, _ONE_CASE, "form: 20 bytes in one case, which carries no checksum")
    digest = keccak_256(digits.lower().encode()).hex()
    right = all(
        digit.isupper() == (nibble >= "8") for digit, nibble in zip(digits, digest, strict=False) if digit.isalpha()
    )
    if right:
        return whole(value, _CHECKED, "checksum: EIP-55")
    return whole(value, _WRONG, "checksum: EIP-55 is wrong")


ETHEREUM_ADDRESS = Recognizer(
    recognizer_id="crypto_wallet.ethereum",
    entity=Entity.CRYPTO_WALLET,
    title="a cryptocurrency address",
    patterns=(Pattern(name="0x and 40 hexadecimal digits", regex=rb"\b0x[0-9A-Fa-f]{40}\b", score=0.3, judge=_judge),),
    context=Context(
        supporting=(*WALLET_WORDS, "recipient", "beneficiary"),
        opposing=("tx", "trans", "hash", "block", "commit", "sha"),
        boost=0.3,
        drop=0.2,
    ),
    # The permutation takes 24 rounds in Python.
    cost=40,
)
