"""Code hosts. Every key is put together here and opens nothing."""

from __future__ import annotations

from tests.detection.recognizers.secret_formats.scanning import (
    BASE32,
    HEX,
    LOWER,
    confidence,
    finding,
    finding_nothing,
    hexadecimal,
    masked,
)
from tests.detection.samples import github_token, random_text

GITHUB = github_token()
FINE = "github_pat_" + random_text(22) + "_" + random_text(59, seed=2)
GITLAB = "glpat-" + random_text(20)
ROUTABLE = "glpat-" + random_text(27) + ".01." + random_text(9, LOWER)
ATLASSIAN = "ATATT3" + random_text(180)
JIRA = "MDM0NjYzMjM4MDk2Oi" + random_text(26)
AZDO = random_text(52, BASE32.lower())

FOUND = [
    ("GitHub", f"token {GITHUB}", ("github_token", GITHUB)),
    ("GitHub in an address", f"https://{GITHUB}@github.example/a/b", ("github_token", GITHUB)),
    ("GitHub, fine-grained", FINE, ("github_token", FINE)),
    ("GitLab", GITLAB, ("gitlab_token", GITLAB)),
    ("GitLab, routable", ROUTABLE, ("gitlab_token", ROUTABLE)),
    ("GitLab job", "glcbt-1f_" + random_text(20), ("gitlab_token", "glcbt-1f_" + random_text(20))),
    ("GitLab trigger", "glptt-" + hexadecimal(40), ("gitlab_token", "glptt-" + hexadecimal(40))),
    ("GitLab agent", f"--token glagent-{random_text(50)}", ("gitlab_token", "glagent-" + random_text(50))),
    ("GitLab session", "_gitlab_session=" + hexadecimal(32), ("gitlab_token", hexadecimal(32))),
    ("Bitbucket", "ATBB" + random_text(32), ("bitbucket_token", "ATBB" + random_text(32))),
    ("Atlassian", ATLASSIAN, ("atlassian_token", ATLASSIAN)),
    ("Jira Data Center", f"JIRA_PAT={JIRA}", ("atlassian_token", JIRA)),
    ("Sourcegraph", "sgp_" + hexadecimal(40), ("sourcegraph_token", "sgp_" + hexadecimal(40))),
    ("Azure DevOps", f"AZURE_DEVOPS_EXT_PAT={AZDO}", ("azure_devops_token", AZDO)),
    ("Forgejo", "gto_" + random_text(52), ("gitea_token", "gto_" + random_text(52))),
]

NOT_FOUND = [
    ("GitHub mask", "ghp_" + "x" * 36),
    ("GitHub too short", "ghp_" + random_text(30)),
    ("GitHub inside a word", "q" + GITHUB),
    ("GitLab mask", masked(GITLAB)),
    ("GitLab trigger, too short", "glptt-" + random_text(20)),
    ("GitLab agent, too long", "glagent-" + random_text(60)),
    ("GitLab name", "glpat-your-token-here"),
    ("digits only", "GR1348941" + "12312312312312312312"),
    ("Sourcegraph mask", "sgp_" + "5" * 40),
    ("no hexadecimal digit", "sgp_" + "g" + hexadecimal(39)),
    ("base 64 without Jira", JIRA),
    ("base 32 without Azure", AZDO),
    ("commit", "commit " + hexadecimal(40)),
    ("fork", "https://gitlab.example/glft-tools/glrt-runner"),
    ("word", "ghost_" + random_text(36, HEX)),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)


def test_a_token_that_counts_up_is_least_sure():
    assert 0 < confidence("ghp_" + "0123456789" * 3 + "abcdef") < confidence("ghp_" + random_text(36))


def test_a_right_checksum_makes_it_surer():
    wrong = GITHUB[:-1] + ("a" if GITHUB[-1] != "a" else "b")
    assert confidence(GITHUB) > confidence(wrong) > 0
