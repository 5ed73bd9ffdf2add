"""EMAIL: addresses of people and mailboxes.

Not `git@host:path` and other names of places (`user@host:/srv`), not `icon@2x.png`, not systemd units, not the user
part of a URL, not an attribute of a product in source code (`a@b.T`). The span leaves out quotes and text of other
scripts that stand against the address without a space. Addresses written to hide from collectors ("jane (at) example
dot com") are found, too, and those of big providers that lost their signs, as in transcripts ("jane 45 gmailcom").
"""

import re

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value

__all__ = ["EMAIL"]

_KNOWN = 0.95
_UNKNOWN = 0.6
_DISGUISED = 0.7
_SPELLED_OUT = 0.5
_WITHOUT_SIGNS = 0.85

# The generic domains one meets in mail; every two-letter ending is a country's. Others are possible, only less sure.
_GENERIC = frozenset(
    """com org net edu gov mil int info biz name pro mobi asia jobs travel museum coop aero cat tel post xyz online
    site shop store app dev tech cloud email page blog club live life world today agency company solutions digital
    media news studio design group team work works space website software systems network services consulting health
    care bank finance legal law school university academy global berlin hamburg bayern koeln wien paris london nyc
    tokyo swiss africa eus gal corp local internal lan intranet example test invalid""".split()  # noqa: SIM905 - a word list reads better so
)

# Endings of files and units that no mail domain has.
_FILES = frozenset(
    """png jpg jpeg gif svg webp ico bmp tiff pdf doc docx xls xlsx ppt pptx csv tsv txt json yaml yml toml xml html
    htm css scss js jsx ts tsx mjs cjs vue py rb php java kt cpp hpp cs go swift sql exe dll jar war tar gz tgz zip
    log bak tmp conf cfg ini lock service socket timer target slice mount scope device path""".split()  # noqa: SIM905 - as above
)
# Attributes of what the matrix operator of Python gives.
_ATTRIBUTES = frozenset(
    """shape mean sum size dtype ndim real imag conj reshape transpose flatten ravel astype copy numpy item tolist
    detach diagonal trace dot""".split()  # noqa: SIM905 - as above
)
_NOT_MAIL_USERS = frozenset({"git", "hg", "svn"})
_ALPHABETS_END = 0x530
"""Latin, Greek and Cyrillic: scripts that set words apart by spaces."""

_AT = re.compile(r" ?[\[({<] ?at ?[\])}>] ?| at ", re.IGNORECASE)
_WORD_BEFORE_AT = re.compile(
    r"(?:me|us|him|her|it|them|was|is|are|be|look|meet|shop|shopping|work|works|buy|bought|order|ordered|sold|store|now|out"
    r"|available|online|site|book|booked|found|visit|stay|stayed|arrive|arrived|live|lives|page|and|or|up|that) at ",
    re.IGNORECASE,
)
_DOT = re.compile(r" ?[\[({<] ?dot ?[\])}>] ?| dot ", re.IGNORECASE)
_WORDS_LIKE_A_PROVIDER = re.compile(
    ".*(?:mail|live|outlook|yahoo)in|(?:remail|mail|live|aol)(?:com|coin|couk)?|.*(?:com|coin|couk)in", re.IGNORECASE
)
_PROVIDER_ALONE = re.compile(
    "(?:gmail|yahoo(?:mail)?|hotmail|ymail|outlook|icloud|yandex)(?:com|coin|couk)", re.IGNORECASE
)
_LABELS = re.compile(r"[^.-](?:[^.]{0,61}[^.-])?(?:\.[^.-](?:[^.]{0,61}[^.-])?)*")
"""Labels of a domain (RFC 1035, section 2.3.4): of up to 63 characters, no dash at either end."""

_REMOTE_COMMANDS = (b"ssh", b"scp", b"sftp", b"rsync", b"mosh", b"ssh-copy-id")


def _judge(value: str) -> tuple[Judgement, ...]:
    local, _, domain = value.rpartition("@")
    start = _local_start(local)
    local = local[start:]
    ending = domain.rpartition(".")[2].lower()
    if (
        not 0 < len(local) <= 64
        or len(domain) > 253
        or ".." in local
        or local.endswith(".")
        or local.lower() in _NOT_MAIL_USERS
        or ending in _FILES
        or ending in _ATTRIBUTES
        or (domain.count(".") > 1 and all(label.isdigit() for label in domain.split(".")[:2]))
        or not _LABELS.fullmatch(domain)
    ):
        return ()
    known = len(ending) == 2 or ending in _GENERIC or ending.startswith("xn--") or not ending.isascii()
    what = "domain: a known ending" if known else "domain: an unusual ending"
    return (Judgement(start=start, end=len(value), confidence=_KNOWN if known else _UNKNOWN, what=what),)


