"""Signing keys: an Ed25519 key in an encrypted file, or a key in a hardware token, each with its public half beside it.

`NAME.pem` is the private half (PKCS#8, encrypted with a passphrase, readable for its owner only). `NAME.pub.json` is
the public half as TUF metadata has it, with the name of whoever holds it; of a key in a token it also says which token
(`x-cordon-private`), and there is no `NAME.pem`. Owners' names are written into the repository's public metadata: a
role ("security-lead") does as well as a person's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner, Key, Signer, SSlibKey

from server.repository.errors import RepositoryError, SigningKeyError
from server.repository.files import write_private_file, write_whole
from server.repository.hardware import hardware_signer
from server.repository.passphrases import Passphrase, read_private_file

__all__ = [
    "OWNER_FIELD",
    "PUBLIC_SUFFIX",
    "KeyFile",
    "create_key",
    "find_keys",
    "is_named_by_content",
    "key_name",
    "load_key_file",
    "load_signer",
    "owner_of",
    "save_public_key",
    "with_owner",
]

OWNER_FIELD: Final = "x-cordon-owner"
PUBLIC_SUFFIX: Final = ".pub.json"

_PRIVATE_FIELD: Final = "x-cordon-private"
_PRIVATE_SUFFIX: Final = ".pem"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_OWNER: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,100}")
_LIMIT_BYTES: Final = 64 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """A key as its public half tells of it.

    Attributes:
        name: of the files.
        public: as metadata has it, with the owner's name.
        private: where the private half is: a file, or a token (`hsm:...`); None where it is not here.
    """

    name: str
    public: SSlibKey
    private: Path | str | None

    @property
    def owner(self) -> str:
        """Who holds it."""
        return owner_of(self.public)


def owner_of(key: Key) -> str:
    """Return who holds a key; a key without an owner's name is its own."""
    owner = key.unrecognized_fields.get(OWNER_FIELD)
    return owner if isinstance(owner, str) and owner else f"key {key.keyid[:12]}"


def is_named_by_content(key: Key) -> bool:
    """Whether a key's id is the one that follows from the key itself, which is written in its one usual form.

    TUF takes any id for any key. Here people compare ids, so that under one id there must never be another key, and
    under two ids never the same.
    """
    if not isinstance(key, SSlibKey):
        return False
    try:
        usual = SSlibKey.from_crypto(key._crypto_key())  # noqa: SLF001 - parses it
    except (ValueError, KeyError, TypeError, AttributeError, UnsupportedAlgorithm):
        return False
    return (key.keyid, key.keytype, key.scheme, key.keyval) == (
        usual.keyid,
        usual.keytype,
        usual.scheme,
        usual.keyval,
    )


def with_owner(key: SSlibKey, owner: str) -> SSlibKey:
    """Return a public key with its owner's name.

    Raises:
        SigningKeyError: this is no name.
    """
    if _OWNER.fullmatch(owner) is None:
        raise SigningKeyError("The owner's name cannot be used", hint="One line of at most 100 characters.")
    return SSlibKey(key.keyid, key.keytype, key.scheme, key.keyval, {OWNER_FIELD: owner})


def create_key(folder: Path, name: str, owner: str, passphrase: bytes) -> KeyFile:
    """Make a key; both files are new.

    Raises:
        SigningKeyError: the name or the owner cannot be used.
        RepositoryError: a file is there already, or cannot be written.
    """
    _check_name(name)
    private = Ed25519PrivateKey.generate()
    public = with_owner(SSlibKey.from_crypto(private.public_key()), owner)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase))
    file = folder / f"{name}{_PRIVATE_SUFFIX}"
    if (folder / f"{name}{PUBLIC_SUFFIX}").exists():
        raise RepositoryError(f"{name}{PUBLIC_SUFFIX} exists already", hint="Choose another name.")
    write_private_file(file, pem)
    save_public_key(folder, name, public)
    return KeyFile(name=name, public=public, private=file)


