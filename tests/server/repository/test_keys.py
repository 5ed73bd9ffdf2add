"""Keys lie encrypted, for their owner only; whatever is wrong with one is said without a word of what is in it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from securesystemslib.signer import SSlibKey

from agent.core.errors import AgentError
from server.repository.errors import RepositoryError, SigningKeyError
from server.repository.keys import (
    create_key,
    find_keys,
    is_named_by_content,
    load_key_file,
    load_signer,
    owner_of,
    with_owner,
)

SECRET = b"a long enough secret"


def test_a_key_signs_and_its_public_half_verifies(tmp_path: Path):
    made = create_key(tmp_path, "ada", "Ada of security", SECRET)
    signer = load_signer(tmp_path / "ada.pem", lambda _: SECRET)
    signature = signer.sign(b"text")
    load_key_file(tmp_path / "ada.pub.json").public.verify_signature(signature, b"text")
    assert owner_of(signer.public_key) == "Ada of security"
    assert signer.public_key.keyid == made.public.keyid
    assert [key.name for key in find_keys(tmp_path)] == ["ada"]


def test_the_private_half_is_encrypted_and_for_its_owner_only(tmp_path: Path):
    create_key(tmp_path, "ada", "ada", SECRET)
    pem = tmp_path / "ada.pem"
    assert stat.S_IMODE(pem.stat().st_mode) == 0o600
    assert pem.read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert not [*tmp_path.glob(".*")]


def test_a_key_never_replaces_another(tmp_path: Path):
    create_key(tmp_path, "ada", "ada", SECRET)
    before = (tmp_path / "ada.pem").read_bytes()
    with pytest.raises(RepositoryError, match="exists already"):
        create_key(tmp_path, "ada", "ada", SECRET)
    (tmp_path / "ada.pub.json").unlink()
    with pytest.raises(RepositoryError, match="exists already"):
        create_key(tmp_path, "ada", "ada", SECRET)
    assert (tmp_path / "ada.pem").read_bytes() == before


@pytest.mark.parametrize("name", ["../ada", "", "-x", "a b", "x" * 101])
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str):
    with pytest.raises(SigningKeyError, match="name cannot be used"):
        create_key(tmp_path, name, "ada", SECRET)


@pytest.mark.parametrize("owner", ["", "two\nlines", "x" * 101])
def test_owners_are_one_line(tmp_path: Path, owner: str):
    with pytest.raises(SigningKeyError, match="owner's name"):
        create_key(tmp_path, "ada", owner, SECRET)


def test_a_wrong_passphrase_is_said_and_not_shown(tmp_path: Path):
    create_key(tmp_path, "ada", "ada", SECRET)
    with pytest.raises(SigningKeyError, match="passphrase is wrong") as raised:
        load_signer(tmp_path / "ada.pem", lambda _: b"another secret")
    assert "another secret" not in f"{raised.value}{raised.value.__cause__}"


def test_a_key_that_others_can_read_is_refused(tmp_path: Path):
    create_key(tmp_path, "ada", "ada", SECRET)
    (tmp_path / "ada.pem").chmod(0o640)
    with pytest.raises(SigningKeyError, match="can be read by other users"):
        load_signer(tmp_path / "ada.pem", lambda _: SECRET)


def test_an_unencrypted_key_is_refused(tmp_path: Path):
    create_key(tmp_path, "ada", "ada", SECRET)
    _replace(tmp_path, Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(SigningKeyError, match="no encrypted private key"):
        load_signer(tmp_path / "ada.pem", lambda _: SECRET)


def test_another_kind_of_key_is_refused(tmp_path: Path):
    create_key(tmp_path, "ada", "ada", SECRET)
    encryption = BestAvailableEncryption(SECRET)
    _replace(tmp_path, generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    with pytest.raises(SigningKeyError, match="no Ed25519 key"):
        load_signer(tmp_path / "ada.pem", lambda _: SECRET)


def test_halves_of_two_keys_are_refused(tmp_path: Path):
    create_key(tmp_path, "ada", "ada", SECRET)
    create_key(tmp_path, "bo", "bo", SECRET)
    (tmp_path / "ada.pub.json").write_bytes((tmp_path / "bo.pub.json").read_bytes())
    with pytest.raises(SigningKeyError, match="not of one key"):
        load_signer(tmp_path / "ada.pem", lambda _: SECRET)


def test_a_damaged_key_is_refused(tmp_path: Path):
    create_key(tmp_path, "ada", "ada", SECRET)
    pem = (tmp_path / "ada.pem").read_bytes()
    _replace(tmp_path, pem[:80] + b"AAAA" + pem[84:])
    with pytest.raises(SigningKeyError, match=r"ada\.pem cannot be opened"):
        load_signer(tmp_path / "ada.pem", lambda _: SECRET)


def test_a_missing_half_is_named(tmp_path: Path):
    create_key(tmp_path, "ada", "ada", SECRET)
    (tmp_path / "ada.pem").unlink()
    with pytest.raises(SigningKeyError, match="private half of ada is not here"):
        load_signer(tmp_path / "ada.pem", lambda _: SECRET)
    assert load_key_file(tmp_path / "ada.pem").private is None
    (tmp_path / "ada.pub.json").unlink()
    with pytest.raises(SigningKeyError, match=r"ada\.pub\.json cannot be read"):
        load_key_file(tmp_path / "ada.pem")


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"keytype": 5}', "not JSON", '{"keytype":"ed25519"}'])
def test_what_is_no_public_key_is_refused(tmp_path: Path, content: str):
    (tmp_path / "ada.pub.json").write_text(content)
    with pytest.raises(AgentError, match="no public key"):
        load_key_file(tmp_path / "ada.pub.json")


def test_a_keys_id_follows_from_the_key(tmp_path: Path):
    made = create_key(tmp_path, "ada", "ada", SECRET)
    said = json.loads((tmp_path / "ada.pub.json").read_text())
    (tmp_path / "ada.pub.json").write_text(json.dumps({**said, "keyid": "0" * 64, "more": 1}))
    read = load_key_file(tmp_path / "ada.pub.json").public
    assert read.keyid == made.public.keyid
    assert read.to_dict() == made.public.to_dict()


def test_a_key_without_an_owner_is_its_own(tmp_path: Path):
    made = create_key(tmp_path, "ada", "ada", SECRET)
    assert owner_of(with_owner(made.public, "bo")) == "bo"
    made.public.unrecognized_fields.clear()
    assert owner_of(made.public) == f"key {made.public.keyid[:12]}"


def _replace(folder: Path, pem: bytes) -> None:
    (folder / "ada.pem").write_bytes(pem)


@pytest.mark.parametrize("curve", [None, SECP256R1(), SECP384R1()], ids=["Ed25519", "P-256", "P-384"])
def test_a_key_is_named_by_its_content(curve: SECP256R1 | SECP384R1 | None):
    private = Ed25519PrivateKey.generate() if curve is None else generate_private_key(curve)
    key = with_owner(SSlibKey.from_crypto(private.public_key()), "ada")
    assert is_named_by_content(key)
    said = key.keyval["public"]
    for keyid, scheme, keyval in (
        ("0" * 64, key.scheme, {"public": said}),
        (key.keyid, "ecdsa-sha2-nistp521", {"public": said}),
        (key.keyid, key.scheme, {"public": said + "\n"}),  # the same key, written otherwise: it has another id
        (key.keyid, key.scheme, {"public": said, "more": "x"}),
        (key.keyid, key.scheme, {"public": "nonsense"}),
    ):
        assert not is_named_by_content(SSlibKey(keyid, key.keytype, scheme, keyval))
