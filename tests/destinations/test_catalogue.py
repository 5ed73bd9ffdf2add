"""The catalogue that Cordon ships with, and what one says as a whole."""

from __future__ import annotations

import itertools
import json
from importlib import resources

import pytest

from agent.core.gestures import DestinationKind, DestinationStatus
from agent.destinations import UNSPECIFIED_ASSISTANT, StatedTraining, packaged_catalogue, parse_catalogue
from tests.destinations.samples import catalogue, entry

CATALOGUE = packaged_catalogue()
FILE = json.loads(resources.files("agent.destinations").joinpath("catalogue.json").read_bytes())
KINDS = {each.destination_id: each.kind for each in CATALOGUE.destinations}


def test_knows_the_apps_that_people_use_and_judges_none_of_them():
    assert len(KINDS) >= 300
    expected = {"chatgpt", "claude", "gemini", "microsoft-copilot", "github-copilot", "perplexity", "mistral-le-chat"}
    expected |= {"deepseek", "grok", "cursor", "windsurf", "claude-code", "ollama", "lm-studio", "codex", "gemini-cli"}
    assert expected <= KINDS.keys()
    assert {destination.status for destination in CATALOGUE.destinations} == {DestinationStatus.UNKNOWN}


@pytest.mark.parametrize(
    ("kind", "ids"),
    [
        (DestinationKind.ASSISTANT, {"chatgpt", "open-webui", "grammarly", "deepl"}),
        (DestinationKind.CODING_AGENT, {"cursor", "github-copilot", "aider"}),
        (DestinationKind.IDE_PLUGIN, {"continue", "tabnine"}),
        (DestinationKind.MEETING_RECORDER, {"otter", "granola"}),
        (DestinationKind.MEDIA_GENERATOR, {"midjourney", "elevenlabs"}),
        (DestinationKind.LOCAL_RUNNER, {"ollama", "lm-studio", "jan", "llama-cpp"}),
        (DestinationKind.API, {"openai-api", "amazon-bedrock"}),
    ],
)
def test_has_tools_of_every_kind(kind: DestinationKind, ids: set[str]):
    assert {KINDS[each] for each in ids} == {kind}
    assert sum(each is kind for each in KINDS.values()) >= 20


def test_comes_by_kind_with_the_best_known_first():
    kinds = [kind for kind, _ in itertools.groupby(KINDS.values())]
    assert len(kinds) == len(set(kinds))
    first = {kind: next(each for each in KINDS if KINDS[each] is kind) for kind in kinds}  # it stands in examples
    assert set(first.values()) >= {"chatgpt", "ollama", "otter", "midjourney", "openai-api"}


def test_every_entry_says_how_it_is_known():
    about = {"id", "name", "vendor", "kind"}
    assert [each["id"] for each in FILE["entries"] if each.keys() <= about | {"facts"}] == []


def test_states_nothing_about_a_vendor_that_it_cannot_show():
    assert dict(CATALOGUE.facts) == {}
    stated = {"value": "opt_out", "source": "https://acme.example/terms", "checked_at": "2026-01-31"}
    parsed = parse_catalogue(catalogue(entry(facts={"trains_on_data": stated})))
    assert parsed.facts["acme-ai"].trains_on_data == StatedTraining.model_validate_json(json.dumps(stated))
    assert parsed.facts["acme-ai"].region is None


def test_an_organization_s_file_may_say_what_it_thinks_of_a_tool():
    parsed = parse_catalogue(catalogue(entry(default_status="tolerated"), entry(id="other")))
    assert [each.status for each in parsed.destinations] == [DestinationStatus.TOLERATED, DestinationStatus.UNKNOWN]


def test_keeps_the_stand_in_of_a_scan_out_of_the_catalogue():
    assert UNSPECIFIED_ASSISTANT.kind is DestinationKind.ASSISTANT
    assert UNSPECIFIED_ASSISTANT.destination_id not in KINDS


def test_a_destination_is_found_by_its_id_and_by_nothing_else():
    found = CATALOGUE.find("claude-code")
    assert found is not None
    assert found.name == "Claude Code"
    assert CATALOGUE.find("Claude Code") is None
    assert CATALOGUE.find("") is None
