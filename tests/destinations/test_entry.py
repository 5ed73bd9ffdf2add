"""How each thing in an entry has to be written."""

from __future__ import annotations

import pytest

from agent.destinations import CatalogueError, parse_catalogue
from tests.destinations.samples import catalogue, entry

STATED = {"value": "EU", "source": "https://acme.example/terms", "checked_at": "2026-01-31"}


def refusal(**fields: object) -> str:
    with pytest.raises(CatalogueError) as caught:
        parse_catalogue(catalogue(entry(**fields)))
    return str(caught.value).partition("entries[0].")[2]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("app_classes", "Acme", "window classes are compared in lower case"),
        ("page_titles", "*", "a title pattern is literal text"),
        ("page_titles", "* Acme *", "a title pattern is literal text"),
        ("page_titles", "Acme*", "the * stands for whole words"),
        ("page_titles", "* — Acme", "write the title with plain dashes"),
        ("window_titles", "Acme  AI", "write the title"),
        ("domains", "Acme.example", "String should match pattern"),
        ("commands", "bin/acme", "String should match pattern"),
        ("scripts", "*/acme.js", "a path pattern has at most 4 names"),
        ("scripts", "a/b/c/d/acme.js", "a path pattern has at most 4 names"),
        ("scripts", "a/acme*.js", "a path pattern is 1 to 4 names"),
        ("scripts", "/acme.js", "a path pattern is 1 to 4 names"),
        ("scripts", r"a\acme.js", "a path pattern is 1 to 4 names"),
        ("modules", "acme-ai", "String should match pattern"),
        ("npm_packages", "@acme", "String should match pattern"),
        ("pip_packages", "Acme_AI", "String should match pattern"),
        ("bundle_ids", "acme", "String should match pattern"),
        ("browser_extensions", "acme", "String should match pattern"),
        ("editor_extensions", "Acme.ai", "String should match pattern"),
        ("config_folders", "/home/ada/.acme", "String should match pattern"),
        ("config_folders", "~", "String should match pattern"),
        ("local_ports", 65_536, "Input should be less than or equal to 65535"),
    ],
)
def test_says_how_a_name_has_to_be_written(field: str, value: object, told: str):
    assert refusal(**{field: [value]}).startswith(f"{field}[0]: {told}")


@pytest.mark.parametrize(
    ("system", "pattern", "told"),
    [
        ("windows", "Acme.exe", "programs of Windows are compared in lower case"),
        ("macos", "Applications/Acme.app", "a bundle is written as its name alone"),
        ("linux", "acme/", "a path pattern is 1 to 4 names"),
    ],
)
def test_says_how_a_program_has_to_be_written(system: str, pattern: str, told: str):
    assert refusal(executables={system: [pattern]}).startswith(f"executables.{system}[0]: {told}")


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ({"trains_on_data": "no"}, "facts.trains_on_data"),
        ({"trains_on_data": STATED}, "facts.trains_on_data.value"),
        ({"region": "EU"}, "facts.region"),
        ({"region": {"value": "EU"}}, "facts.region.source: Field required"),
        ({"region": STATED | {"source": "somebody said so"}}, "facts.region.source"),
        ({"terms": STATED | {"checked_at": "last week"}}, "facts.terms.checked_at"),
        ({"owner": STATED}, "facts.owner"),
    ],
)
def test_takes_no_fact_without_its_source_and_day(fact: dict[str, object], told: str):
    assert refusal(facts=fact).startswith(told)


def test_takes_whatever_is_written_well():
    parse_catalogue(
        catalogue(
            entry(
                executables={"linux": ["acme/versions/*"], "windows": ["acme.exe"], "macos": ["Acme.app", "acme"]},
                scripts=["acme/*/index.js"],
                modules=["acme_ai.server"],
                npm_packages=["@acme/ai", "acme"],
                pip_packages=["acme-ai"],
                bundle_ids=["com.acme.AI"],
                desktop_ids=["acme"],
                flatpaks=["com.acme.AI"],
                snaps=["acme"],
                browser_extensions=["a" * 32, "acme@acme.example", "{01234567-89ab-cdef-0123-456789abcdef}"],
                editor_extensions=["acme.ai-tool"],
                config_folders=[".acme", ".config/acme", "Library/Application Support/Acme"],
                local_ports=[1, 65_535],
                facts={"region": STATED, "terms": STATED},
            )
        )
    )
