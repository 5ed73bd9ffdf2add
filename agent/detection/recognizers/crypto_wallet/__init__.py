"""CRYPTO_WALLET: addresses, each judged by its own coin's checksum; and SECRET: the keys that spend from them."""

from agent.detection.recognizers.crypto_wallet.addresses import CRYPTO_WALLET
from agent.detection.recognizers.crypto_wallet.ethereum import ETHEREUM_ADDRESS
from agent.detection.recognizers.crypto_wallet.private_key import CRYPTO_PRIVATE_KEY

__all__ = ["CRYPTO_PRIVATE_KEY", "CRYPTO_WALLET", "ETHEREUM_ADDRESS"]
