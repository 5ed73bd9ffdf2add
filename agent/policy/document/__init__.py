"""The policy as people write it: types, parsing, and messages that name the exact place of a problem."""

from agent.policy.document.parsing import definitions_of, parse_policy, parse_with_lines
from agent.policy.document.policy import PolicyDocument
from agent.policy.document.problems import Located, PolicyError, Problem

__all__ = ["Located", "PolicyDocument", "PolicyError", "Problem", "definitions_of", "parse_policy", "parse_with_lines"]
