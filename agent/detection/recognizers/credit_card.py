"""CREDIT_CARD: numbers of the payment networks, confirmed by Luhn, network prefix and length.

Written compact or in the groups printed on cards, with one kind of separator. Numbers that only look like cards lose:
decimals and parts of longer dashed numbers do not fit; a label such as "order no." or "tracking" costs a compact number
its finding and a grouped one most of its confidence; lengths that cards hardly use any more need a supporting word.
Right behind a card's label, other networks' numbers count, too, and numbers whose check digit is wrong: people mistype,
and made-up numbers are meant as cards.
"""

import re

from agent.core import Entity
from agent.detection.checksums import is_luhn
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value

__all__ = ["CREDIT_CARD"]

_COMPACT = 0.95
_GROUPED = 0.98
_RARE_LENGTH = 0.45
_LABELED = 0.45
_LABELED_UNCHECKED = 0.3
_LABELED_UNKNOWN = 0.11
"""With the boost of a label just found, with that of a word further off not."""

_FEWEST_DIGITS = 3
_SHORTEST_UNCHECKED = 15
_SHORTEST_UNCHECKED_IN_GROUPS = 13

_FIRST_GROUP = "(?:[3-6][0-9]{3}|2[2-7][0-9]{2}|8[12][0-9]{2})"
"""How the networks' numbers begin; tables of years and amounts stop here."""

# ISO/IEC 7812 issuer ranges: first and last prefix, the lengths in use, and the lengths that are rare.
_NETWORKS: tuple[tuple[str, str, str, frozenset[int], frozenset[int]], ...] = (
    ("Visa", "4", "4", frozenset({16}), frozenset({13, 19})),
    ("Mastercard", "51", "55", frozenset({16}), frozenset()),
    ("Mastercard", "2221", "2720", frozenset({16}), frozenset()),
    ("American Express", "34", "34", frozenset({15}), frozenset()),
    ("American Express", "37", "37", frozenset({15}), frozenset()),
    ("Discover", "6011", "6011", frozenset({16}), frozenset({19})),
    ("Discover", "644", "659", frozenset({16}), frozenset({19})),
    ("Diners Club", "300", "305", frozenset({14, 16}), frozenset({19})),
    ("Diners Club", "3095", "3095", frozenset({14, 16}), frozenset({19})),
    ("Diners Club", "36", "36", frozenset({14, 16}), frozenset({19})),
    ("Diners Club", "38", "39", frozenset({14, 16}), frozenset({19})),
    ("JCB", "3528", "3589", frozenset({16}), frozenset({17, 18, 19})),
    ("UnionPay", "62", "62", frozenset({16}), frozenset({17, 18, 19})),
    ("JCB", "2131", "2131", frozenset(), frozenset({15})),
    ("JCB", "1800", "1800", frozenset(), frozenset({15})),
    ("UATP", "1", "1", frozenset(), frozenset({15})),
    ("Mir", "2200", "2204", frozenset({16}), frozenset({17, 18, 19})),
    ("RuPay", "81", "82", frozenset({16}), frozenset()),
    ("RuPay", "508", "508", frozenset({16}), frozenset()),
    ("Maestro", "5018", "5018", frozenset({16}), frozenset({13, 14, 15, 17, 18, 19})),
    ("Dankort", "5019", "5019", frozenset({16}), frozenset()),
    ("Maestro", "5020", "5020", frozenset({16}), frozenset({13, 14, 15, 17, 18, 19})),
    ("Maestro", "5038", "5038", frozenset({16}), frozenset({13, 14, 15, 17, 18, 19})),
    ("Maestro", "5893", "5893", frozenset({16}), frozenset({13, 14, 15, 17, 18, 19})),
    ("Maestro", "6304", "6304", frozenset({16}), frozenset({13, 14, 15, 17, 18, 19})),
    ("Maestro", "6759", "6763", frozenset({16}), frozenset({13, 14, 15, 17, 18, 19})),
    ("Solo", "6767", "6767", frozenset({16}), frozenset({18, 19})),
    ("Laser", "6706", "6709", frozenset({16}), frozenset({17, 18, 19})),
    ("Laser", "6771", "6771", frozenset({16}), frozenset({17, 18, 19})),
)


def _network(digits: str) -> tuple[str, bool] | None:
    """Name of the network and whether the length is a rare one."""
    for name, first, last, usual, rare in _NETWORKS:
        if first <= digits[: len(first)] <= last:
            if len(digits) in usual:
                return name, False
            if len(digits) in rare:
                return name, True
    return None


def _confirm(digits: str, end: int, confidence: float) -> tuple[Judgement, ...]:
    if not is_luhn(digits):
        return ()
    network = _network(digits)
    if network is None:
        return ()
    name, rare = network
    what = f"checksum: Luhn, {name} prefix and length"
    if rare:
        return (Judgement(start=0, end=end, confidence=_RARE_LENGTH, what=f"{what} (hardly used)"),)
    return (Judgement(start=0, end=end, confidence=confidence, what=what),)


def _judge_compact(value: str) -> tuple[Judgement, ...]:
    return _confirm(value, len(value), _COMPACT)


def _judge_grouped(value: str) -> tuple[Judgement, ...]:
    # A security code or year may follow the number, in the same grouping: try without the last group, too.
    separator = value[4:6] if value[5] == " " else value[4]
    groups = value.split(separator)
    for count in range(len(groups), 2, -1):
        number = separator.join(groups[:count])
        found = _confirm("".join(groups[:count]), len(number), _GROUPED)
        if found:
            return found
    return ()


