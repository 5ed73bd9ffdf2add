"""SECRET: what command lines give to programs: `curl -u`, `sshpass -p`, `mysql -p`, `sqlcmd -P`, `ldapsearch -w`.

Each program has its own option for a password, and most of those options mean something else elsewhere, so that a
pattern names the program. The span is the credential. Where words may follow just as well ("net user growth"), the
value must hold what words do not. Source: each program's manual.
"""

from __future__ import annotations

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.secret_formats.authorization import is_password, is_token

__all__ = ["COMMAND_CREDENTIAL"]

_QUOTES = "\"'`\\"


def _judge_user(value: str) -> tuple[Judgement, ...]:
    user, _, password = value.partition(":")
    if user.strip(_QUOTES)[:1] in ("$", "<", "[") or password.startswith("//"):
        return ()
    if not is_password(password, user) and (password.strip(_QUOTES) or not is_token(user)):
        return ()
    return whole_value(value, 0.98, "argument: a user and a password")


def _judge_password(value: str) -> tuple[Judgement, ...]:
    if not is_password(value) or "://" in value:
        return ()
    return whole_value(value, 0.9, "argument: a password")


def _judge_unlike_a_word(value: str) -> tuple[Judgement, ...]:
    if value.isalpha() or value.isdigit():
        return ()
    return _judge_password(value)


def _judge_token(value: str) -> tuple[Judgement, ...]:
    if not is_token(value):
        return ()
    return whole_value(value, 0.8, "argument: a token, looks random")


_USER = rb"(?:\"([^\"\n]*:[^\"\n]*)\"|'([^'\n]*:[^'\n]*)'|([^\s\"'<>:]+:[^\s<>]*)|(\"[^\"\n]*\":\"[^\"\n]*\"))"
_VALUE = rb"(?:\"([^\"\n]{4,})\"|'([^'\n]{4,})'|([^\s\"'/<>$|;-][^\s\"'|;]{3,}))"
_ARGUMENTS = rb"\s[^\n|;]{0,200}?"
_NAME = rb"(?:\"[^\"\n]+\"|'[^'\n]+'|[^\s\"'|;]+)"

COMMAND_CREDENTIAL = Recognizer(
    recognizer_id="secret.command_credential",
    entity=Entity.SECRET,
    title="a credential on a command line",
    patterns=(
        Pattern(
            name="curl and a user with a password",
            regex=rb"\bcurl(?:\.exe)?(?:[^\n]|\\\r?\n)*?(?:\s-[a-zA-Z]{0,6}u|\s--(?:proxy-)?user|\s-U)[ =]*" + _USER,
            score=0.5,
            judge=_judge_user,
        ),
        Pattern(
            name="docker login, redis-cli, mongosh or net use, and a password",
            regex=rb"(?:\b(?:docker|podman|helm|oc|az|skopeo|nerdctl|crane)\s[^\n|;]*?\blogin\s[^\n|;]*?\s-p[ =]?"
            rb"|\bredis-cli\s[^\n|;]*?-a\s|\bmongo(?:sh|dump|restore|export|import)?\s[^\n|;]*?\s-p[ =]?"
            rb"|\bnet\suse\s[^\n|;]*?/user:[^\s|;]+\s)"
            rb"(?:\"([^\"\n]{4,})\"|'([^'\n]{4,})'|([^\s\"'/-][^\s\"']{3,}))",
            score=0.5,
            judge=_judge_password,
        ),
        Pattern(
            name="a token given to a program's login",
            regex=rb"\b(?:wandb|vault|cargo|snyk|ngrok|sentry-cli|pulumi|doppler|flyctl|railway|netlify)\s"
            rb"(?:login|auth|authtoken|config add-authtoken)\s(?:--?[a-z-]+[ =])?([A-Za-z0-9._-]{20,})",
            score=0.5,
            judge=_judge_token,
        ),
        Pattern(
            name="sshpass or a MySQL client, and -p",
            regex=rb"\b(?:sshpass|mysql(?:dump|admin|import|sh)?\b[^\n|;]*?)\s-p(?:\"([^\"\n]{4,})\"|'([^'\n]{4,})'|([^\s\"']{4,}))"
            rb"|\bsshpass\s-p\s(?:\"([^\"\n]{4,})\"|'([^'\n]{4,})'|([^\s\"']{4,}))",
            score=0.5,
            judge=_judge_password,
        ),
        Pattern(
            name="libcurl's user and password",
            regex=rb"CURLOPT_(?:PROXY)?USERPWD[\"']?\s?(?:,|=>?|:)\s?" + _USER,
            score=0.5,
            judge=_judge_user,
        ),
        Pattern(
            name="a password for a database, directory, queue or archive program",
            regex=rb"(?:\b(?:sqlcmd|osql|isql|mosquitto_(?:pub|sub))" + _ARGUMENTS + rb"\s?-P[ =]?"
            rb"|\bldap(?:search|modify|add|delete|whoami|passwd|compare)" + _ARGUMENTS + rb"\s?-w[ =]?"
            rb"|\brabbitmqctl\s(?:add_user|change_password|authenticate_user)\s" + _NAME + rb"\s"
            rb"|\bhtpasswd\s-[A-Za-z]*b[A-Za-z]*(?:\s[^\s|;]+){0,1}\s" + _NAME + rb"\s"
            rb"|\bzip -P\s?|-(?:dest|src)?(?:store|key)pass\s|--(?:proxy-)?tlspassword[ =]|\bopenssl\senc"
            + _ARGUMENTS
            + rb"\s?-k\s"
            rb"|\bsnmp(?:walk|get|set|bulkwalk|getnext|table)" + _ARGUMENTS + rb"\s?-[AX]\s?)" + _VALUE,
            score=0.5,
            judge=_judge_password,
        ),
        Pattern(
            name="a password for a program of Windows networks",
            regex=rb"(?i)(?:\b(?:psexec(?:64)?|crackmapexec|netexec|evil-winrm|smbmap|winexe)(?:\.exe|\.py)?"
            + _ARGUMENTS
            + rb"\s?-p[ =]?"
            rb"|\b(?:x|wl)freerdp3?" + _ARGUMENTS + rb"/p:"
            rb"|\b(?:smbclient|rpcclient|smbget)" + _ARGUMENTS + rb"-U[ =]?[\"']?[^\s%\"']+%"
            rb"|\blftp" + _ARGUMENTS + rb"-u\s[^\s,]+,)" + _VALUE,
            score=0.5,
            judge=_judge_password,
        ),
        Pattern(
            name="net user, and a password",
            regex=rb"(?i)\bnet user\s" + _NAME + rb"\s" + _VALUE,
            score=0.5,
            judge=_judge_unlike_a_word,
        ),
        Pattern(
            name="a password piped to sudo or to a login",
            regex=rb"\b(?:echo|printf)\s(?:-n\s)?(?:\"([^\"\n$]{4,80})\"|'([^'\n]{4,80})'|([^\s\"'|;$<>]{4,80}))\s?\|\s?"
            rb"(?:sudo\s-[A-Za-z]*S|[^\n|;]{0,120}--password-stdin)",
            score=0.5,
            judge=_judge_password,
        ),
    ),
)
