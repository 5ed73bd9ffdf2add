"""The policy: a document that people write, and the pure engine that answers from it.

    parse_policy   bytes → PolicyDocument, or PolicyError with the exact place
    compile_policy PolicyDocument → Policy
    definitions_of PolicyDocument → what detection compiles
    Policy.evaluate Facts → Verdict, pure and total

Signing, distribution, layers and exceptions are not here.
"""

from agent.policy.document import PolicyDocument
from agent.policy.engine import Policy, compile_policy
from agent.policy.facts import Facts
from agent.policy.packaged import packaged_policy
from agent.policy.parsing import definitions_of, parse_policy
from agent.policy.problems import PolicyError

__all__ = [
    "Facts",
    "Policy",
    "PolicyDocument",
    "PolicyError",
    "compile_policy",
    "definitions_of",
    "packaged_policy",
    "parse_policy",
]
