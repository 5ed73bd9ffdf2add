"""The policy as it answers: compiled layers, exceptions, verdicts. Pure and total."""

from agent.policy.engine.exceptions import PolicyException
from agent.policy.engine.facts import Facts
from agent.policy.engine.policy import Policy, compile_policy

__all__ = ["Facts", "Policy", "PolicyException", "compile_policy"]
