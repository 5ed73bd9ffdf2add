"""Table of what is and what is no email."""

from __future__ import annotations

import pytest

from agent.core import Entity
from agent.detection import default_pipeline
from tests.detection.samples import values

FOUND = [
    ("without signs", "its jane 45 gmailcom ok", "jane 45 gmailcom"),
    ("without signs, glued", "mail me\njanedoegmailcom\nthanks", "janedoegmailcom"),
    ("without signs, spaces", "jane 12 hotmail com", "jane 12 hotmail com"),
    ("plain", "write to jane.doe@example.com.", "jane.doe@example.com"),
    ("plus and subdomain", "<jane+news@mail.example.co.uk>", "jane+news@mail.example.co.uk"),
    ("mailto", "mailto:jane@example.org?subject=x", "jane@example.org"),
    ("umlaut in the name", "jörg@example.de", "jörg@example.de"),
    ("umlaut in the domain", "info@bücher.example.de", "info@bücher.example.de"),
    ("another script stands against it", "联系jane@example.com谢谢", "jane@example.com"),
    ("curly quotes", "“jane@example.com”", "jane@example.com"),
    ("leading dots", "...jane@example.com", "jane@example.com"),
    ("password behind it", "jane@example.com:Blue7Horse", "jane@example.com"),
    ("domain in ASCII form", "a@xn--d1acufc.xn--p1ai", "a@xn--d1acufc.xn--p1ai"),
    (
        "Cyrillic address",
        "\u0438\u0432\u0430\u043d@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
        "\u0438\u0432\u0430\u043d@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
    ),
    ("digits in the domain", "jane@163.com", "jane@163.com"),
    ("at in brackets", "write to jane [at] example.com", "jane [at] example.com"),
    ("at and dot in brackets", "jane.doe(at)mail(dot)example(dot)com", "jane.doe(at)mail(dot)example(dot)com"),
    ("at and dot spelled out", "it is jane at example dot com", "jane at example dot com"),
    ("new domain", "jane@example.technology", "jane@example.technology"),
]

NOT_FOUND = [
    ("provider alone", "open gmail com, gmailcom"),
    ("words like a provider", "they remain in town and live in mail in"),
    ("a mail domain", "see mailcom"),
    ("a word that ends alike", "the detailin view of a remailcom list"),
    ("remote repository", "git@example.com:team/project.git"),
    ("remote path", "scp a.txt deploy@host.example.com:/srv/app"),
    ("remote host", "ssh deploy@host.example.com uptime"),
    ("attribute of a product", "y = W@x.shape"),
    ("release candidate", "react@18.2.0-rc.aa"),
    ("place", "look at example.com, or meet at noon dot com"),
    ("shop", "bought at Target dot com"),
    ("index in brackets", "list [at] end"),
    ("clone address", "ssh://git@example.com/team/project"),
    ("user part of an address", "https://jane:pass@example.com/x"),
    ("image size", "icon@2x.png logo@3x.jpg"),
    ("package version", "react@18.2.0 @types/node@20.1.4"),
    ("decorator", "@app.route('/x')"),
    ("expression", "x = a@b.T"),
    ("systemd unit", "systemctl start getty@tty1.service"),
    ("no domain", "jane@localhost and jane@"),
    ("two ats", "a@b@example.com"),
    ("dots in a row", "jane..doe@example.com"),
    ("overlong name", "a" * 65 + "@example.com"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_address(text: str, expected: str):
    assert values(text, Entity.EMAIL) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_address(text: str):
    assert values(text, Entity.EMAIL) == []


def test_finds_addresses_between_colons():
    assert values("jane@example.com:bob@example.org", Entity.EMAIL) == ["jane@example.com", "bob@example.org"]


def test_is_less_sure_of_an_unusual_domain():
    (usual,) = default_pipeline().find("jane@example.com")
    (unusual,) = default_pipeline().find("jane@example.technology")
    assert unusual.confidence < usual.confidence
