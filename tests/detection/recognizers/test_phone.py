"""Table of what is and what is no phone."""

from __future__ import annotations

import pytest

from agent.core import Entity
from agent.detection import default_pipeline
from tests.detection.samples import values

FOUND = [
    ("somebody's number, without a verb", "send it to my number 8973456856", "8973456856"),
    ("Greek word in a capital", "Τηλ: 6987234567", "6987234567"),
    ("Russian word in capitals", "ТЕЛ. 4951234567", "4951234567"),
    ("text and a local number", "Please text 406-2455 when you arrive", "406-2455"),
    ("ring and bare digits", "ring 0142694563", "0142694563"),
    ("the customer's registered number", "no message on my registered 4155552671.", "4155552671"),
    ("number to which one changes", "I want to change my number to 6402848911", "6402848911"),
    ("messages to a number", "stop receiving messages to 4155552671", "4155552671"),
    ("nobody answers", "They're not answering at 406-2455", "406-2455"),
    ("desk", "Desk: 4155552671", "4155552671"),
    ("area code in brackets, thirteen digits", "(03828) 28548 989", "(03828) 28548 989"),
    ("bare digits, word further off", "call her, as agreed: 4155552671", "4155552671"),
    ("copied by itself", "05321234567\n", "05321234567"),
    ("somebody's number in a country", "my Turkish number is 5321234567", "5321234567"),
    ("somebody's number", "my new number is 4155552671", "4155552671"),
    ("sign before it", "Phone #415-555-2671", "415-555-2671"),
    ("in brackets", "Your fax (519 401 344) is busy", "519 401 344"),
    ("slash in the middle", "Tel. 06-76/826 5847", "06-76/826 5847"),
    ("Markdown", "- **Cell**: 79045358", "79045358"),
    ("international", "+44 20 7946 0958", "+44 20 7946 0958"),
    ("international, compact", "Ring +493012345678 now", "+493012345678"),
    ("international, zero in brackets", "+44 (0)20 7946 0958", "+44 (0)20 7946 0958"),
    ("international with 00", "0049 30 12345678", "0049 30 12345678"),
    ("international with 001", "001-415-555-2671x8901", "001-415-555-2671x8901"),
    (
        "international with no-break spaces",
        "+33\u00a01\u00a042\u00a068\u00a053\u00a000",
        "+33\u00a01\u00a042\u00a068\u00a053\u00a000",
    ),
    ("possible, though given to nobody", "+86 12479 7916", "+86 12479 7916"),
    ("country's code before too many digits", "+374.91 682-4021", "+374.91 682-4021"),
    ("French pairs behind a label", "Fax: 05.87.13.09.98", "05.87.13.09.98"),
    ("Norwegian pairs beside a word", "tlf 22 12 34 56", "22 12 34 56"),
    ("another number follows", "+33 1 42 68 53 00 12", "+33 1 42 68 53 00"),
    ("North American, brackets", "(415) 555-2671", "(415) 555-2671"),
    ("North American", "415-555-2671 is busy", "415-555-2671"),
    ("North American, dots", "415.555.2671x123", "415.555.2671x123"),
    ("area code that nobody has", "(123) 456-7890", "(123) 456-7890"),
    ("brackets and five digits", "(95) 94215-7906", "(95) 94215-7906"),
    ("North American beside a word", "Phone: 415 555 2671", "415 555 2671"),
    ("bare digits behind their label", "Phone: 4155552671", "4155552671"),
    ("field of a record", '"phone_number": "4155552671"', "4155552671"),
    ("name of a field in humps", "workPhone=4155552671", "4155552671"),
    ("cell of a table", "name,phone,city\nJane,5552671,Rome\n", "5552671"),
    ("local number behind its label", "Tel: 555-2671", "555-2671"),
    ("British beside a word", "my mobile is 07911 123456", "07911 123456"),
    ("British alone", "It is 020 7946 0958.", "020 7946 0958"),
    ("German beside a word", "Tel. 030/12345678", "030/12345678"),
    ("French beside a word", "T\u00e9l. 01 42 68 53 00", "01 42 68 53 00"),
    ("Indian beside a word", "call me on 98765 43210", "98765 43210"),
    ("Brazilian", "Celular: (11) 91234-5678", "(11) 91234-5678"),
    ("Chinese beside a word", "\u7535\u8bdd\uff1a138 0013 8000", "138 0013 8000"),
    ("Turkish", "532 123 45 67", "532 123 45 67"),
    ("French pairs with dots", "Phone: 20.16.10.16", "20.16.10.16"),
    ("extension", "+1 415 555 2671 ext. 12", "+1 415 555 2671 ext. 12"),
    ("word behind it", "030 12345678 (Fax)", "030 12345678"),
    ("telephone link", "tel:+14155552671", "+14155552671"),
]

