"""Keys in hardware tokens, through PKCS#11: they sign inside, and never leave.

A key is named `hsm:ID?label=TOKEN` as securesystemslib has it. The token's library is named by the environment variable
PYKCS11LIB. The keys are ECDSA with P-256 or P-384. What PKCS#11 and securesystemslib raise may hold paths, so only its
kind is told.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from securesystemslib.exceptions import UnsupportedLibraryError
from securesystemslib.signer import HSMSigner, Signature, Signer, SSlibKey

from server.repository.errors import SigningKeyError

__all__ = ["LIBRARY_VARIABLE", "hardware_signer", "read_hardware_key", "sign_bytes"]

LIBRARY_VARIABLE: Final = "PYKCS11LIB"

_PROBLEMS: Final = {
    "PinIncorrect": "The PIN is wrong.",
    "PinLocked": "The PIN was wrong too often: the token is locked.",
    "PinInvalid": "The PIN cannot be right.",
    "PinLenRange": "The PIN cannot be right: it is too short or too long.",
    "TokenNotPresent": "The token is not there.",
    "DeviceRemoved": "The token was removed.",
}


def hardware_signer(uri: str, public: SSlibKey, pin: Callable[[], bytes]) -> Signer:
    """Return what signs with a key in a token.

    Args:
        uri: `hsm:ID?label=TOKEN`.
        public: its public half.
        pin: asked at the first signature.

    Raises:
        SigningKeyError: there is no such kind of key.
    """
    known: list[str] = []

    def handler(_: str) -> str:
        if not known:
            known.append(pin().decode())
        return known[0]

    try:
        return HSMSigner.from_priv_key_uri(uri, public, handler)
    except (ValueError, UnsupportedLibraryError) as exc:
        raise SigningKeyError("This is no key in a hardware token", hint="hsm:ID?label=TOKEN names one.") from exc


def read_hardware_key(key_id: int, token_label: str | None, pin: Callable[[], bytes]) -> tuple[str, SSlibKey]:
    """Return the name and the public half of a key in a token.

    Raises:
        SigningKeyError: token or key are not there, or of another kind.
    """
    _check_library()
    try:
        return HSMSigner.import_(key_id, token_label, lambda _: pin().decode())
    except SigningKeyError:
        raise
    except Exception as exc:
        raise _trouble(exc) from exc


def sign_bytes(signer: Signer, payload: bytes) -> Signature:
    """Sign, with a key in a file or in a token.

    Raises:
        SigningKeyError: the token does not sign.
    """
    if not isinstance(signer, HSMSigner):
        return signer.sign(payload)
    _check_library()
    try:
        return signer.sign(payload)
    except SigningKeyError:
        raise
    except Exception as exc:
        raise _trouble(exc) from exc


def _check_library() -> None:
    if not os.environ.get(LIBRARY_VARIABLE):
        raise SigningKeyError(
            "It is not known how to reach the hardware token",
            detail=f"{LIBRARY_VARIABLE} is not set.",
            hint="Set it to the token's PKCS#11 library, for example libsofthsm2.so or libykcs11.so.",
        )


def _trouble(exc: Exception) -> SigningKeyError:
    if isinstance(exc, UnsupportedLibraryError):
        return SigningKeyError("Keys in hardware cannot be used here", hint="Install the package python-pkcs11.")
    kind = type(exc).__name__
    # securesystemslib's own errors name labels and curves; those of the library may name files.
    detail = _PROBLEMS.get(kind) or (f"{exc}." if isinstance(exc, ValueError) else f"PKCS#11 says {kind}.")
    return SigningKeyError("The hardware token does not sign", detail=detail)
