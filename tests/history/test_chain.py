"""How a link is sealed."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from agent.history.chain import ORIGIN, LinkKind, chain_key, digest_of, sealed
from tests.history.samples import KEY, OTHER_KEY

_DIGEST = digest_of(LinkKind.EVENT, (1, "a", None))


def test_a_link_is_the_hmac_that_its_construction_says():
    message = (7).to_bytes(8, "big") + b"\x01" + (20_000).to_bytes(8, "big") + _DIGEST + ORIGIN
    expected = hmac.new(chain_key(KEY), message, hashlib.sha256).digest()
    assert sealed(chain_key(KEY), 7, LinkKind.EVENT, 20_000, _DIGEST, ORIGIN) == expected


def test_the_key_of_the_chain_is_not_that_of_the_file():
    assert chain_key(KEY) not in {KEY, chain_key(OTHER_KEY)}
    assert len(chain_key(KEY)) == 32


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (LinkKind.DISPOSITION, (1, "a", None)),
        (LinkKind.EVENT, (1, "a", "")),
        (LinkKind.EVENT, ("1", "a", None)),
        (LinkKind.EVENT, (1, "a")),
        (LinkKind.EVENT, (1, 'a", null', None)),
    ],
)
def test_other_rows_have_other_digests(kind: LinkKind, values: tuple[str | int | None, ...]):
    assert digest_of(kind, values) != _DIGEST


@pytest.mark.parametrize("part", range(6))
def test_every_part_counts(part: int):
    parts = [chain_key(KEY), 7, LinkKind.EVENT, -3, _DIGEST, ORIGIN]
    others = [chain_key(OTHER_KEY), 8, LinkKind.RECEIPT, -4, ORIGIN, _DIGEST]
    changed = [*parts[:part], others[part], *parts[part + 1 :]]
    assert sealed(*changed) != sealed(*parts)  # type: ignore[arg-type]
