"""Keys of build services and package registries. Every key is put together here and opens nothing."""

from __future__ import annotations

from agent.detection.recognizers.secret_formats.build_services import BUILD_SERVICES
from tests.detection.recognizers.secret_formats.scanning import (
    BASE64,
    LOWER,
    UPPER,
    Key,
    covering,
    finding_keys,
    finding_nothing,
    hexadecimal,
    refusing_longer_words,
    refusing_masks,
    uuid,
)
from tests.detection.samples import random_text

KEYS: list[Key] = [
    ("circleci_token", "CCIPAT_" + random_text(22) + "_" + hexadecimal(40)),
    ("buildkite_token", "bkua_" + hexadecimal(40)),
    ("octopus_key", "API-" + random_text(26, UPPER)),
    ("harness_token", "pat." + random_text(22) + "." + hexadecimal(24) + "." + random_text(20)),
    ("sonar_token", "squ_" + hexadecimal(40)),
    ("snyk_token", "snyk_uat." + hexadecimal(8) + "." + random_text(90)),
    ("prefect_key", "pnu_" + random_text(36)),
    ("npm_token", "npm_" + random_text(36)),
    ("pypi_token", "pypi-AgEIcHlwaS5vcmc" + random_text(140)),
    ("rubygems_key", "rubygems_" + hexadecimal(48)),
    ("nuget_key", "oy2b" + random_text(42, LOWER)),
    ("crates_io_token", "cio" + random_text(32)),
    ("clojars_token", "CLOJARS_" + hexadecimal(60)),
    ("docker_token", "dckr_pat_" + random_text(27)),
    ("docker_token", "SWMTKN-1-" + random_text(50, LOWER) + "-" + random_text(25, LOWER)),
    ("jfrog_token", "AKCp" + random_text(69)),
    ("jfrog_token", "cmVmdGtuOj" + random_text(54)),
    ("packagist_token", "packagist_uut_" + hexadecimal(64)),
    ("postman_key", "PMAK-" + hexadecimal(24) + "-" + hexadecimal(34, 2)),
    ("readme_key", "rdme_" + random_text(70, LOWER)),
    ("wundergraph_key", "cosmo_" + hexadecimal(32)),
    ("launchdarkly_key", "sdk-" + uuid()),
    ("mergify_key", "mergify_application_key_" + random_text(60)),
    ("aikido_secret", "AIK_SECRET_" + random_text(64)),
    ("rootly_key", "rootly_" + hexadecimal(64)),
    ("unkey_key", "unkey_" + random_text(24)),
    ("val_town_token", "vtwn_" + random_text(32)),
    ("settlemint_token", "sm_pat_" + random_text(16)),
    ("ionic_token", "ion_" + random_text(42)),
]

NOT_FOUND = [
    ("page of a wiki", "https://notion.example/API-" + hexadecimal(32).upper()),
    ("integrity of a package", '"integrity": "sha512-' + random_text(86, BASE64) + '=="'),
    ("commit", "commit " + hexadecimal(40)),
]


test_every_issuer_has_a_key_here = covering(KEYS, BUILD_SERVICES)
test_finds_key = finding_keys(KEYS)
test_mask_is_no_key = refusing_masks(KEYS)
test_key_in_a_longer_word_is_none = refusing_longer_words(KEYS)
test_finds_nothing = finding_nothing(NOT_FOUND)
