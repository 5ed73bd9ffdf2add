r"""SECRET: private keys: PEM armor (RFC 7468 and its forerunners), DER in base 64 without armor, PuTTY's files.

The span is the whole block. A header alone is reported with less confidence where it ends its line and the text: what
belongs to it may come in the next message. A header in a call, or before a placeholder, as parsers and documentation
write it, is no key.
Line breaks may be escaped (`\n` in JSON) or gone, lines may be indented or quoted, and the footer may be missing. Keys
without armor are known by how their structure begins: a version number where a certificate or public key has none
(PKCS#1, PKCS#8, SEC 1, PKCS#12), or OpenSSH's magic.
"""

from __future__ import annotations

import re
import string

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.secret_formats.key_form import begins_alone

__all__ = ["PRIVATE_KEYS"]

_SHORTEST_BODY = 40
"""An Ed25519 key in PKCS#8 has 64 characters; less is room for a copy that was cut off."""

_SHORTEST_LAST_LINE = 16
_LOOK_BACK = 100
_FEWEST_CHARACTERS = 12
_QUOTING = " \t\r\n\"',\\#|>*+`"
_BASE64 = string.ascii_letters + string.digits + "+/="
_ARMOR_HEADER = re.compile(r"-+[^-]*-+")
_BEGINNING = re.compile(r"(?:\\++[rn]|[\s\"'`+])*+(?:[A-Za-z0-9+/]{16,}+[\s\"'`]*+)?")
"""What may stand behind a header that somebody began to copy: quoting, and perhaps some of the first line."""

_TEMPLATE = "<${["
_PUTTY_SEAL = re.compile(r"Private-MAC: [0-9a-f]{40,64}")
_PUTTY_LINES = re.compile(r"Private-Lines: [0-9]+(?:\\[rn]|\s)+([A-Za-z0-9+/=\s\\]{40,})")


def _judge_armor(value: str) -> tuple[Judgement, ...]:
    value, is_template = value.rstrip(_TEMPLATE), value[-1:] in _TEMPLATE
    header = _ARMOR_HEADER.match(value)
    if header is None:
        return ()
    header_end = header.end()
    footer = _footer(value, header_end)
    complete = footer >= 0
    end = len(value) if complete else _end_of_armor(value, header_end)
    body = value[header_end : footer if complete else end].replace("\\n", "").replace("\\r", "")
    letters = "".join(character for character in body if character.isalnum())
    if len(letters) < _SHORTEST_BODY or len(set(letters)) < _FEWEST_CHARACTERS:
        if complete or is_template or not _BEGINNING.fullmatch(value, header_end):
            return ()
        return (Judgement(start=0, end=header_end, confidence=0.6, what="armor: a header, its key does not follow"),)
    if complete:
        return (Judgement(start=0, end=end, confidence=0.99, what="armor: complete block"),)
    return (Judgement(start=0, end=end, confidence=0.9, what="armor: block without its end"),)


def _footer(value: str, header_end: int) -> int:
    return max(value.find("-----END ", header_end), value.find("---- END ", header_end))


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


def _judge_bare(value: str) -> tuple[Judgement, ...]:
    kept = value.rstrip(_QUOTING)
    letters = "".join(character for character in kept.replace("\\n", "") if character.isalnum())
    if len(letters) < _SHORTEST_BODY or len(set(letters)) < _FEWEST_CHARACTERS:
        return ()
    return whole_value(kept, 0.95, "structure: begins as a private key does")


def _ends_a_block(data: bytes, start: int, _end: int) -> bool:
    """Whether a line of base 64 stands before a footer, so that it ends a key whose header was not copied."""
    before = data[max(0, start - _LOOK_BACK) : start]
    if b"-----BEGIN" in before:
        # A block so short has been judged as a whole.
        return False
    line = before.decode("latin-1").replace("\\n", "\n").rstrip(_QUOTING)
    last = line.splitlines()[-1].strip(_QUOTING) if line else ""
    run = last[len(last.rstrip(_BASE64)) :]
    return len(run) >= _SHORTEST_LAST_LINE and len(set(run)) >= _FEWEST_CHARACTERS