NOT_FOUND = [
    ("company's number", "registered number 4155552671"),
    ("text of something else", "text 12 of 406-24557"),
    ("desk with measures", "Desk: 1200 x 800"),
    ("ring of something else", "ring 7 of 8, 123-45"),
    ("office suite", "office 365 2019"),
    ("number of something else in a sentence", "my policy number is 987654321"),
    ("copied by itself, no such plan", "00000123456"),
    ("copied by itself, no trunk zero", "1612345678"),
    ("two numbers copied", "05321234567\n05321234568"),
    ("number of a case in a sentence", "her case number was 1234567890"),
    ("percentages beside a word", "calls up 12.5 13.5 14.5"),
    ("times beside a word", "call at 10:30 12:45 14:00"),
    ("sign of another number", "Ticket #415-555-2671"),
    ("date with slashes beside a word", "call me on 12/05/1990 at 10"),
    ("fractions beside a word", "my phone has 1/2 1/4 3/4"),
    ("year in brackets beside a word", "phone (2019) 12"),
    ("Indian alone", "98765 43210"),
    ("bare digits alone", "4155552671"),
    ("few bare digits, word further off", "call about 3 things 5552671"),
    ("no such plan", "+999 20 7946 0958"),
    ("too short", "+44 20 7946"),
    ("too long", "+44 20 7946 0958 1234 5678 9012 345"),
    ("sum", "1+44 20 7946 0958"),
    ("date beside a word", "call me on 2024-05-06 10:00"),
    ("compact date beside a word", "phone: 20240506"),
    ("amount beside a word", "my phone bill is 1,234.56"),
    ("version beside a word", "the phone app 0.12.345.6789"),
    ("inside a word", "phone x4155552671y"),
    ("long number beside a word", "contact 0791112345678901234"),
    ("address", "phone gateway 192.168.100.1000"),
    ("network address beside a word", "phone 192.168.100.100"),
    ("order number", "Order no. 555-123-4567"),
    ("account number", "account 0123 456789 01"),
    ("book number", "ISBN 978-3-16-148410-0"),
    ("book number alone", "0-306-40615-2"),
    ("social security number", "123-45-6789"),
    ("pages after a year", "Doe (2019) 1234-1245"),
    ("dates", "01.02.2023 05-06-2024 2024-05-06 10:30"),
    ("decimals", "0.1234567 -1234.567890 52.520008, 13.404954"),
    ("account number in groups", "DK50 0040 0440 1162 43"),
    ("social insurance number", "046 454 286"),
    ("table of numbers", "100 200 3000 400 500 6000"),
    ("UUID", "550e8400-e29b-41d4-a716-446655440000"),
    ("id in a path", "/users/0123 456789/415-555-2671-9"),
    ("mail address", "4155552671@example.com"),
    ("percentage", "phone sales up 1234567%"),
    ("volume and year of a court's reports", "He called Concepcion, 563 U. S. 333, 345 (1991)"),
    ("callback in code", "callback(1234567890)"),
    ("card", "4111 1111 1111 1111"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_number(text: str, expected: str):
    assert values(text, Entity.PHONE) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_number(text: str):
    assert values(text, Entity.PHONE) == []


def test_is_surer_of_an_international_number():
    (international,) = default_pipeline().find("+1 415 555 2671")
    (national,) = default_pipeline().find("415-555-2671")
    assert national.confidence < international.confidence


def test_is_surer_of_a_number_that_is_given_out():
    (valid,) = default_pipeline().find("+27 68 670 7513")
    (possible,) = default_pipeline().find("+86 12479 7916")
    assert possible.confidence < valid.confidence


def test_label_of_something_else_takes_confidence():
    (plain,) = default_pipeline().find("(415) 555-2671")
    assert plain.confidence > 0.6
    assert values("Invoice (415) 555-2671", Entity.PHONE) == []
