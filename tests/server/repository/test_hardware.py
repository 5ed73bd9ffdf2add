"""Keys in a token, with Debian's SoftHSM as the token: they sign a policy that devices accept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.repository.errors import SigningKeyError
from server.repository.folder import RepositoryFolder
from server.repository.hardware import hardware_signer, read_hardware_key, sign_bytes
from tests.server.repository.commands import Desk
from tests.server.repository.organization import person, policy_text

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "123456"
DRIVER = """
import sys
from agent.cli.output import fail
from agent.core.errors import AgentError
from tests.server.repository.commands import make_app
try:
    make_app()(sys.argv[1:])
except AgentError as error:
    fail(error)
    sys.exit(5)
"""


@dataclass(frozen=True, kw_only=True)
class Token:
    """A token with one key, number 2."""

    env: Mapping[str, str]
    pin_file: Path

    def cordon(self, *arguments: object, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a signing command as a process: the token's library stays in one once it is loaded."""
        command = [sys.executable, "-c", DRIVER, *map(str, arguments)]
        return subprocess.run(
            command, env=dict(env or self.env), capture_output=True, text=True, check=False, timeout=60
        )


@pytest.fixture
def token(tmp_path: Path) -> Token:
    if shutil.which("softhsm2-util") is None or not LIBRARY.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("softhsm2 is not installed (installer/linux/system-packages.sh test)")
        pytest.skip("softhsm2 is not installed")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    pin_file = tmp_path / "pin"
    pin_file.touch(mode=0o600)
    pin_file.write_text(PIN)
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "HOME": str(tmp_path),
        "SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf"),
        "PYKCS11LIB": str(LIBRARY),
    }
    for arguments in (
        ("softhsm2-util", "--init-token", "--free", "--label", "cordon", "--pin", PIN, "--so-pin", "12345678"),
        (sys.executable, "-c", _MAKE_KEY, str(LIBRARY), PIN),
    ):
        subprocess.run(arguments, env=env, check=True, capture_output=True, timeout=30)
    return Token(env=env, pin_file=pin_file)


_MAKE_KEY = """
import sys, pkcs11
from pkcs11.util.ec import encode_named_curve_parameters
token = pkcs11.lib(sys.argv[1]).get_token(token_label="cordon")
with token.open(rw=True, user_pin=sys.argv[2]) as session:
    curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    parameters = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
    parameters.generate_keypair(store=True, id=bytes([2]), label="signing")
"""


def test_a_key_in_a_token_signs_a_policy(desk: Desk, token: Token):
    imported = token.cordon(
        *("keys", "import-hsm", "token", "--owner", "tim", "--id", "2", "--token", "cordon"),
        *("--folder", desk.folder, "--pin-file", token.pin_file),
    )
    assert imported.returncode == 0, imported.stderr
    key = desk.folder / "token.pub.json"
    draft = desk.folder / "keys.publication"
    desk.run("rotate-key", "targets", "--add", key, *desk.by("ada"), "--out", draft)
    desk.approve(draft, "bo")
    desk.publish(draft)
    draft = desk.sign(desk.write("policy.yaml", policy_text()), "ada")
    approving = ("sign", "--approve", draft, "--yes", "--repository", desk.repository, "--key", key)
    wrong = desk.write("wrong", "654321")
    wrong.chmod(0o600)
    refused = token.cordon(*approving, "--passphrase-file", wrong)
    assert refused.returncode == 5
    assert "The PIN is wrong." in refused.stderr
    assert "654321" not in refused.stderr + refused.stdout
    without = {name: value for name, value in token.env.items() if name != "PYKCS11LIB"}
    unknown = token.cordon(*approving, "--passphrase-file", token.pin_file, env=without)
    assert "PYKCS11LIB is not set" in unknown.stderr
    approved = token.cordon(*approving, "--passphrase-file", token.pin_file)
    assert approved.returncode == 0, approved.stderr
    desk.publish(draft)
    state = RepositoryFolder(desk.repository).state()
    assert state.policies()["policy"].document.version == "1"
    assert len(state.targets.signatures) == 2


def test_a_key_that_is_not_in_the_token_is_not_found(token: Token, tmp_path: Path):
    result = token.cordon(
        *("keys", "import-hsm", "x", "--owner", "tim", "--id", "7", "--token", "cordon"),
        *("--folder", tmp_path, "--pin-file", token.pin_file),
    )
    assert result.returncode == 5
    assert "could not find ECDSA key" in result.stderr
    assert not (tmp_path / "x.pub.json").exists()


def test_a_file_is_no_token():
    key = person("ada").public_key
    with pytest.raises(SigningKeyError, match="no key in a hardware token"):
        hardware_signer("hsm:2", key, lambda: b"1234")


def test_without_its_library_no_token_is_asked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("PYKCS11LIB", raising=False)
    with pytest.raises(SigningKeyError, match="PYKCS11LIB is not set"):
        read_hardware_key(2, None, lambda: b"1234")


def test_a_key_in_a_file_signs_without_any():
    signer = person("ada")
    signer.public_key.verify_signature(sign_bytes(signer, b"text"), b"text")
