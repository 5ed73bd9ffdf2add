r"""SECRET: private keys in PEM armor (RFC 7468 and its forerunners): PKCS#8, RSA, EC, DSA, OpenSSH, encrypted, PGP.

The span is the whole block. A header alone, as documentation and parsers write it, is no key: some body must follow.
Line breaks may be escaped (`\n` in JSON) or gone, lines may be indented or quoted, and the footer may be missing.
"""

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer

__all__ = ["PEM_PRIVATE_KEY"]

_SHORTEST_BODY = 40
"""An Ed25519 key in PKCS#8 has 64 characters; less is room for a copy that was cut off."""

_FEWEST_CHARACTERS = 12
_QUOTING = " \t\r\n\"',\\#|>*+"


def _judge(value: str) -> tuple[Judgement, ...]:
    header_end = value.index("-----", 5) + 5
    footer = value.find("-----END ", header_end)
    complete = footer >= 0
    end = len(value) if complete else _end_of_armor(value, header_end)
    body = value[header_end : footer if complete else end].replace("\\n", "").replace("\\r", "")
    letters = "".join(character for character in body if character.isalnum())
    if len(letters) < _SHORTEST_BODY or len(set(letters)) < _FEWEST_CHARACTERS:
        return ()
    if complete:
        return (Judgement(start=0, end=end, confidence=0.99, what="armor: complete block"),)
    return (Judgement(start=0, end=end, confidence=0.9, what="armor: block without its end"),)


def _end_of_armor(value: str, header_end: int) -> int:
    """Where a block without a footer ends: behind the last line that could belong to it."""
    end = position = header_end
    for line in value[header_end:].splitlines(keepends=True):
        position += len(line)
        content = line.strip(_QUOTING)
        if " " in content and ": " not in content:
            break
        if content:
            end = position - (len(line) - len(line.rstrip()))
    return end


PEM_PRIVATE_KEY = Recognizer(
    recognizer_id="secret.pem_private_key",
    entity=Entity.SECRET,
    title="a private key",
    patterns=(
        Pattern(
            name="BEGIN PRIVATE KEY and what follows",
            # The body takes header fields ("Proc-Type: 4,ENCRYPTED") and whatever quoting puts between the lines, but
            # no two dashes: a search must not look past the next armor line, or many headers would cost their square.
            regex=rb"-----BEGIN (?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
            rb"(?:-?[A-Za-z0-9+/=\s\\\"',:;.()#|>*_])*"
            rb"(?:-----END (?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----)?",
            score=0.5,
            judge=_judge,
            reach_bytes=64 * 1024,
        ),
    ),
)
