"""What recognizer tests share: worthless keys put together at run time, and the values that a text's findings cover."""

from __future__ import annotations

import base64
import json
import random
import string

from agent.core import Entity
from agent.detection import default_pipeline
from agent.detection.checksums import crc32_base62

ALPHANUMERIC = string.ascii_letters + string.digits
PASSWORD = "Blue7" + "Horse!"


def values(text: str, entity: Entity) -> list[str]:
    """What the findings of one entity cover."""
    return [text[each.start : each.end] for each in default_pipeline().find(text) if each.entity == entity]


def secrets(text: str) -> list[tuple[str, str]]:
    """Recognizer and value of each secret."""
    return [
        (each.recognizer, text[each.start : each.end])
        for each in default_pipeline().find(text)
        if each.entity == Entity.SECRET
    ]


def random_text(length: int, alphabet: str = ALPHANUMERIC, seed: int = 1) -> str:
    """The same characters for the same arguments."""
    choose = random.Random(seed)  # noqa: S311 - test data
    return "".join(choose.choice(alphabet) for _ in range(length))


def github_token(prefix: str = "ghp", seed: int = 1) -> str:
    """A classic token with the right checksum."""
    body = random_text(30, seed=seed)
    return f"{prefix}_{body}{crc32_base62(body)}"


def jwt(header: dict[str, str]) -> str:
    """A token with that header and a meaningless signature."""
    parts = (json.dumps(part, separators=(",", ":")).encode() for part in (header, {"sub": "42"}))
    return ".".join([*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), random_text(43)])


def pem(kind: str = "", lines: int = 6, line_break: str = "\n") -> str:
    """A private key block that decodes to nothing."""
    name = f"{kind} PRIVATE KEY".strip()
    body = [random_text(64, seed=line) for line in range(lines)]
    return line_break.join([f"-----BEGIN {name}-----", *body, f"-----END {name}-----"])
