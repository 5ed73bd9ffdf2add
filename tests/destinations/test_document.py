"""What a catalogue file may say, and how it is told what is wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.content import ActiveWindow
from agent.core.errors import EnvironmentProblemError
from agent.destinations import CatalogueError, parse_catalogue
from agent.destinations.document import CATALOGUE_LIMIT_BYTES
from tests.destinations.samples import catalogue, entry


def test_reads_what_it_is_given():
    parsed = parse_catalogue(catalogue(entry(page_titles=["* - Acme AI"], window_titles=["Acme AI"])))
    assert parsed.version == "7"
    assert [each.name for each in parsed.destinations] == ["Acme AI"]
    window = ActiveWindow(window_id=1, title="budget - Acme AI — Mozilla Firefox", app_class="firefox")
    assert parsed.match(window) == parsed.destinations[0]


def test_matches_nothing_with_an_empty_catalogue():
    parsed = parse_catalogue(catalogue())
    assert parsed.match(ActiveWindow(window_id=1, title="ChatGPT — Mozilla Firefox", app_class="firefox")) is None


@pytest.mark.parametrize(
    ("untrusted", "told"),
    [
        (b"", "the file: Invalid JSON"),
        (b"\xff", "the file: Invalid JSON"),
        (b"[" * 100_000, "the file: Invalid JSON"),
        (b"[]", "the file"),
        (catalogue(format=3), "format"),
        (catalogue(entry(), entry(kind="robot")), "entries[1].kind"),
        (catalogue(entry(domain=["acme.example"])), "entries[0].domain"),
        (catalogue(entry(id="Acme AI")), "entries[0].id"),
        (catalogue(entry(name="")), "entries[0].name"),
        (catalogue(entry(domains=["https://acme.example"])), "entries[0].domains[0]"),
        (catalogue(entry(), entry()), "entry acme-ai: id: acme-ai is claimed by acme-ai already"),
        (catalogue(entry(commands=["acme"]), format=1), "entries[0].commands: write format 2 for this field"),
        (catalogue(entry(facts={}), format=1), "entries[0].facts: write format 2 for this field"),
        (catalogue(entry(kind="api"), format=1), "entries[0].kind: write format 2 for api"),
        (b" " * (CATALOGUE_LIMIT_BYTES + 1), "too large"),
    ],
)
def test_names_the_entry_and_the_field_that_are_wrong(untrusted: bytes, told: str):
    with pytest.raises(CatalogueError) as caught:
        parse_catalogue(untrusted)
    assert told in str(caught.value)
    assert isinstance(caught.value, EnvironmentProblemError)


def test_reads_the_format_of_before_and_gives_the_same_answers():
    fields = {
        "page_titles": ["* - Acme AI"],
        "app_classes": ["acme"],
        "process_names": ["acme"],
        "domains": ["acme.ai"],
    }
    old = parse_catalogue(catalogue(entry(**fields), format=1))
    assert old.destinations == parse_catalogue(catalogue(entry(**fields))).destinations
    assert old.match(ActiveWindow(window_id=1, app_class="acme")) == old.destinations[0]
    assert old.match_host("www.acme.ai") == old.destinations[0]


@pytest.mark.parametrize("missing", ["format", "version", "browsers", "other_sites", "entries"])
def test_says_which_part_is_missing(missing: str):
    document = json.loads(catalogue())
    del document[missing]
    with pytest.raises(CatalogueError, match=f"Catalogue: {missing}: Field required"):
        parse_catalogue(json.dumps(document).encode())


@given(untrusted=st.binary())
def test_refuses_any_other_bytes_with_its_own_error(untrusted: bytes):
    with pytest.raises(CatalogueError):
        parse_catalogue(untrusted)
