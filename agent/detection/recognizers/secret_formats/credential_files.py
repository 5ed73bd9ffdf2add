"""SECRET: files that programs keep credentials in: netrc, .npmrc, Docker's config.json.

Each pattern is the file's own syntax; the span is the credential. Keys that a file holds in base 64 (kubeconfig's
`client-key-data`) are found where the token is decoded. Source: each program's manual.
"""

from __future__ import annotations

from agent.core import Entity
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.secret_formats.authorization import is_password
from agent.detection.recognizers.secret_formats.encoded_json import decoded_text
from agent.detection.recognizers.secret_formats.key_form import looks_drawn

__all__ = ["CREDENTIAL_FILES"]


def _judge_password(value: str) -> tuple[Judgement, ...]:
    if not is_password(value):
        return ()
    return whole_value(value, 0.93, "file: the place of a password")


def _judge_pair(value: str) -> tuple[Judgement, ...]:
    """Base 64 of a user and a password."""
    user, _, password = (decoded_text(value) or "").partition(":")
    if not is_password(password, user) or not password.isprintable():
        return ()
    return whole_value(value, 0.95, "file: decodes to a user and a password")


def _judge_token(value: str) -> tuple[Judgement, ...]:
    if not looks_drawn(value):
        return ()
    return whole_value(value, 0.95, "file: the place of a token")


CREDENTIAL_FILES: tuple[Recognizer, ...] = (
    Recognizer(
        recognizer_id="secret.netrc",
        entity=Entity.SECRET,
        title="a password in a netrc file",
        patterns=(
            Pattern(
                name="machine, login, password",
                regex=rb"\b(?:machine\s+\S+|default)\s+login\s+\S+\s+password\s+(\S+)",
                score=0.6,
                judge=_judge_password,
            ),
        ),
    ),
    Recognizer(
        recognizer_id="secret.pgpass",
        entity=Entity.SECRET,
        title="a password in a PostgreSQL password file",
        patterns=(
            Pattern(
                name="host, port, database, user and password",
                regex=rb"(?m)^[ \t]*[^\s:#]+:(?:[0-9]{4,5}|\*):[^\s:]+:[^\s:]+:([^\s:]{4,})[ \t]*\r?$",
                score=0.5,
                judge=_judge_password,
                needs_context=True,
            ),
        ),
        context=Context(supporting=("pgpass", "postgres")),
    ),
    Recognizer(
        recognizer_id="secret.npmrc",
        entity=Entity.SECRET,
        title="a package registry's credential",
        patterns=(
            Pattern(
                name="_authToken",
                regex=rb":_authToken\s?=\s?\"?([A-Za-z0-9._~+/=-]{8,})",
                score=0.6,
                judge=_judge_token,
            ),
            Pattern(
                name="_auth",
                regex=rb"_auth\s?=\s?\"?([A-Za-z0-9+/]{8,}={0,2})",
                score=0.6,
                judge=_judge_pair,
            ),
        ),
    ),
    Recognizer(
        recognizer_id="secret.docker_auth",
        entity=Entity.SECRET,
        title="a container registry's credential",
        patterns=(
            Pattern(
                name="auth in config.json",
                regex=rb"\"auth\\?\"\s*:\s*\\?\"([A-Za-z0-9+/]{8,}={0,2})",
                score=0.6,
                judge=_judge_pair,
            ),
            Pattern(
                name="config.json in a cluster's secret",
                regex=rb"\.dockerc(?:onfigjson|fg)[\"']?:\s{0,4}[\"']?(e[yw][A-Za-z0-9+/]{10,}={0,2})",
                score=0.6,
                judge=_judge_token,
                reach_bytes=4096,
            ),
            Pattern(
                name="identitytoken in config.json",
                regex=rb"\"identitytoken\\?\"\s*:\s*\\?\"([A-Za-z0-9._+/=-]{20,})",
                score=0.6,
                judge=_judge_token,
            ),
        ),
    ),
)
