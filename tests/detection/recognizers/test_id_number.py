"""Table of what is and what is no number of a case or customer."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import values

FOUND = [
    ("label in brackets behind it", "HP-627834 (Member ID)", "HP-627834"),
    ("letters apart", "my claim number is nrt 5257", "nrt 5257"),
    ("letters apart, no word between", "policy number cey 164063607 thanks", "cey 164063607"),
    ("of whom", "Policy number of the applicant: EMP11663", "EMP11663"),
    ("on file", "The customer ID on file is HP-627834, please check.", "HP-627834"),
    ("case", "case number 2023-CV-00123", "2023-CV-00123"),
    ("claim with a sign", "Claim #: CLM-884213", "CLM-884213"),
    ("booking", "booking reference ABC1234", "ABC1234"),
    ("policy with slashes", "policy no. POL/2023/77812", "POL/2023/77812"),
    ("field", '"customer_id": "48213"', "48213"),
    ("employee", "employee id E10234", "E10234"),
    ("medical record", "MRN: 00482131", "00482131"),
    ("patient", "Patient ID 100234", "100234"),
    ("order with a sign", "Order #112-1234567-1234567", "112-1234567-1234567"),
    ("sign without number", "Invoice: INV-2023-001", "INV-2023-001"),
    ("customer's account", "customer account number: 123456", "123456"),
    ("answer", "Your booking number please?\nCustomer: it's AB12345", "AB12345"),
    ("column", "member_id,city\nM-10023,Leeds\n", "M-10023"),
    ("German", "Kundennummer 4711234", "4711234"),
    ("French", "numéro de dossier : 2023-44512", "2023-44512"),
    ("Spanish", "número de pedido 884512", "884512"),
    ("Italian", "codice cliente 884512", "884512"),
    ("Dutch", "klantnummer 884512", "884512"),
]

NOT_FOUND = [
    ("label of the next value", "4711234, customer number: none"),
    ("few digits before the label", "A12 (member id)"),
    ("a word before digits", "the case number for 2000 people"),
    ("a word behind digits", "order number was 100 and more"),
    ("of something else", "policy number for the deductible amount 4711234"),
    ("no label", "48213"),
    ("who says it", "Customer: 12345678"),
    ("too few digits", "order id 5"),
    ("three digits", "booking reference ABC123"),
    ("no sign", "case 1234"),
    ("issue", "issue 3"),
    ("page", "page 12"),
    ("version", "version 3.4.5"),
    ("version of a policy", "policy id 3.4.5"),
    ("year", "member number 2019"),
    ("years", "contract no. 2019/2020"),
    ("date", "invoice number 2023-05-03"),
    ("date of it", "invoice date: 2023-05-03"),
    ("sum", "order: $12345"),
    ("share", "member: 1234%"),
    ("phone number", "customer no. 555-123-4567"),
    ("words between", "order number one of 12345"),
    ("a word that begins alike", "orderly #12345"),
    ("another word", "border #12345"),
    ("hexadecimal", "file id 0xdeadbeef123"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_id_number(text: str, expected: str):
    assert values(text, Entity.ID_NUMBER) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_id_number(text: str):
    assert values(text, Entity.ID_NUMBER) == []
