"""The organization delivers a model: one that works takes over, one that does not is refused, and all else stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.classifier.manifest import bundle_folder
from tests.e2e.installed import Cordon
from tests.e2e.organization import Organization, running_organization
from tests.fakes.model_bundles import bundle_id
from tests.processes import OwnedProcess
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e

REFUSED = "model_refused"


@pytest.fixture(name="organization")
def _organization(cordon_program: Path, tmp_path: Path) -> Iterator[Organization]:
    with running_organization(cordon_program, tmp_path / "organization") as running:
        yield running


def _bundle(folder: Path, **changes: object) -> Path:
    """Copy the packaged bundle, with other words in its manifest."""
    shutil.copytree(bundle_folder(), folder)
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(manifest | changes), encoding="utf-8")
    return folder


def _deliver(organization: Organization, bundle: Path) -> None:
    draft = organization.folder / f"{bundle.name}.publication"
    layer = ("--layer", "model:sensitive-text")
    organization.sign("sign", str(bundle), *layer, "--out", str(draft), by="policy-author")
    organization.approve(draft, by="policy-approver")
    organization.publish(draft)


def test_a_delivered_model_takes_over_if_it_works_and_is_refused_if_not(
    cordon_program: Path, organization: Organization, tmp_path: Path
):
    home = tmp_path / "home"
    runtime = home / "run"
    runtime.mkdir(parents=True, mode=0o700)
    env = {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    cordon = Cordon(program=cordon_program, env=env)
    organization.run("server", "team", "add", "berlin", "--data", str(organization.folder / "data"))
    enrolled = cordon.call("enroll", "--token-file", str(organization.token("berlin")))
    assert enrolled.exit_code == 0, enrolled.stderr
    kept = home / ".local" / "state" / "cordon" / "models"

    with OwnedProcess.start((str(cordon_program), "agent"), env=env, log=tmp_path / "agent.log"):
        cordon.wait_running(with_tray=False)
        good = _bundle(tmp_path / "good", version="9")
        _deliver(organization, good)
        assert cordon.call("sync", "now").exit_code == 0
        wait_until((kept / bundle_id(good)).exists, what="the model that works", timeout_s=60.0)
        assert REFUSED not in _issues(cordon)

        bad = _bundle(tmp_path / "bad", version="10", category_bias={"medical": 50.0})
        _deliver(organization, bad)
        assert cordon.call("sync", "now").exit_code == 0
        wait_until(lambda: REFUSED in _issues(cordon), what="the refusal", timeout_s=60.0, every_s=0.5)
        assert [each.name for each in kept.iterdir()] == [bundle_id(good)]


def _issues(cordon: Cordon) -> set[str]:
    return {issue["code"] for issue in cordon.json("status")["health"]}
