"""How large files may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.sync import SyncTrouble
from agent.fleet.assignment import ASSIGNMENT_LIMIT_BYTES, EXCEPTIONS_LIMIT_BYTES
from agent.fleet.targets import device_path
from agent.policy.document.yaml_text import SIZE_LIMIT_BYTES
from agent.sync.limits import NAMED_FILE_LIMIT_BYTES, check_length, limit_of
from agent.sync.troubles import SyncFailedError


@pytest.mark.parametrize(
    ("path", "limit_bytes"),
    [
        ("policy/policy.json", SIZE_LIMIT_BYTES),
        ("teams/sales/policy.json", SIZE_LIMIT_BYTES),
        ("policy/exceptions.json", EXCEPTIONS_LIMIT_BYTES),
        ("policy/terms.txt", NAMED_FILE_LIMIT_BYTES),
        (device_path("0" * 32), ASSIGNMENT_LIMIT_BYTES),
        ("catalogue/catalogue.json", 4 << 20),
        ("models/sensitive-text/model.onnx", 64 << 20),
    ],
)
def test_each_kind_has_its_limit(path: str, limit_bytes: int):
    assert limit_of(path) == limit_bytes
    check_length(path, limit_bytes)
    with pytest.raises(SyncFailedError) as caught:
        check_length(path, limit_bytes + 1)
    assert caught.value.trouble is SyncTrouble.TOO_LARGE


@given(st.text(max_size=60))
def test_no_path_is_without_limit(path: str):
    assert 0 < limit_of(path) <= 512 << 20
