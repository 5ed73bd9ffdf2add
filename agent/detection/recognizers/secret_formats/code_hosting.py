"""SECRET: code hosts and source control: GitHub, GitLab, Bitbucket, Gitea, Sourcegraph, and their like.

GitHub's classic tokens end in six characters of CRC-32 in base 62 over the 30 before. A right checksum makes a finding
certain; a wrong one does not kill it, since the format has changed before and may change again. Source: each host's
token documentation (GitHub, "Behind GitHub's new authentication token formats"; GitLab, "Token overview").
"""

from __future__ import annotations

from agent.core import Entity
from agent.detection.checksums import crc32_base62
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.secret_formats.key_form import Form, issuer, judged_by_form, stands_alone

__all__ = ["CODE_HOSTING"]


def _judge_github(value: str) -> tuple[Judgement, ...]:
    prefix, _, body = value.partition("_")
    if prefix == "github":
        return judged_by_form(value, 0.97, "form: fine-grained token", 8)
    if crc32_base62(body[:-6]) == body[-6:]:
        return whole_value(value, 0.99, "checksum: CRC-32")
    return judged_by_form(value, 0.8, "checksum: does not fit; form only", 8)


_GITHUB = Recognizer(
    recognizer_id="secret.github_token",
    entity=Entity.SECRET,
    title="a GitHub token",
    patterns=(
        Pattern(
            name="gh?_ and 36 characters, or github_pat_ and 82",
            regex=rb"gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{82}",
            score=0.7,
            judge=_judge_github,
            rescan=True,
        ),
    ),
    fits=stands_alone,
)

CODE_HOSTING: tuple[Recognizer, ...] = (
    _GITHUB,
    issuer(
        "gitlab_token",
        "a GitLab token",
        Form(
            name="gl and its kind",
            regex=rb"gl(?:pat|dt|rt|ft|soat|ffct|rtr|wt)-[A-Za-z0-9_-]{20,}(?:\.[0-9a-z]{2}\.[0-9A-Za-z]{7,9})?",
        ),
        Form(
            name="gl and its kind, of a fixed length",
            regex=rb"(glptt-[a-f0-9]{40}|glimt-[A-Za-z0-9_-]{25}|glagent-[A-Za-z0-9_-]{50}|gloas-[A-Za-z0-9_-]{64})"
            rb"(?:[^A-Za-z0-9_-]|$)",
        ),
        Form(name="glcbt- job token", regex=rb"glcbt-(?:[0-9A-Za-z]{1,5}_)?[A-Za-z0-9_-]{20}"),
        Form(name="registration token", regex=rb"GR1348941[A-Za-z0-9_-]{20}"),
        Form(name="session cookie", regex=rb"_gitlab_session=([0-9a-z]{32})"),
    ),
    issuer(
        "bitbucket_token",
        "a Bitbucket token",
        Form(name="app password", regex=rb"ATBB[A-Za-z0-9]{32}", variety=8),
        Form(name="HTTP access token", regex=rb"BBDC-[A-Za-z0-9+/=_@-]{32,60}"),
    ),
    issuer(
        "atlassian_token",
        "an Atlassian API token",
        Form(
            name="ATATT3, ATCTT3 or ATSTT3",
            regex=rb"AT(?:[ACS]TT3[A-Za-z0-9_=-]{60,}|AT[A-Za-z0-9_=-]{100,})",
            variety=7,
            reach_bytes=1024,
        ),
        # A Data Center token is base 64 of twelve digits, a colon and twenty bytes.
        Form(
            name="Data Center token behind its name",
            regex=rb"(?i:jira|confluence|atlassian|/token/)[^\n]{0,40}?([MNO][A-Za-z0-9+/]{15}[Oo][A-Za-z0-9+/]{27})",
            confidence=0.85,
            variety=9,
        ),
    ),
    issuer(
        "sourcegraph_token",
        "a Sourcegraph access token",
        Form(name="sgp_", regex=rb"sgp_(?:[a-fA-F0-9]{16}_|local_)?[a-fA-F0-9]{40}"),
        Form(name="license or Cody gateway key", regex=rb"(?:slk|sgd|sgs)_[a-f0-9]{64}"),
    ),
    issuer(
        "azure_devops_token",
        "an Azure DevOps token",
        Form(
            name="personal access token behind its name",
            regex=rb"(?i:azure_?devops|ado|vsts|system_accesstoken)[a-z_A-Z]{0,20}[\"'\]]{0,2}\s{0,3}[=:]\s{0,3}[\"']?([a-z2-7]{52})",
            confidence=0.9,
            variety=8,
        ),
    ),
    issuer(
        "gitea_token", "a Forgejo or Gitea token", Form(name="gto_ OAuth token", regex=rb"gto_[A-Za-z0-9_-]{40,60}")
    ),
)
