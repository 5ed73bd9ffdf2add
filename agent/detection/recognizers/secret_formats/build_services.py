"""SECRET: build, delivery and code-quality services, and package registries.

npm's tokens end in CRC-32 as GitHub's do. Source: each service's token documentation.
"""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, is_no_digest, issuer

__all__ = ["BUILD_SERVICES"]

BUILD_SERVICES: tuple[Recognizer, ...] = (
    issuer(
        "circleci_token",
        "a CircleCI token",
        Form(name="personal or project token", regex=rb"CCIP(?:AT|RJ)_[A-Za-z0-9]{20,24}_[a-z0-9]{40}"),
    ),
    issuer(
        "buildkite_token",
        "a Buildkite token",
        Form(name="bk??_", regex=rb"bk(?:ua|a[ajr]|[caip]t|pat|ps)_[A-Za-z0-9_-]{40,}"),
    ),
    issuer(
        "octopus_key",
        "an Octopus Deploy API key",
        Form(
            name="API- and 26 characters", regex=rb"API-[A-Z0-9]{26,32}", confidence=0.9, variety=8, proof=is_no_digest
        ),
    ),
    issuer(
        "harness_token",
        "a Harness token",
        Form(name="pat. or sat.", regex=rb"[ps]at\.[A-Za-z0-9_-]{22}\.[a-f0-9]{24}\.[A-Za-z0-9]{20}"),
    ),
    issuer(
        "sonar_token",
        "a SonarQube or SonarCloud token",
        Form(name="sq?_", regex=rb"sq[upa]_(?:[a-f0-9]{40}|[A-Z0-9]{40})"),
    ),
    issuer(
        "snyk_token",
        "a Snyk token",
        Form(name="snyk_uat.", regex=rb"snyk_(?:uat|sat)\.[a-z0-9]{8}\.[A-Za-z0-9_.-]{60,}", reach_bytes=2048),
    ),
    issuer("prefect_key", "a Prefect API key", Form(name="pnu_ or pnb_", regex=rb"pn[ub]_[A-Za-z0-9]{36}")),
    issuer("npm_token", "an npm access token", Form(name="npm_ and 36 characters", regex=rb"npm_[A-Za-z0-9]{36}")),
    issuer(
        "pypi_token",
        "a PyPI upload token",
        Form(
            name="macaroon of the index or of its test site",
            regex=rb"pypi-Ag(?:EIcHlwaS5vcmc|ENdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,}",
            variety=7,
            reach_bytes=2048,
        ),
    ),
    issuer("rubygems_key", "a RubyGems API key", Form(name="rubygems_", regex=rb"rubygems_[a-f0-9]{48}")),
    issuer(
        "nuget_key", "a NuGet API key", Form(name="oy2 and 43 characters", regex=rb"oy2[a-p][a-z0-9]{42}", variety=8)
    ),
    issuer("crates_io_token", "a crates.io token", Form(name="cio", regex=rb"cio[A-Za-z0-9]{32}", variety=9)),
    issuer("clojars_token", "a Clojars deploy token", Form(name="CLOJARS_", regex=rb"CLOJARS_[a-z0-9]{60}")),
    issuer(
        "docker_token",
        "a Docker access token",
        Form(name="personal or organization token", regex=rb"dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,36}"),
        Form(
            name="Swarm join token or unlock key",
            regex=rb"SWM(?:TKN-1-[a-z0-9]{50,60}-[a-z0-9]{24,30}|KEY-1-[A-Za-z0-9+/]{43})",
        ),
    ),
    issuer(
        "jfrog_token",
        "a JFrog Artifactory token",
        Form(name="AKCp API key", regex=rb"AKCp[A-Za-z0-9]{60,73}", variety=9),
        Form(name="reference token", regex=rb"cmVmdGtuOj[A-Za-z0-9]{50,60}={0,2}", variety=7),
    ),
    issuer(
        "packagist_token",
        "a Packagist token",
        Form(name="packagist_", regex=rb"packagist_[aou][a-z]{1,2}_[a-f0-9]{50,100}"),
    ),
    issuer(
        "postman_key",
        "a Postman API key",
        Form(name="PMAK- or PMAT-", regex=rb"PM(?:AK-[a-fA-F0-9]{24}-[a-fA-F0-9]{34}|AT-[A-Za-z0-9]{26})"),
    ),
    issuer("readme_key", "a ReadMe API key", Form(name="rdme_", regex=rb"rdme_(?:xn8s9h)?[a-z0-9]{64,70}")),
    issuer("wundergraph_key", "a WunderGraph API key", Form(name="cosmo_", regex=rb"cosmo_[a-f0-9]{32}")),
    issuer(
        "launchdarkly_key",
        "a LaunchDarkly key",
        Form(name="api- or sdk-, and a UUID", regex=rb"(?:api|sdk)-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}"),
    ),
    issuer(
        "mergify_key", "a Mergify key", Form(name="mergify_", regex=rb"mergify_application_key_[A-Za-z0-9_-]{40,200}")
    ),
    issuer(
        "aikido_secret",
        "an Aikido secret",
        Form(name="AIK_", regex=rb"AIK_(?:CI_[A-Za-z0-9]{20,64}|SECRET_[A-Za-z0-9]{20,80})"),
    ),
    issuer("rootly_key", "a Rootly API key", Form(name="rootly_", regex=rb"rootly_[a-f0-9]{64}")),
    issuer("unkey_key", "an Unkey root key", Form(name="unkey_", regex=rb"unkey_[A-Za-z0-9]{20,40}", variety=8)),
    issuer("val_town_token", "a Val Town token", Form(name="vtwn_", regex=rb"vtwn_[A-Za-z0-9_-]{20,80}", variety=8)),
    issuer(
        "settlemint_token", "a SettleMint token", Form(name="sm_?at_", regex=rb"sm_[aps]at_[A-Za-z0-9]{16}", variety=8)
    ),
    issuer("ionic_token", "an Ionic token", Form(name="ion_", regex=rb"ion_[A-Za-z0-9]{42}", variety=9)),
)