def _judge_labeled(value: str) -> tuple[Judgement, ...]:
    digits = "".join(filter(str.isdigit, value))
    if len(set(digits)) < _FEWEST_DIGITS:
        return ()
    if is_luhn(digits):
        return whole_value(value, _LABELED, "checksum: Luhn")
    if len(digits) < (_SHORTEST_UNCHECKED if digits == value else _SHORTEST_UNCHECKED_IN_GROUPS):
        return ()
    network = _network(digits)
    if digits == value and (network is None or network[1]):
        what = "checksum: Luhn is wrong, as many digits as cards have"
        return whole_value(value, _LABELED_UNKNOWN, what)
    what = "checksum: Luhn is wrong, in a card's form"
    return whole_value(value, _LABELED_UNCHECKED, what)


_OTHER_CARD = re.compile(
    rb"(?:aadha+r|adhaar|pan|id|identity|identification|medicare|health|insurance|sim|green|ration|voter|residen[a-z]+"
    rb"|national|citizen|member|library|loyalty)[ _-]cards?\b[^a-z]{0,4}"
    rb"(?:n(?:o|r|um|umber)\b)?[^a-z0-9]{0,4}(?:is )?$"
)
"""The name of a card that nobody pays with, right before a number, in small letters."""

_LONGEST_NAME = 48
_HEAD_OF_AN_IBAN = re.compile(rb"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}[ -]$")


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not in a decimal or in a longer run of dashed groups, nor behind the head of an IBAN or another card's name."""
    if _HEAD_OF_AN_IBAN.search(data, max(0, start - 6), start):
        return False
    name = data[max(0, start - _LONGEST_NAME) : start].lower()
    if b"card" in name and _OTHER_CARD.search(name):
        return False
    before, after = data[max(0, start - 2) : start], data[end : end + 2]
    if before[-1:] in b".-" and before[:1].isalnum() and len(before) == 2:
        return False
    return not (after[:1] in (b".", b"-") and after[1:].isalnum())


def _in_groups(*layouts: str) -> bytes:
    """Alternatives for each layout ("4 6 5"; all begin with 4), once with each separator."""
    rest = "|".join("".join(f" [0-9]{{{size}}}" for size in layout.split()[1:]) for layout in layouts)
    return rf"\b{_FIRST_GROUP}(?:{'|'.join(rest.replace(' ', each) for each in (' ', '-', '[.]', '  '))})\b".encode()


CREDIT_CARD = Recognizer(
    recognizer_id="credit_card",
    entity=Entity.CREDIT_CARD,
    title="a payment card number",
    patterns=(
        Pattern(
            name="13 to 19 digits", regex=rf"\b{_FIRST_GROUP}[0-9]{{9,15}}\b".encode(), score=0.3, judge=_judge_compact
        ),
        Pattern(
            name="digits grouped as on cards",
            regex=_in_groups("4 4 4 4 1,3", "4 4 4 4", "4 4 4 1", "4 6 5", "4 6 4"),
            score=0.3,
            judge=_judge_grouped,
            rescan=True,
        ),
        Pattern(
            name="digits beside a card's label",
            regex=rb"\b(?:[0-9]{12,19}|[0-9]{4}(?:(?:[ .-]|  | - )[0-9]{4}){2,3}(?:(?:[ .-]|  | - )[0-9]{1,3})?"
            rb"|[0-9]{4}(?:[ .-]|  | - )[0-9]{6}(?:[ .-]|  | - )[0-9]{4,5})\b",
            score=0.1,
            judge=_judge_labeled,
            needs_context=True,
        ),
    ),
    fits=_fits,
    context=Context(
        supporting=(
            "cards?",
            "cc[^a-z]",
            "cc[ _-]?n(?:o|um|umber)[^a-z]",
            "ccn[^a-z]",
            "pan[^a-z]",
            "visa",
            "master ?card",
            "amex",
            "american express",
            "credit",
            "debit",
            "charged? (?:to )?(?:my |the )?$",
            "pa(?:y|id) (?:with|by|using|from)",
            "cvv",
            "cvc",
            "expir",
            "kreditkarte",
            "karte",
            "carte",
            "tarjeta",
            "cart(?:\u00e3|a)o",
            "kaart",
            "kort(?:nummer|nr)",
            "karta",
            "kart(?:\u0131|i)",
            "\u043a\u0430\u0440\u0442",
            "\u5361",
            "\u30ab\u30fc\u30c9",
            "\uce74\ub4dc",
            "carta",
        ),
        opposing=(
            "order",
            "track",
            "ship",
            "parcel",
            "invoice",
            "ticket",
            "booking",
            "reference",
            "ref[^a-z]",
            "serial",
            "sku",
            "isbn",
            "ean[^a-z]",
            "gtin",
            "barcode",
            "imei",
            "user",
            "guild",
            "channel",
            "message",
            "id[^a-z]",
            "uid[^a-z]",
            "timestamp",
            "bestell",
            "sendung",
            "rechnung",
            "commande",
            "facture",
            "pedido",
        ),
        boost=0.4,
        # A compact number falls below the threshold, a grouped one stays just above.
        drop=0.57,
    ),
)
