"""How processes are started."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from server.serving import ListenError, listen, signer_plan, web_plan
from server.settings import ServerSettings


def test_what_is_secret_is_told_and_never_an_argument():
    settings = ServerSettings(database=SecretStr("postgresql://a:hidden@b/c"), repository=Path("/srv/repository"))
    for plan in (
        web_plan(settings, 7, None, None, 1, "/srv/counters"),
        signer_plan("postgresql://a:hidden@b/c", Path("/srv/repository"), Path("/srv/keys"), 300),
    ):
        assert b"hidden" in plan.said
        assert "hidden" not in " ".join(plan.command) + repr(plan)


def test_several_web_processes_share_a_socket_and_figures():
    settings = ServerSettings(database=SecretStr("sqlite://"), repository=Path("/srv/repository"))
    plan = web_plan(settings, 7, None, None, 2, "/srv/counters")
    assert (plan.files, plan.environment) == ((7,), {"PROMETHEUS_MULTIPROC_DIR": "/srv/counters"})
    assert web_plan(settings, 7, None, None, 1, "").environment == {}


def test_a_port_that_is_taken_is_named():
    with listen("127.0.0.1", 0) as one:
        port = one.getsockname()[1]
        with pytest.raises(ListenError, match=str(port)), listen("127.0.0.1", port):
            pass