def _judge_putty(value: str) -> tuple[Judgement, ...]:
    lines = _PUTTY_LINES.search(value)
    if lines is None or len(set(lines.group(1))) < _FEWEST_CHARACTERS:
        return ()
    seal = _PUTTY_SEAL.search(value)
    end = seal.end() if seal is not None else lines.end()
    return (Judgement(start=0, end=end, confidence=0.99, what="structure: holds private lines"),)


_HEADER = rb"-----? ?BEGIN (?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)? ?-----?"
_FOOTER = rb"-----? ?END (?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)? ?-----?"

PRIVATE_KEYS: tuple[Recognizer, ...] = (
    Recognizer(
        recognizer_id="secret.pem_private_key",
        entity=Entity.SECRET,
        title="a private key",
        patterns=(
            Pattern(
                name="BEGIN PRIVATE KEY and what follows",
                # The body takes header fields ("Proc-Type: 4,ENCRYPTED") and whatever quoting puts between the lines,
                # but no two dashes: a search must not look past the next armor line, or many headers would cost their
                # square.
                regex=_HEADER + rb"(?:-?[A-Za-z0-9+/=\s\\\"',:;.()@`#|>*_])*(?:" + _FOOTER + rb")?[<${\[]?",
                score=0.5,
                judge=_judge_armor,
                reach_bytes=64 * 1024,
            ),
        ),
    ),
    Recognizer(
        recognizer_id="secret.pem_footer",
        entity=Entity.SECRET,
        title="the end of a private key",
        patterns=(Pattern(name="END PRIVATE KEY behind a line of base 64", regex=_FOOTER, score=0.8),),
        fits=_ends_a_block,
    ),
    Recognizer(
        recognizer_id="secret.bare_private_key",
        entity=Entity.SECRET,
        title="a private key without its armor",
        patterns=(
            Pattern(
                name="PKCS#1, PKCS#8, SEC 1, PKCS#12 or OpenSSH, in base 64",
                regex=rb"(?:MII[A-Za-z0-9+/]{2}[AQgw]IBA(?:AK[BC]|DAN|zC)|MI[GH][A-Za-z0-9+/]AgEAM[BC]|MC4CAQAwBQYDK2Vw"
                rb"|MHcCAQEEI|MIGkAgEBBD|MIHcAgEBBEI|b3BlbnNzaC1rZXktdjEA)[A-Za-z0-9+/]{30,}={0,2}"
                rb"(?:(?:\\[rn]|[\s\"'+,])+[A-Za-z0-9+/]{60,}={0,2})*(?:(?:\\[rn]|[\s\"'+,])+[A-Za-z0-9+/]+={1,2})?",
                score=0.5,
                judge=_judge_bare,
                reach_bytes=16 * 1024,
            ),
        ),
        fits=begins_alone,
    ),
    Recognizer(
        recognizer_id="secret.xml_key",
        entity=Entity.SECRET,
        title="a private key in XML",
        patterns=(
            Pattern(
                name="RSAKeyValue with its private exponent",
                regex=rb"<RSAKeyValue>[A-Za-z0-9+/=\s<>]*?<D>[A-Za-z0-9+/=\s]{40,}</D>(?:[A-Za-z0-9+/=\s<>]*</RSAKeyValue>)?",
                score=0.9,
                reach_bytes=16 * 1024,
            ),
        ),
    ),
    Recognizer(
        recognizer_id="secret.putty_key",
        entity=Entity.SECRET,
        title="a PuTTY private key",
        patterns=(
            Pattern(
                name="PuTTY-User-Key-File and what follows",
                regex=rb"PuTTY-User-Key-File-[0-9]: [A-Za-z0-9+/=\s:\\(),.@_-]*",
                score=0.5,
                judge=_judge_putty,
                reach_bytes=16 * 1024,
            ),
        ),
    ),
)
