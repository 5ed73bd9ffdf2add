"""What cannot be used is found before it replaces what can."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.core.errors import AgentError
from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.fleet.assignment import OfflineExceptions
from agent.policy import PolicyDocument, parse_policy
from agent.sync.troubles import SyncFailedError
from agent.sync.usable import check_catalogue, check_exceptions, check_layers, named_files, parse_layer
from tests.fakes.signed_repository import policy_text

_DICTIONARY = "dictionaries:\n  - id: terms\n    entity: PROJECT\n    title: a project\n    file: terms.txt\n"
_EXACT = (
    "exact_data:\n  - id: people\n    entity: CUSTOMER\n    title: a customer\n    index: people.edm\n"
    "    key: people.key\n"
)


def _refused(*layers: tuple[str, Layer]) -> SyncFailedError:
    with pytest.raises(SyncFailedError) as caught:
        _check(Path("/none"), *layers)
    assert caught.value.trouble is SyncTrouble.UNUSABLE
    return caught.value


def _check(folder: Path, *layers: tuple[str, Layer]) -> None:
    documents: list[tuple[PolicyDocument, Path]] = []
    for text, layer in layers:
        documents.append((parse_layer(text.encode(), layer, tuple(each for each, _ in documents)), folder))
    check_layers(documents)


def test_layers_that_fit_are_fine(tmp_path: Path):
    (tmp_path / "terms.txt").write_text("Project Heron\n", encoding="utf-8")
    _check(
        tmp_path,
        (policy_text(extra=_DICTIONARY), Layer.GLOBAL),
        (policy_text(layer=Layer.TEAM), Layer.TEAM),
        (policy_text(layer=Layer.USER), Layer.USER),
    )


def test_what_is_no_policy_is_refused():
    _refused(("rules: [", Layer.GLOBAL))
    _refused((policy_text(action="teleport"), Layer.GLOBAL))


def test_a_policy_of_another_layer_is_refused():
    assert "team" in _refused((policy_text(layer=Layer.TEAM), Layer.GLOBAL)).detail


def test_a_lower_layer_that_names_what_is_not_above_is_refused():
    team = policy_text(layer=Layer.TEAM).replace("label: secret", "label: unheard_of")
    _refused((policy_text(), Layer.GLOBAL), (team, Layer.TEAM))


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00bad\x00"])
def test_a_dictionary_that_cannot_be_used_is_refused(tmp_path: Path, content: bytes | None):
    if content is not None:
        (tmp_path / "terms.txt").write_bytes(content)
    with pytest.raises(AgentError):
        _check(tmp_path, (policy_text(extra=_DICTIONARY), Layer.GLOBAL))


def test_exact_data_that_is_none_is_refused(tmp_path: Path):
    for name in ("people.edm", "people.key"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(SyncFailedError):
        _check(tmp_path, (policy_text(extra=_EXACT), Layer.GLOBAL))


def test_files_are_named_once_each():
    document = parse_policy(policy_text(extra=_DICTIONARY + _EXACT).encode())
    assert named_files(document) == ("terms.txt", "people.edm", "people.key")
    assert named_files(parse_policy(policy_text().encode())) == ()


def test_exceptions_and_catalogues_are_read_or_refused():
    check_exceptions(OfflineExceptions().to_bytes())
    for check in (check_exceptions, check_catalogue):
        with pytest.raises(SyncFailedError) as caught:
            check(b"no")
        assert caught.value.trouble is SyncTrouble.UNUSABLE
