"""Companies, public bodies, clubs, courts, universities, in the forms that documents have them."""

from __future__ import annotations

import re

from models.training.generate.draft import Pieces, mark
from models.training.generate.values.known_bodies import KNOWN_BODIES
from models.training.generate.values.maker import Maker
from models.training.generate.values.people import last
from models.training.generate.values.places import city

__all__ = ["agency", "bank", "club", "company", "court", "employer", "hospital", "organization", "ticker", "university"]

_KNOWN = 0.3
_LEGAL_FORM = re.compile(
    r"(?i)(?:,? (?:co\.?,? ?|private |pty\.? |pvt\.? )?(?:ltd|inc|llc|limited|corp|corporation|gmbh|ag|s\.?a|s\.?r\.?l|bv|b\.v|ab"
    r"|oy|co|company|plc|kg|as|a/s)\.?)+$"
)
_HEADS = "Nor Vel Quan Bright Alta Ferro Lumi Zen Orb Clear Terra Nova Pyr Holl Cinder Blue Iron Sky Tri Meri Aero Omni Syn Polar Vert Cor Axi Hexa Dyna Green Silver Red North Gold"
_TAILS = "dia tex vance light core sys gen field lytics ware nex ium rock wave path bridge stone point mark loom works grid mont leaf port"
_KINDS = "Inc. Inc LLC Ltd Ltd. GmbH AG S.A. SARL S.p.A. B.V. N.V. plc PLC Corp. Corporation Pty_Ltd Co. Company Group Holdings AB Oy Sp._z_o.o. K.K. SE LLP Limited & Co. KG"
_TRADES = "Logistics Foods Pharmaceuticals Energy Insurance Systems Textiles Airways Partners Consulting Motors Software Robotics Foundation Properties Media Chemicals Studios Securities Mining Telecom Health Analytics Publishing Construction"
_BODIES = "Ministry_of_{} Department_of_{} {}_Commission National_{}_Agency Federal_{}_Authority Office_of_{} Bureau_of_{} {}_Council Committee_on_{} {}_Board Royal_Society_of_{} World_{}_Organization European_{}_Association"
_MATTERS = "Health Labour Finance Transport Education Agriculture Fisheries Defence Energy Statistics Aviation Trade Immigration Environment Housing Labor Veterans Communications Standards"
_SHORT = "FDA NATO UNESCO HMRC OECD WHO IRS FBI NASA UEFA FIFA ECB BBC CDC SEC EPA NHS DHS OMB ICRC DWP BaFin CNIL AFP"
_TEAMS = "United City Rovers Wanderers Athletic Hotspur Tigers Hawks Bears Giants Dragons Eagles FC Dynamo Sporting Royals Wolves Pirates"
_PRESS = "Tribune Herald Times Gazette Post Courier News Observer Chronicle"


def _registered(maker: Maker) -> str | None:
    """A real one, by register: capitals stay in some texts, and the legal form falls away in some."""
    name = maker.real("makers", 0.25)
    if name is None:
        return maker.real("listed", 0.3)
    if name.isupper() and len(name) > 5 and maker.chance(0.75):
        name = " ".join(word if len(word) < 4 else word.capitalize() for word in name.split())
    if maker.chance(0.5):
        name = _LEGAL_FORM.sub("", name) or name
    return name


def _invented(maker: Maker) -> str:
    name = maker.word(_HEADS) + maker.word(_TAILS)
    roll = maker.rng.random()
    if roll < 0.1:
        return maker.form("@@@") if maker.chance(0.5) else name.upper()
    return name if roll < 0.9 else f"{name} {maker.word(_HEADS)}"


def company(maker: Maker) -> Pieces:
    """A firm, with or without its legal form."""
    if (real := _registered(maker)) is not None:
        return mark(real, "ORGANIZATION")
    roll = maker.rng.random()
    if roll < 0.35:
        name = f"{_invented(maker)} {maker.word(_KINDS)}"
    elif roll < 0.55:
        name = f"{_invented(maker)} {maker.word(_TRADES)}"
    elif roll < 0.68:
        name = f"{last(maker)[0][0]} & {last(maker)[0][0]}" + maker.pick(("", " LLP", " Associates", " Solicitors"))
    elif roll < 0.8:
        name = f"{last(maker)[0][0]} {maker.word(_TRADES)}" + maker.pick(("", "", ", Inc.", " Ltd", " GmbH"))
    elif roll < 0.9:
        name = f"{_invented(maker)} {maker.word(_TRADES)} {maker.word(_KINDS)}"
    else:
        name = _invented(maker)
    return mark(name.upper() if maker.chance(0.12) else name, "ORGANIZATION")


