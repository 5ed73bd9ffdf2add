"""SECRET: Amazon Web Services: access keys, session tokens, Bedrock and AppSync keys, MWS tokens.

An access key id has a form of its own; its secret is any 40 characters of base 64 and is taken only behind its name or
its id. Ids are base 32, so an id with a digit that base 32 lacks is worth less. Amazon's documented examples end in
EXAMPLE or EXAMPLEKEY. Source: IAM User Guide, "IAM identifiers", unique id prefixes.
"""

from __future__ import annotations

import base64

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, confirming, issuer, judged_by_form, stands_alone

__all__ = ["AWS"]

_SECRET_VARIETY = 10
_BEDROCK_MARKS = (b"BedrockAPIKey-", b"bedrock.amazonaws.com")


def _judge_id(value: str) -> tuple[Judgement, ...]:
    # Upper-case words run together ("ASIAPACIFIC…") have no digit; one real id in thirty has none, too.
    if value.startswith("ASIA") and value.isalpha():
        return ()
    if any(character in "0189" for character in value[4:]):
        return judged_by_form(value, 0.85, "form: access key id, though not base 32")
    return judged_by_form(value, 0.97, "form: access key id, no documented example")


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not a part of a longer run of base 64."""
    return (
        stands_alone(data, start, end)
        and data[end : end + 1] != b"+"
        and data[max(0, start - 1) : start] not in (b"/", b"+")
        and not (data[end : end + 1] == b"/" and data[end + 1 : end + 2].isalpha())
    )


def _is_bedrock_key(value: str) -> bool:
    body = value.removeprefix("ABSK").removeprefix("bedrock-api-key-")
    try:
        decoded = base64.b64decode(body[: len(body) // 4 * 4], validate=True)
    except ValueError:
        # No base 64: no key.
        return False
    return len(body) >= 110 or any(mark in decoded for mark in _BEDROCK_MARKS)


_judge_secret = confirming(0.97, variety=_SECRET_VARIETY)

_ACCESS_KEY = Recognizer(
    recognizer_id="secret.aws_access_key",
    entity=Entity.SECRET,
    title="an AWS access key",
    patterns=(
        Pattern(
            name="access key id", regex=rb"(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}", score=0.8, judge=_judge_id
        ),
        Pattern(
            name="secret access key behind its name",
            regex=rb"(?i)(?:secret_?-?access_?-?key|aws[a-z_-]*secret(?:_?-?(?:access_?-?)?key)?)[\"'\]\\]{0,3}\s{0,3}"
            rb"(?:=>|:=|=|:|,|>)?\s{0,3}\\?[\"'`]?([A-Za-z0-9/+]{40})",
            score=0.8,
            judge=_judge_secret,
        ),
        Pattern(
            name="secret access key behind its id",
            regex=rb"(?:AKIA|ASIA)[A-Z2-7]{16}[\s,;:|\"']{1,10}(?:[A-Za-z_]{1,24}[\s=:\"']{1,6})?([A-Za-z0-9/+]{40})",
            score=0.8,
            judge=_judge_secret,
        ),
    ),
    fits=_fits,
)

AWS: tuple[Recognizer, ...] = (
    _ACCESS_KEY,
    issuer(
        "aws_session_token",
        "an AWS session token",
        Form(
            name="temporary credentials' token",
            regex=rb"(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|FQoDYXdz)[A-Za-z0-9/+%]{60,}={0,2}",
            reach_bytes=4096,
        ),
        Form(
            name="session token behind its name",
            regex=rb"(?i)aws_?-?(?:session|security)_?-?token[\"'\]]{0,2}\s{0,3}[=:]\s{0,3}[\"'`]?([A-Za-z0-9/+]{60,}={0,2})",
            reach_bytes=4096,
        ),
    ),
    issuer(
        "aws_bedrock_key",
        "an Amazon Bedrock API key",
        Form(name="long-lived", regex=rb"ABSK[A-Za-z0-9+/]{40,}={0,2}", proof=_is_bedrock_key, reach_bytes=1024),
        Form(
            name="short-lived",
            regex=rb"bedrock-api-key-[A-Za-z0-9+/=]{30,}",
            reach_bytes=4096,
        ),
    ),
    issuer("aws_appsync_key", "an AWS AppSync API key", Form(name="da2-", regex=rb"da2-[a-z0-9]{26}")),
    issuer(
        "aws_marketplace_token",
        "an Amazon Marketplace web service token",
        Form(name="amzn.mws.", regex=rb"amzn\.mws\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        Form(name="client secret", regex=rb"amzn1\.oa2-cs\.v1\.[a-f0-9]{64}"),
    ),
)
