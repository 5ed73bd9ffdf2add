"""`cordon policy schema`: for editors, and for people."""

from __future__ import annotations

import json

from agent.policy.authoring.reference import policy_reference
from tests.cli.conftest import Home


def test_prints_the_schema(home: Home):
    done = home.run("policy", "schema")
    assert done.returncode == 0
    assert json.loads(done.stdout)["title"] == "Cordon policy"


def test_prints_the_reference(home: Home):
    assert home.run("policy", "schema", "--reference").stdout.decode() == policy_reference()
