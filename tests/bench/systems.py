"""Cordon and its peers over the same texts: spans under our names, and the time it took.

A peer runs in an environment of its own and in its own process. It measures itself, around its calls alone, so that
neither its start nor the pipe counts. Its names are mapped to ours as the peer means them; what is none of our entities
(dates, postal codes) counts neither for nor against it.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core import Entity
from agent.detection import default_pipeline
from tests.bench.corpora import PlainText
from tests.bench.scoring import Span

__all__ = ["CORDON", "DETECT_SECRETS", "PRESIDIO", "Run", "run_cordon", "run_peer"]

CORDON = "cordon"
PRESIDIO = "presidio"
DETECT_SECRETS = "detect-secrets"

_SCRIPTS = {PRESIDIO: "presidio_peer.py", DETECT_SECRETS: "detect_secrets_peer.py"}
_TIMEOUT_S = 1800

_SAME_EVERYWHERE = {
    "CREDIT_CARD": Entity.CREDIT_CARD,
    "CRYPTO": Entity.CRYPTO_WALLET,
    "EMAIL_ADDRESS": Entity.EMAIL,
    "IBAN_CODE": Entity.IBAN,
    "IP_ADDRESS": Entity.IP_ADDRESS,
    "MAC_ADDRESS": Entity.MAC_ADDRESS,
    "PHONE_NUMBER": Entity.PHONE,
    "URL": Entity.URL,
    "ABA_ROUTING_NUMBER": Entity.BANK_ACCOUNT,
    "US_BANK_NUMBER": Entity.BANK_ACCOUNT,
    "DE_FUEHRERSCHEIN": Entity.DRIVER_LICENSE,
    "SECRET": Entity.SECRET,
}
_BY_ENDING = {
    "_PASSPORT": Entity.PASSPORT,
    "_DRIVER_LICENSE": Entity.DRIVER_LICENSE,
    "_DRIVING_LICENCE": Entity.DRIVER_LICENSE,
    "_MOBILE_NUMBER": Entity.PHONE,
    "_TELEPHONE_NUMBER": Entity.PHONE,
    "_VEHICLE_REGISTRATION": Entity.ID_NUMBER,
    "_LICENSE_PLATE": Entity.ID_NUMBER,
    "_KFZ": Entity.ID_NUMBER,
    "_CLAIM_NUMBER": Entity.ID_NUMBER,
    "_MEMBER_ID": Entity.ID_NUMBER,
    "_PRESCRIPTION_NUMBER": Entity.ID_NUMBER,
    "_AUTHORIZATION_NUMBER": Entity.ID_NUMBER,
    "_REFERRAL_NUMBER": Entity.ID_NUMBER,
    "MEDICAL_LICENSE": Entity.ID_NUMBER,
}
_NOT_OURS = frozenset({"DATE_TIME", "UUID", "CA_POSTAL_CODE", "DE_PLZ", "UK_POSTCODE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a system found, and the processor time it took.

    Attributes:
        spans: by the text's key.
        seconds: for all texts together.
        kilobytes: their size in UTF-8.
        version: of the system.
    """

    spans: dict[str, tuple[Span, ...]]
    seconds: float
    kilobytes: float
    version: str = ""

    def at_least(self, confidence: float) -> Run:
        """The same run with a threshold."""
        spans = {
            key: tuple(span for span in found if span.confidence >= confidence) for key, found in self.spans.items()
        }
        return replace(self, spans=spans)

    @property
    def ms_per_kb(self) -> float:
        """The speed."""
        return self.seconds * 1000 / self.kilobytes if self.kilobytes else 0.0


def run_cordon(texts: Sequence[PlainText]) -> Run:
    """Every recognizer, in this process."""
    find = default_pipeline().find
    find("warm up: jane@example.com, +44 20 7946 0018")  # libraries that are imported at the first candidate
    found = []
    started = time.process_time()
    for text in texts:
        found.append(find(text.text))  # noqa: PERF401 - the loop is what is measured, for every system alike
    seconds = time.process_time() - started
    return Run(
        spans={
            text.key: tuple(
                Span(start=each.start, end=each.end, label=each.entity, confidence=each.confidence) for each in findings
            )
            for text, findings in zip(texts, found, strict=True)
        },
        seconds=seconds,
        kilobytes=_kilobytes(texts),
    )


def run_peer(name: str, texts: Sequence[PlainText], environment: Path) -> Run:
    """A peer, in the environment it is installed in.

    Raises:
        subprocess.CalledProcessError: it failed; it has said why on standard error.
    """
    script = Path(__file__).parent / "peers" / _SCRIPTS[name]
    lines = "".join(json.dumps({"id": text.key, "text": text.text}) + "\n" for text in texts)
    command = (environment / "bin" / "python", script)
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True, timeout=_TIMEOUT_S)
    *answers, summary = map(json.loads, done.stdout.splitlines())
    return Run(
        spans={
            answer["id"]: tuple(
                Span(start=start, end=end, label=label, confidence=confidence)
                for start, end, theirs, confidence in answer["spans"]
                if (label := _our_name(theirs)) is not None
            )
            for answer in answers
        },
        seconds=summary["seconds"],
        kilobytes=_kilobytes(texts),
        version=summary["version"],
    )


def _our_name(theirs: str) -> str | None:
    """Our entity for a peer's; what is left is a country's number for its people, firms or taxpayers."""
    if theirs in _NOT_OURS:
        return None
    if theirs in _SAME_EVERYWHERE:
        return _SAME_EVERYWHERE[theirs]
    return next((ours for ending, ours in _BY_ENDING.items() if theirs.endswith(ending)), Entity.NATIONAL_ID)


def _kilobytes(texts: Sequence[PlainText]) -> float:
    return sum(len(text.text.encode("utf-8", "replace")) for text in texts) / 1024