def _judge_disguised(value: str) -> tuple[Judgement, ...]:
    if _WORD_BEFORE_AT.match(value):
        return ()
    address, dots = _DOT.subn(".", _AT.sub("@", value, count=1))
    if not _judge("".join(address.split())):
        return ()
    confidence = _DISGUISED if any(bracket in value for bracket in "([{<") else _SPELLED_OUT
    what = "form: at and dots are spelled out" if dots else "form: the at is spelled out"
    return whole_value(value, confidence, what)


def _judge_without_signs(value: str) -> tuple[Judgement, ...]:
    # "mail in", "live in": what is no provider's name and country but words must be glued to a name.
    before, _, last = value.rpartition(" ")
    if _WORDS_LIKE_A_PROVIDER.fullmatch(last) or (not before and _PROVIDER_ALONE.fullmatch(last)):
        return ()
    what = "form: a mail provider, the signs are missing"
    return whole_value(value, _WITHOUT_SIGNS, what)


def _local_start(local: str) -> int:
    """Where the mailbox name begins: behind other scripts, quotes and punctuation."""
    start = 0
    if not local.isascii():
        for index, character in enumerate(local):
            if ord(character) >= _ALPHABETS_END or (ord(character) > 127 and not character.isalpha()):
                start = index + 1
    while start < len(local) and not (local[start].isalnum() or local[start] == "_"):
        start += 1
    return start


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not the tail of another address, the user or password part of a URL, nor the host of a remote path."""
    if data[max(0, start - 1) : start] in (b"@", b"/") or data[end : end + 1] == b"@":
        return False
    if data[end : end + 1] == b":":
        path = data[end + 1 : end + 80].split(maxsplit=1)[:1]
        if path and not data[end + 1 : end + 2].isspace() and (b"/" in path[0] or path[0].endswith(b".git")):
            return False
    before = data[max(0, start - 64) : start]
    token = before.split()[-1:]
    if not token:
        return True
    if before[-1:].isspace():
        return token[0] not in _REMOTE_COMMANDS
    return not (b"://" in token[0] and token[0].endswith(b":"))


EMAIL = Recognizer(
    recognizer_id="email",
    entity=Entity.EMAIL,
    title="an email address",
    patterns=(
        Pattern(
            name="name@domain",
            regex=rb"[A-Za-z0-9_.%+'\x80-\xff-]+@(?:[A-Za-z0-9\x80-\xff-]+\.)+"
            rb"(?:[Xx][Nn]--[A-Za-z0-9-]{2,40}\b|[A-Za-z]{2,24}\b|(?:\xd0[\x80-\xbf]|\xd1[\x80-\x8f]){2,12})",
            score=0.5,
            judge=_judge,
        ),
        Pattern(
            name="address in disguise",
            # Brackets around "at", or words for both signs.
            regex=rb"(?i)\b[a-z0-9][a-z0-9_.+-]{0,63}(?: ?[\[({<] ?at ?[\])}>] ?"
            rb"(?:[a-z0-9-]{1,63}(?: ?[\[({<] ?dot ?[\])}>] ?| dot |\.)){1,4}"
            rb"| at (?:[a-z0-9-]{2,63}(?: ?[\[({<] ?dot ?[\])}>] ?| dot )){1,3})[a-z]{2,24}\b",
            score=0.4,
            judge=_judge_disguised,
        ),
        Pattern(
            name="address without signs",
            regex=rb"(?i)\b(?:[a-z]{2,30} [0-9]{1,8} (?:[a-z]{1,12} ?)?|[a-z0-9]{1,30} |[a-z0-9]{0,30})"
            rb"(?:gmail|yahoo(?:mail)?|hotmail|ymail|outlook|icloud|rediffmail|aol|mail|live|yandex)(?:com|coin|couk|in)\b"
            rb"|\b[a-z]{2,30} [0-9]{1,8} (?:gmail|yahoo|hotmail) com\b",
            score=_WITHOUT_SIGNS,
            judge=_judge_without_signs,
        ),
    ),
    fits=_fits,
)
