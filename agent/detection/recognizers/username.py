# ruff: noqa: RUF001 - words in their own alphabets
"""USERNAME: the names people log in with, behind a label that says so, in records, tables, JSON and prose.

A login name has no form of its own, so the label must be sure and the value must not be code: a type, a call, a member
of an object, a word of a form. Behind labels with other meanings ("user:", "login:", the name of a network) the value
must look like a login name: a digit, a dot, an underscore or a leading @. In prose a plain word counts where it ends a
clause and is no adjective. Accounts that every system has ("root") and numbers are no names of persons.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.labeled_values import folded
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Context, Judge, Judgement, Pattern, Recognizer, whole_value

__all__ = ["USERNAME"]

_SURE = folded(
    r"user[ _.-]?name",
    r"user[ _.-]?id",
    r"user[ _.-]?handle",
    r"log[ _-]?in[ _.-]?(?:name|id)",
    r"logon(?:[ _.-]?(?:name|id))?",
    r"screen[ _.-]?name",
    r"account[ _.-]?name",
    r"nick[ _.-]?name",
    r"sam[ _-]?account[ _-]?name",
    "benutzername",
    "benutzerkennung",
    "anmeldename",
    "nutzername",
    "identifiant(?: de connexion)?",
    r"nom d[’'_ ]utilisateur",
    r"nombre[ _]de[ _]usuario",
    r"nome[ _]utente",
    r"nome[ _]de[ _](?:usuário|usuario|utilizador)",
    "gebruikersnaam",
    "nazwa użytkownika",
    "имя пользователя",
    "användarnamn",
    "brukernavn",
    "brugernavn",
    "käyttäjätunnus",
    "kullanıcı adı",
    "felhasználónév",
    "uživatelské jméno",
    "nume de utilizator",
    "όνομα χρήστη",
    "tên đăng nhập",
    "nama pengguna",
    "اسم المستخدم",
    "שם משתמש",
    "用户名",
    "用戶名",
    "ユーザー(?:名|ID)",
    "사용자 ?이름",
    "아이디",
)
_LOOSE = folded(
    "user",
    "login",
    "log-?in as",
    "handle",
    "nick",
    "benutzer",
    "nutzer",
    "utilisateur",
    "usuario",
    "usuário",
    "utente",
    "gebruiker",
    "użytkownik",
    "логин",
    "пользователь",
    "账号",
    "帳號",
    r"(?:twitter|instagram|telegram|tiktok|snapchat|github|gitlab|discord|skype|reddit|steam|xbox|psn|mastodon|slack)"
    r"(?:[ _-](?:handle|user(?:name)?|id|account|nick|name))?",
)
_SURE_KEY = "(?:" + "|".join(_SURE) + ")"
_LOOSE_KEY = "(?:" + "|".join(_LOOSE) + ")"
_NAME = r"(@?[A-Za-z0-9\x80-\xff][A-Za-z0-9_.@+#\x80-\xff-]{2,})"
_END = r"(?:[\s,;|/)<>\"'`*&\]]|[.!?]?(?:\s|$))"
_MARKS = r"[\"'`*_]{0,3}"
_SIGN = rf"(?:\s?\([^()\n]{{0,30}}\))?{_MARKS}[ \t]{{0,8}}(?::{_MARKS}[ \t]{{0,12}}|=){_MARKS}"

_IS = "(?: (?:is|was|ist|lautet|est|es|è|é|of the (?:applicant|customer|client|employee)))?(?: now|:)?[ ]"
_IS_SURELY = (
    r"(?: (?:is|was|will be|ist|lautet|est|es|è|é|on file is)(?: now)?:?[ ]"
    r"|[\"'`*]{0,3}[ \t]{0,4}(?:->|=>|[.]{3,}|[|#([]|[ \t]:)[ \t\"'`*\[]{0,4}"
    r"|[^\n]{0,20}[?.][ ]?\n{1,2}(?:[A-Z][a-z]+:)?[ ]?(?:(?:sure|yes|ok|of course|hi)[,.]? )?(?:(?:it is|it's|its) )?)"
)
"""Words, signs of tables, or a question and its answer."""
_CLAUSE_END = r"(?:[.!?]?(?:\s*$|\n)|[.!?][ ]|[,;|)\]\"'*`]| and | but |[ ]?\|)"
_BEHIND = (
    rf"(?: (?:is|was|as|for)(?: (?:my|the|her|his|their|your|a))?(?: (?:new|old))?[ ]|[ ]\((?:my )?){_SURE_KEY}"
    r"(?:[),;!?\n]|[.](?:\s|$)|$)"
)

_ADJECTIVE = re.compile(
    r".*(?:ed|ing|able|ible|ous|ive|ful|less|ory|ly|tion|ment|ary|ent|ant|ated|ized|word|name)|(?:.*[^a-z].*|.{0,3})",
)
"""What a plain word in prose is, when it is no name: most of what one says of a login name."""
_LOOKS_LIKE_ONE = re.compile(r"[0-9_.@#]|[a-z]-[a-z]")
_NO_NAME = frozenset(
    """admin administrator root user users username guest anonymous nobody system default test tester demo sa postgres
    mysql oracle sqlserver ubuntu debian centos ec2-user www-data daemon service sysadmin superuser operator public
    none null undefined string str text varchar char integer int number object any bool boolean required optional
    unknown invalid valid incorrect correct wrong missing taken available already unique empty blank hidden
    the and your you not for with has was are can will must should may that this from here there who whose what which
    password email login name field input label value type form page button error failed failure success true false
    just recently never then also currently displayed longer shorter account unavailable above below needed there
    again session portal page
    please enter hello yes okay thanks sorry support agent assistant customer bot human client admins new old
    case-insensitive case-sensitive self req request const let var function return""".split()  # noqa: SIM905 - a word list reads better so
)
_MEMBER = re.compile(
    r"(?:user|self|this|req|request|args|config|os|process|env|data|form|body|params|session|settings|options|state|props"
    r"|event|ctx|context|account|credentials|login|auth|input|obj|row|record|model|current_user|res|result|db|cfg|conf"
    r"|opts|item|payload|message|msg|profile)\.[A-Za-z_.]+[0-9]?"
)
_NAME_IN_CODE = re.compile(
    r"[a-z]+(?:[A-Z][a-z]+)+|(?:[a-z]+_)*(?:user|username|name|login|id|field|input)(?:_[a-z]+)*|[A-Z]+(?:_[A-Z0-9]+)+"
    r"|(?:[A-Z][a-z]+)*(?:User|Name|String|Field|Input)[A-Za-z]*"
)
_SAMPLE = re.compile(r"(?:test|new|old|some|my|your|demo|sample|example|dummy|another)[_.-]?user[0-9]*|user[12]?")
_EMAIL = re.compile(r"[^@]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_UUID_OR_HASH = re.compile(r"[0-9a-fA-F-]{24,}")
_HOST = re.compile(
    r"(?:www|https?)\b|(?:[a-z0-9-]+\.)+(?:com|org|net|io|py|js|ts|java|json|txt|html|md|yaml|yml)$|[0-9.]+"
)
_LONGEST = 40


def _judging(confidence: float, *, any_word: bool, but: re.Pattern[str] | None = None) -> Judge:
    """A judge that takes any word that is not a form's, or only what looks like a login name.

    Args:
        confidence: what it is worth.
        any_word: whether plain words count.
        but: plain words that do not.
    """

    def judge(value: str) -> tuple[Judgement, ...]:
        kept = value.rstrip(".-@+#")
        if not 3 <= len(kept) <= _LONGEST or kept.isdigit() or kept.lower() in _NO_NAME or is_placeholder(kept):
            return ()
        if not _LOOKS_LIKE_ONE.search(kept) and (not any_word or (but is not None and but.fullmatch(kept))):
            return ()
        refused = (_SAMPLE, _MEMBER, _NAME_IN_CODE, _EMAIL, _UUID_OR_HASH, _HOST)
        if any(each.fullmatch(kept) or (each is _HOST and each.match(kept)) for each in refused):
            return ()
        return whole_value(kept, confidence, "value: could be a login name")

    return judge


def _bytes(regex: str) -> bytes:
    return b"(?im)" + regex.encode("utf-8")


_PHRASES = "my handle|logg?(?:ed)? ?in as|sign(?:ed)? in as|known online as"
_BEGINS = _bytes(rf"[\"'](?:[a-z]+[ _.-])?{_SURE_KEY}|(?:^|[^a-z])(?:{_SURE_KEY}|{_LOOSE_KEY}|{_PHRASES})")
"""What patterns with the name behind its label begin with."""


USERNAME = Recognizer(
    recognizer_id="username",
    entity=Entity.USERNAME,
    title="a login name",
    patterns=(
        Pattern(
            name="field of a record",
            regex=_bytes(
                rf"[\"'](?:[a-z]+[ _.-])?{_SURE_KEY}[\"']\s{{0,4}}(?::|=>)\s{{0,4}}[\"']{_NAME}[\"']"
                rf"|(?:^|[^a-z.$]){_SURE_KEY}{_SIGN}{_NAME}{_END}"
            ),
            score=0.5,
            judge=_judging(0.85, any_word=True),
            needs_context=True,
            begins=_BEGINS,
        ),
        Pattern(
            name="field with a looser name",
            regex=_bytes(rf"(?:^|[^a-z.$_]){_LOOSE_KEY}{_SIGN}{_NAME}{_END}"),
            score=0.4,
            judge=_judging(0.7, any_word=False),
            needs_context=True,
            begins=_BEGINS,
        ),
        Pattern(
            name="named in a sentence",
            regex=_bytes(
                rf"(?:^|[^a-z])(?:{_SURE_KEY}|{_PHRASES})"
                rf"{_IS}{_MARKS}{_NAME}{_END}"
            ),
            score=0.4,
            judge=_judging(0.7, any_word=False),
            needs_context=True,
            begins=_BEGINS,
        ),
        Pattern(
            name="a plain word named in a sentence",
            regex=_bytes(rf"(?:^|[^a-z])(?:{_SURE_KEY}{_IS_SURELY}|logg?(?:ed)? ?in as ){_MARKS}{_NAME}{_CLAUSE_END}"),
            score=0.35,
            judge=_judging(0.6, any_word=True, but=_ADJECTIVE),
            needs_context=True,
            begins=_BEGINS,
        ),
        Pattern(
            name="named before its label",
            regex=_bytes(rf"(?:^|[\s\"'(`*,]){_NAME}[\"'`*]{{0,2}}{_BEHIND}"),
            score=0.35,
            judge=_judging(0.6, any_word=True, but=_ADJECTIVE),
            needs_context=True,
            rescan=True,
        ),
        Pattern(
            name="somebody who logged in",
            regex=_bytes(
                rf"\buser {_MARKS}{_NAME}{_MARKS} (?:has |was |is )?(?:just )?(?:logged|signed) (?:in|on|out|off)\b"
            ),
            score=0.35,
            judge=_judging(0.6, any_word=True, but=_ADJECTIVE),
            needs_context=True,
        ),
    ),
    context=Context(
        supporting=(
            *_SURE,
            *(rf"{word}(?:[\"'*)]{{0,2}}\s?[:=]|$)" for word in _LOOSE),
            r"log(?:ged)?[ -]?(?:in|on) as",
            "(?:logged|signed) (?:in|on|out|off)",
            "sign in as",
            "known online as",
            "my handle",
        ),
        boost=0.05,
    ),
    cost=3,
)
