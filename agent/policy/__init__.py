"""The policy: a document that people write, and the pure engine that answers from it.

    parse_policy   bytes → PolicyDocument, or PolicyError with the exact place
    compile_policy PolicyDocument, those of lower layers, exceptions → Policy
    definitions_of PolicyDocument → what detection compiles
    Policy.evaluate Facts → Verdict, pure and total

`document` holds what is written, `engine` what answers, `authoring` what its authors work with (tests, lint, diff,
explanations), `packaged` the policies that come with Cordon. Signing and distribution are not here.
"""

from agent.policy.document import PolicyDocument, PolicyError, definitions_of, parse_policy
from agent.policy.engine import Facts, Policy, PolicyException, compile_policy
from agent.policy.packaged import packaged_policy, unavailable_policy

__all__ = [
    "Facts",
    "Policy",
    "PolicyDocument",
    "PolicyError",
    "PolicyException",
    "compile_policy",
    "definitions_of",
    "packaged_policy",
    "parse_policy",
    "unavailable_policy",
]
