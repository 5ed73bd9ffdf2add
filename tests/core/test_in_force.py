"""What is said about a policy does not show its rules by itself."""

from __future__ import annotations

from agent.core import Mode
from agent.core.in_force import PolicyFacts, PolicyOrigin


def test_documents_are_in_no_repr():
    facts = PolicyFacts(name="n", version="1", mode=Mode.ENFORCE, origin=PolicyOrigin.FILE, documents=('{"rules":1}',))
    assert "rules" not in repr(facts)
    assert "file" in repr(facts)
