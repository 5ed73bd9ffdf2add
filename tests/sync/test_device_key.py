"""A device's key: read back, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from agent.sync.device_key import (
    DEVICE_KEY_FILE,
    DeviceKeyError,
    load_device_key,
    make_device_key,
    save_device_key,
)


def test_it_is_read_as_it_was_written(tmp_path: Path):
    key = make_device_key()
    save_device_key(tmp_path, key)
    assert load_device_key(tmp_path).private_bytes_raw() == key.private_bytes_raw()
    assert (tmp_path / DEVICE_KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_no_two_are_the_same():
    assert make_device_key().private_bytes_raw() != make_device_key().private_bytes_raw()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_one_that_others_can_reach_is_refused(tmp_path: Path, mode: int):
    save_device_key(tmp_path, make_device_key())
    (tmp_path / DEVICE_KEY_FILE).chmod(mode)
    with pytest.raises(DeviceKeyError, match="others"):
        load_device_key(tmp_path)


def test_one_that_is_gone_a_link_or_damaged_is_refused(tmp_path: Path):
    with pytest.raises(DeviceKeyError):
        load_device_key(tmp_path)
    save_device_key(tmp_path, make_device_key())
    file = tmp_path / DEVICE_KEY_FILE
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DeviceKeyError):
        load_device_key(tmp_path)
    file.unlink()
    (tmp_path / "elsewhere").rename(file)
    file.write_bytes(file.read_bytes().replace(b"A", b"!"))
    with pytest.raises(DeviceKeyError, match="damaged") as caught:
        load_device_key(tmp_path)
    assert caught.value.__cause__ is None


def test_a_key_of_another_kind_is_refused(tmp_path: Path):
    pem = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / DEVICE_KEY_FILE).write_bytes(pem)
    (tmp_path / DEVICE_KEY_FILE).chmod(0o600)
    with pytest.raises(DeviceKeyError, match="another kind"):
        load_device_key(tmp_path)
