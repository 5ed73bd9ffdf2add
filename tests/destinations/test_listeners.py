"""Local servers."""

from __future__ import annotations

import pytest

from agent.core.apps import ProcessFacts
from agent.destinations import packaged_catalogue
from tests.destinations.samples import matched, process

CATALOGUE = packaged_catalogue()
OLLAMA = process("/usr/local/bin/ollama", "ollama", "serve")
VLLM = process("/usr/bin/python3", "python3", "-m", "vllm.entrypoints.openai.api_server")
CURSOR = process("/usr/share/cursor/cursor")
WEBUI = process("/usr/bin/python3", "python3", "/usr/local/bin/open-webui", "serve")
NGINX = process("/usr/sbin/nginx", "nginx")


@pytest.mark.parametrize(
    ("port", "listening", "destination_id"),
    [
        (11434, OLLAMA, "ollama"),
        (11434, None, "ollama"),
        (11434, process("/usr/bin/docker-proxy"), "ollama"),
        (5555, OLLAMA, "ollama"),
        (11434, VLLM, "vllm"),
        (8000, VLLM, "vllm"),
        (8080, WEBUI, "open-webui"),
        (4891, None, "gpt4all"),
        (8000, None, None),
        (8080, NGINX, None),
        (1234, NGINX, None),
        (1337, None, None),
        (5001, None, None),
        (41_001, CURSOR, None),
        (11434, CURSOR, None),
        (9999, WEBUI, None),
        (443, NGINX, None),
        (0, None, None),
    ],
)
def test_counts_a_port_with_the_process_that_listens(
    port: int, listening: ProcessFacts | None, destination_id: str | None
):
    expected = (destination_id, "listening_port") if destination_id else None
    assert matched(CATALOGUE.match_listener(port, listening)) == expected
