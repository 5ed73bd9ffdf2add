"""What goes wrong with a publication refuses it; what another try may get over is passed on."""

from __future__ import annotations

import pytest

from agent.core.errors import AgentError
from server.repository.errors import PublicationRefusedError, RepositoryBusyError, RepositoryError, SigningKeyError
from server.repository.refusing import refusing_what_fails


@pytest.mark.parametrize("kind", [ValueError, KeyError, RecursionError, MemoryError, OSError])
def test_whatever_fails_refuses_and_names_its_kind_only(kind: type[Exception]):
    with pytest.raises(PublicationRefusedError) as caught, refusing_what_fails("It cannot be looked at"):
        raise kind("a secret")
    assert (caught.value.title, caught.value.detail) == ("It cannot be looked at", f"{kind.__name__}.")


def test_what_ours_say_is_said():
    with pytest.raises(PublicationRefusedError) as caught, refusing_what_fails("It cannot be looked at"):
        raise AgentError("The repository is damaged", detail="more")
    assert caught.value.detail == "The repository is damaged."


@pytest.mark.parametrize("exc", [PublicationRefusedError("a"), RepositoryBusyError("b"), SigningKeyError("c")])
def test_what_is_no_fault_of_it_is_passed_on(exc: AgentError):
    with pytest.raises(type(exc)) as caught, refusing_what_fails("It cannot be looked at"):
        raise exc
    assert caught.value is exc


def test_a_disk_that_cannot_be_read_is_passed_on():
    cannot_be_read = RepositoryError("The repository cannot be read")
    cannot_be_read.__cause__ = OSError(5, "Input/output error")
    with pytest.raises(RepositoryError) as caught, refusing_what_fails("It cannot be looked at"):
        raise cannot_be_read
    assert not isinstance(caught.value, PublicationRefusedError)
