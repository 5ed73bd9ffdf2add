"""Two entries never claim the same thing."""

from __future__ import annotations

import pytest

from agent.destinations import CatalogueError, parse_catalogue
from tests.destinations.samples import catalogue, entry


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        ({"process_names": ["acme"]}, {"process_names": ["acme"]}, "process_names: acme"),
        ({"process_names": ["acme"]}, {"commands": ["acme"]}, "commands: acme"),
        ({"commands": ["acme"]}, {"executables": {"linux": ["acme"]}}, "executables.linux: acme"),
        ({"commands": ["Acme"]}, {"executables": {"windows": ["acme.exe"]}}, "executables.windows: acme.exe"),
        ({"executables": {"macos": ["Acme.app"]}}, {"executables": {"macos": ["Acme.app"]}}, "executables.macos"),
        ({"bundle_ids": ["com.Acme.ai"]}, {"app_classes": ["com.acme.ai"]}, "app_classes: com.acme.ai"),
        ({"desktop_ids": ["acme"]}, {"app_classes": ["acme"]}, "app_classes: acme"),
        ({"domains": ["acme.ai"]}, {"domains": ["acme.ai"]}, "domains: acme.ai"),
        ({"npm_packages": ["acme"]}, {"npm_packages": ["acme"]}, "npm_packages: acme"),
        ({"editor_extensions": ["a.b"]}, {"editor_extensions": ["a.b"]}, "editor_extensions: a.b"),
        ({"local_ports": [4711]}, {"local_ports": [4711]}, "local_ports: 4711"),
    ],
)
def test_refuses_what_another_entry_has(mine: dict[str, object], theirs: dict[str, object], told: str):
    with pytest.raises(CatalogueError) as caught:
        parse_catalogue(catalogue(entry(**mine), entry(id="other", **theirs)))
    assert f"entry other: {told}" in str(caught.value)
    assert "is claimed by acme-ai already" in str(caught.value)


def test_refuses_the_same_twice_in_one_field():
    with pytest.raises(CatalogueError, match=r"entry acme-ai: domains: acme\.ai is claimed by acme-ai already"):
        parse_catalogue(catalogue(entry(domains=["acme.ai", "acme.ai"])))


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"commands": ["acme"]}, {"snaps": ["acme"]}),
        ({"npm_packages": ["acme"]}, {"pip_packages": ["acme"]}),
        ({"shared_ports": [8000]}, {"shared_ports": [8000]}),
        ({"local_ports": [8000]}, {"shared_ports": [8000]}),
        ({"domains": ["acme.ai"]}, {"domains": ["api.acme.ai"]}),
        ({"executables": {"windows": ["acme.exe"]}}, {"executables": {"windows": ["desktop/acme.exe"]}}),
        ({"process_names": ["acme"], "commands": ["acme"], "desktop_ids": ["acme"], "app_classes": ["acme"]}, {}),
    ],
)
def test_lets_different_things_bear_one_name(mine: dict[str, object], theirs: dict[str, object]):
    assert len(parse_catalogue(catalogue(entry(**mine), entry(id="other", **theirs))).destinations) == 2
