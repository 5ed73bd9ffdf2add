"""One module per entity, or per issuer for secrets; the registry is the tuple below.

A new recognizer is one import and one line. The order means nothing: overlaps are settled by confidence.
"""

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.anthropic_key import ANTHROPIC_KEY
from agent.detection.recognizers.aws_access_key import AWS_ACCESS_KEY
from agent.detection.recognizers.credit_card import CREDIT_CARD
from agent.detection.recognizers.email import EMAIL
from agent.detection.recognizers.github_token import GITHUB_TOKEN
from agent.detection.recognizers.iban import IBAN
from agent.detection.recognizers.jwt import JWT
from agent.detection.recognizers.openai_key import OPENAI_KEY
from agent.detection.recognizers.password import PASSWORD
from agent.detection.recognizers.pem_private_key import PEM_PRIVATE_KEY
from agent.detection.recognizers.phone import PHONE
from agent.detection.recognizers.slack_token import SLACK_TOKEN

__all__ = ["RECOGNIZERS"]

RECOGNIZERS: tuple[Recognizer, ...] = (
    CREDIT_CARD,
    IBAN,
    EMAIL,
    PHONE,
    PEM_PRIVATE_KEY,
    AWS_ACCESS_KEY,
    GITHUB_TOKEN,
    SLACK_TOKEN,
    OPENAI_KEY,
    ANTHROPIC_KEY,
    JWT,
    PASSWORD,
)
