r"""SECRET: private keys in PEM armor (RFC 7468 and its forerunners): PKCS#8, RSA, EC, DSA, OpenSSH, encrypted, PGP.

The span is the whole block. A header alone, as documentation and parsers write it, is no key: some body must follow.
Line breaks may be escaped (`\n` in JSON) or gone, lines may be indented or quoted, and the footer may be missing.
"""

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer

__all__ = ["PEM_PRIVATE_KEY"]

_SHORTEST_BODY = 40
"""An Ed25519 key in PKCS#8 has 64 characters; less is room for a copy that was cut off."""


def _judge(value: str) -> tuple[Judgement, ...]:
    header_end = value.index("-----", 5) + 5
    footer = value.find("-----END ", header_end)
    closing = value.find("-----", footer + 9) if footer >= 0 else -1
    body = value[header_end : footer if footer >= 0 else len(value)].replace("\\n", "").replace("\\r", "")
    letters = "".join(character for character in body if character.isalnum())
    if len(letters) < _SHORTEST_BODY or len(set(letters)) < 12:
        return ()
    if closing >= 0:
        return (Judgement(start=0, end=closing + 5, confidence=0.99, what="armor: complete block"),)
    return (Judgement(start=0, end=len(value.rstrip()), confidence=0.9, what="armor: block without its end"),)


PEM_PRIVATE_KEY = Recognizer(
    recognizer_id="secret.pem_private_key",
    entity=Entity.SECRET,
    title="a private key",
    patterns=(
        Pattern(
            name="BEGIN PRIVATE KEY and what follows",
            # Header fields ("Proc-Type: 4,ENCRYPTED") and whatever quoting puts between the lines.
            regex=rb"-----BEGIN (?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
            rb"(?:[A-Za-z0-9+/=\s\\\"',:;.()#|>*_-]*?-----END (?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
            rb"|(?:[A-Za-z0-9+/=\\\"',#|>*]|\s){40,})",
            score=0.5,
            judge=_judge,
            reach_bytes=64 * 1024,
        ),
    ),
)
