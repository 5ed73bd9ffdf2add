"""Persons are counted, not keys."""

from __future__ import annotations

import pytest
from securesystemslib.signer import Key, SecretsHandler, Signature, Signer
from tuf.api.metadata import Metadata, Role, Root, Targets

from server.repository.errors import SigningKeyError
from server.repository.signing import count_signatures, delegation_keys, sign_metadata, signed_by
from tests.server.repository.organization import person


def _root(*keys: Key, threshold: int) -> Root:
    root = Root(keys={key.keyid: key for key in keys})
    root.roles["targets"] = Role([key.keyid for key in keys], threshold)
    return root


def test_two_keys_of_one_owner_are_one_person():
    first, second, bo = person("ada"), person("ada"), person("bo")
    root = _root(*(each.public_key for each in (first, second, bo)), threshold=2)
    metadata = sign_metadata(Metadata(Targets()), [first, second])
    count = count_signatures(root, "targets", metadata)
    assert (count.owners, count.missing, count.is_enough) == (("ada",), ("bo",), False)
    count = count_signatures(root, "targets", sign_metadata(metadata, [bo]))
    assert (count.owners, count.missing, count.is_enough) == (("ada", "bo"), (), True)


@pytest.mark.parametrize("spelling", ["Ada", " ada", "a\u200bda", "\uff41da"])
def test_another_spelling_is_no_other_person(spelling: str):
    ada, again, bo = person("ada"), person(spelling), person("bo")
    root = _root(*(each.public_key for each in (ada, again, bo)), threshold=2)
    count = count_signatures(root, "targets", sign_metadata(Metadata(Targets()), [ada, again]))
    assert (count.owners, count.missing, count.is_enough) == (("ada",), ("bo",), False)


def test_a_signature_over_something_else_does_not_count():
    ada = person("ada")
    root = _root(ada.public_key, threshold=1)
    signed = sign_metadata(Metadata(Targets()), [ada])
    other: Metadata[Targets] = Metadata(Targets(version=2), signed.signatures)
    assert count_signatures(root, "targets", signed).is_enough
    assert not count_signatures(root, "targets", other).is_enough
    assert signed_by(other) == {ada.public_key.keyid}


def test_metadata_is_not_changed_by_signing_it():
    metadata = Metadata(Targets())
    assert sign_metadata(metadata, [person("ada")]).signatures
    assert not metadata.signatures


class _Confused(Signer):
    """Signs with another key than it says."""

    def __init__(self, said: Signer, used: Signer) -> None:
        self._said, self._used = said, used

    @property
    def public_key(self) -> Key:
        return self._said.public_key

    @classmethod
    def from_priv_key_uri(
        cls, priv_key_uri: str, public_key: Key, secrets_handler: SecretsHandler | None = None
    ) -> Signer:
        raise NotImplementedError

    def sign(self, payload: bytes) -> Signature:
        return self._used.sign(payload)


def test_a_key_that_signs_as_another_is_refused():
    with pytest.raises(SigningKeyError, match="signs as another one"):
        sign_metadata(Metadata(Targets()), [_Confused(person("ada"), person("bo"))])


def test_a_delegation_without_its_key_is_none():
    root = _root(person("ada").public_key, threshold=1)
    root.keys.clear()
    with pytest.raises(ValueError, match="not found"):
        delegation_keys(root, "targets")