def save_public_key(folder: Path, name: str, public: SSlibKey, token: str = "") -> Path:
    """Write the public half; `token` says where the private half is, if in hardware.

    Raises:
        SigningKeyError: the name cannot be used.
        RepositoryError: the file is there already, or cannot be written.
    """
    _check_name(name)
    said = {**public.to_dict(), **({_PRIVATE_FIELD: token} if token else {})}
    file = folder / f"{name}{PUBLIC_SUFFIX}"
    write_whole(file, json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n")
    return file


def key_name(given: Path) -> str:
    """Return the name of a key by either of its files."""
    return given.name.removesuffix(PUBLIC_SUFFIX).removesuffix(_PRIVATE_SUFFIX)


def load_key_file(given: Path) -> KeyFile:
    """Return a key by either of its files.

    Raises:
        SigningKeyError: its public half cannot be read or is none.
    """
    name = key_name(given)
    file = given.with_name(f"{name}{PUBLIC_SUFFIX}")
    try:
        content = file.read_bytes() if file.stat().st_size <= _LIMIT_BYTES else b""
    except OSError as exc:
        raise SigningKeyError(
            f"{file.name} cannot be read",
            detail=f"{exc.strerror}.",
            hint="A key's two files lie in one folder: NAME.pem and NAME.pub.json.",
        ) from exc
    try:
        said = json.loads(content)
        token = said.pop(_PRIVATE_FIELD, None)
        described = Key.from_dict("", said)
        if not isinstance(described, SSlibKey):
            raise _no_key(file)
        # The id follows from the key; whatever a file says of it does not count.
        unnamed = SSlibKey.from_crypto(described._crypto_key(), scheme=described.scheme)  # noqa: SLF001 - parses it
    except (ValueError, KeyError, TypeError, AttributeError, UnsupportedAlgorithm) as exc:
        raise _no_key(file) from exc
    private = given.with_name(f"{name}{_PRIVATE_SUFFIX}")
    return KeyFile(
        name=name,
        public=with_owner(unnamed, owner_of(described) if OWNER_FIELD in described.unrecognized_fields else name),
        private=token if isinstance(token, str) else private if private.exists() else None,
    )


def find_keys(folder: Path) -> Iterable[KeyFile]:
    """Return the keys whose public halves are in a folder, by name.

    Raises:
        SigningKeyError: one of them is damaged.
    """
    return [load_key_file(file) for file in sorted(folder.glob(f"*{PUBLIC_SUFFIX}"))]


def load_signer(given: Path, passphrase: Passphrase) -> Signer:
    """Return what signs with a key. `Signer.public_key` has its owner's name.

    Raises:
        SigningKeyError: a file is damaged, missing or readable for others; the passphrase or PIN is wrong; the halves
            are of two keys.
    """
    key = load_key_file(given)
    if isinstance(key.private, str):
        return hardware_signer(key.private, key.public, lambda: passphrase(f"the token with {key.name}"))
    if key.private is None:
        raise SigningKeyError(f"The private half of {key.name} is not here", hint=f"{key.name}.pem belongs beside it.")
    private = _load_private(key.private, passphrase(key.name))
    if SSlibKey.from_crypto(private.public_key()).keyid != key.public.keyid:
        raise SigningKeyError(f"{key.name}.pem and {key.name}{PUBLIC_SUFFIX} are not of one key")
    return CryptoSigner(private, key.public)


def _load_private(file: Path, passphrase: bytes) -> Ed25519PrivateKey:
    pem = read_private_file(file, _LIMIT_BYTES)
    if b"-----BEGIN ENCRYPTED PRIVATE KEY-----" not in pem:
        raise SigningKeyError(
            f"{file.name} is no encrypted private key",
            hint="Keys are made with `cordon policy keys create`. A key that lay unencrypted should be replaced.",
        )
    try:
        private = load_pem_private_key(pem, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm) as exc:
        raise SigningKeyError(
            f"{file.name} cannot be opened", detail="The passphrase is wrong, or the file is damaged."
        ) from exc
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningKeyError(f"{file.name} is no Ed25519 key")
    return private


def _check_name(name: str) -> None:
    if _NAME.fullmatch(name) is None:
        raise SigningKeyError("The key's name cannot be used", hint="Letters, digits, dots, - and _; at most 100.")


def _no_key(file: Path) -> SigningKeyError:
    return SigningKeyError(f"{file.name} is no public key", hint="It is made by `cordon policy keys create`.")