def agency(maker: Maker) -> Pieces:
    """A public body, whole or by its letters, or both."""
    if maker.chance(_KNOWN):
        return mark(maker.word(KNOWN_BODIES["agency"]), "ORGANIZATION")
    if maker.chance(0.3):
        return mark(maker.word(_SHORT), "ORGANIZATION")
    matter = maker.word(_MATTERS)
    name = maker.word(_BODIES).format(matter)
    if maker.chance(0.15):
        name = f"{city(maker)[0][0]} City Council"
    if maker.chance(0.15):
        letters = "".join(word[0] for word in name.split() if word[0].isupper())
        return ((name, "ORGANIZATION"), (" (", None), (letters, "ORGANIZATION"), (")", None))
    return mark(name.upper() if maker.chance(0.1) else name, "ORGANIZATION")


def club(maker: Maker) -> Pieces:
    """A team, as in sports news: with the town or without, or the town alone."""
    if maker.chance(_KNOWN):
        return mark(maker.word(KNOWN_BODIES["side"]), "ORGANIZATION")
    town = city(maker)[0][0]
    return mark(
        maker.pick(
            (
                f"{town} {maker.word(_TEAMS)}",
                f"{town} {maker.word(_TEAMS)}",
                f"FC {town}",
                town,
                f"the {maker.word(_TEAMS)}",
            )
        ),
        "ORGANIZATION",
    )


def bank(maker: Maker) -> Pieces:
    """A bank or insurer."""
    if (real := maker.real("banks", 0.5)) is not None:
        return mark(real, "ORGANIZATION")
    town = city(maker)[0][0]
    return mark(
        maker.pick(
            (
                *(f"Bank of {town}", f"{_invented(maker)} Bank", f"{town} Savings Bank", f"Banco de {town}"),
                *(f"{_invented(maker)} Mutual", f"Sparkasse {town}", f"First {town} Credit Union"),
                *(f"Crédit {_invented(maker)}", f"{_invented(maker)} Insurance Group"),
            )
        ),
        "ORGANIZATION",
    )


def court(maker: Maker) -> Pieces:
    """A court."""
    town = city(maker)[0][0]
    return mark(
        maker.pick(
            (
                *(f"{town} District Court", "Supreme Court", "High Court of Justice", f"Superior Court of {town}"),
                *(f"Amtsgericht {town}", "Court of Appeals", f"Tribunal de Grande Instance de {town}"),
                *("the Court of Appeal", f"{town} County Court", "SUPREME COURT OF THE UNITED STATES"),
            )
        ),
        "ORGANIZATION",
    )


def hospital(maker: Maker) -> Pieces:
    """A hospital or practice."""
    town, name = city(maker)[0][0], last(maker)[0][0]
    return mark(
        maker.pick(
            (
                *(f"{town} General Hospital", f"St. {name} Hospital", f"{name} Clinic", f"{town} Medical Center"),
                *(f"Klinikum {town}", f"{town} Family Practice", f"CHU de {town}", f"Hospital {name}"),
            )
        ),
        "ORGANIZATION",
    )


def ticker(maker: Maker) -> Pieces:
    """A firm as markets call it: one word, or its letters."""
    if maker.chance(_KNOWN):
        return mark(maker.word(KNOWN_BODIES["concern"]), "ORGANIZATION")
    if (real := maker.real("listed", 0.4)) is not None:
        return mark(real, "ORGANIZATION")
    return mark(_invented(maker) if maker.chance(0.6) else maker.form(maker.pick(("@@@", "@@@@"))), "ORGANIZATION")


def employer(maker: Maker) -> Pieces:
    """Where somebody works."""
    roll = maker.rng.random()
    if roll < 0.6:
        return company(maker)
    if roll < 0.75:
        return agency(maker)
    town = city(maker)[0][0]
    return mark(
        maker.pick(
            (f"University of {town}", f"{town} State University", f"The {town} {maker.word(_PRESS)}", f"TU {town}")
        ),
        "ORGANIZATION",
    )


def university(maker: Maker) -> Pieces:
    """Where somebody studied or went to school."""
    if maker.chance(_KNOWN):
        return mark(maker.word(KNOWN_BODIES["school"]), "ORGANIZATION")
    town, name = city(maker)[0][0], last(maker)[0][0]
    return mark(
        maker.pick(
            (
                *(f"University of {town}", f"{town} University", f"{town} Community College", f"TU {town}"),
                *(f"{name} Institute of Technology", f"St. {name} College", f"{town} High School", f"{name} College"),
                *(f"Université de {town}", f"Hochschule {town}", f"Universidad de {town}", f"{town} Business School"),
            )
        ),
        "ORGANIZATION",
    )


def organization(maker: Maker) -> Pieces:
    """Any of them."""
    return maker.pick((company, company, company, agency, club, bank, court, hospital, employer))(maker)
