"""Table of what is and what is no marking."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import values

FOUND = [
    ("traffic light", "TLP:RED", "TLP:RED"),
    ("traffic light, strict", "Shared under TLP:AMBER+STRICT only", "TLP:AMBER+STRICT"),
    ("traffic light with a space", "tlp: green", "tlp: green"),
    ("alone on its line", "Dear all\n  Confidential\nThe budget", "Confidential"),
    ("bold heading", "**CONFIDENTIAL**\n", "CONFIDENTIAL"),
    ("footer", "Example Ltd | Strictly confidential | Page 3", "Strictly confidential"),
    ("footer with dashes", "Example Ltd - Internal use only", "Internal use only"),
    ("subject", "Subject: [Confidential] plans", "Confidential"),
    ("phrase in capitals", "This is COMPANY CONFIDENTIAL material", "COMPANY CONFIDENTIAL"),
    ("one word in capitals", "RESTRICTED\r\n\r\nMinutes", "RESTRICTED"),
    ("classification", "Classification: Restricted", "Restricted"),
    ("classification in a record", '"classification": "internal",', "internal"),
    ("classified as", "This document is classified as Confidential.", "Confidential"),
    ("lawyers", "Attorney-Client Privileged", "Attorney-Client Privileged"),
    ("lawyers in capitals", "ATTORNEY-CLIENT PRIVILEGED & CONFIDENTIAL", "ATTORNEY-CLIENT PRIVILEGED & CONFIDENTIAL"),
    ("US banner", "TOP SECRET//SI//NOFORN", "TOP SECRET//SI//NOFORN"),
    ("US portion mark", "(S//NF) The convoy", "(S//NF)"),
    ("US, unclassified but controlled", "UNCLASSIFIED//FOUO", "UNCLASSIFIED//FOUO"),
    ("German", "Streng vertraulich", "Streng vertraulich"),
    ("German in capitals", "NUR F\u00dcR DEN INTERNEN GEBRAUCH", "NUR F\u00dcR DEN INTERNEN GEBRAUCH"),
    ("German government", "VS-NfD", "VS-NfD"),
    ("French", "DIFFUSION RESTREINTE", "DIFFUSION RESTREINTE"),
    ("Spanish", "Uso interno", "Uso interno"),
    ("Italian", "[Strettamente riservato]", "Strettamente riservato"),
    ("Polish", "Do u\u017cytku wewn\u0119trznego", "Do u\u017cytku wewn\u0119trznego"),
    ("Chinese in brackets", "\u3010\u673a\u5bc6\u3011\u8ba1\u5212", "\u673a\u5bc6"),
]

NOT_FOUND = [
    ("traffic light without need of care", "TLP:CLEAR TLP:WHITE"),
    ("request", "Please keep this confidential."),
    ("adjective", "the restricted area and its secret entrance"),
    ("heading of a contract", "Confidential Information"),
    ("heading of a contract in capitals", "4. CONFIDENTIALITY\nCONFIDENTIAL INFORMATION means"),
    ("clause", "Each party shall treat all Confidential Information as strictly confidential and not disclose it."),
    ("variable", "confidential = True\ninternal: bool = False"),
    ("manifest", "kind: Secret\nmetadata:\n  name: internal"),
    ("key", "secret:\n  - secret\n  - internal"),
    ("word alone in small letters", "internal\nsecret\nconfidential\n"),
    ("word with a capital that is in everyday use", "Internal\nRestricted\nSecret\n"),
    ("sentence in capitals", "THE SECRET GARDEN IS OPEN"),
    ("sentence about classification", "the data are classified as confidential by the board of the bank"),
    ("public", "Classification: Public"),
    ("unclassified", "UNCLASSIFIED"),
    ("sentence about use", "Internal use of the pool is free."),
    ("German sentence", "Bitte behandeln Sie das vertraulich."),
    ("French sentence", "Ce dossier est confidentiel pour nous."),
    ("comment", "// internal only when the flag is set"),
    ("division", "a//B and SECRET/NOTES"),
    ("enumeration", "INTERNAL,\nRESTRICTED,\n"),
    ("string", "'INTERNAL'"),
    ("assignment", "LEVEL=INTERNAL"),
    ("Chinese sentence", "\u8fd9\u662f\u673a\u5bc6\u6587\u4ef6\u7684\u5b9a\u4e49\u3002"),
    ("name", "The Secret Service and Restricted Data Ltd"),
    ("flag", "--internal-only"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_marking(text: str, expected: str):
    assert values(text, Entity.MARKING) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_marking(text: str):
    assert values(text, Entity.MARKING) == []
