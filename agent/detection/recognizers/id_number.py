"""ID_NUMBER: numbers of cases, claims, bookings, policies, customers, employees, patients and the like.

Such a number has any shape, so that it counts only right behind its label, with four digits at least, and never with
much confidence. Dates, phone numbers, versions, amounts and years are none.
"""

import dataclasses
import re

from agent.core import Entity
from agent.detection.calendar_dates import find_date
from agent.detection.labeled_values import (
    Shape,
    folded,
    judge_before_label,
    judge_labeled,
    labeled_pattern,
    pattern_before_label,
)
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value
from agent.detection.runs import DigitRun

__all__ = ["ID_NUMBER"]

_THINGS = tuple(
    word.replace("-", "[ _-]?")
    for word in """
    accession agreement application asset badge beneficiary billing booking candidate case certificate chart claim
    client complaint confirmation consignment contract cust customer docket emp employee encounter enrollment
    enrolment exam file fleet frequent-flyer group health-insurance health-plan health-record hospital incident
    insurance insured invoice loan loyalty matriculation medical-record member membership mortgage order parcel
    participant patient payroll permit personnel plan po policy prescription purchase-order record ref reference
    registration reservation rewards rma rx sample service shipment specimen staff student subject subscriber
    supplier ticket tracking transaction user-account vehicle vendor visa visit voter
    """.split()  # noqa: SIM905 - a word list reads better so
)
"""What is numbered; a dash stands for any separator. The first words of the labels, which the prefilter looks for."""

_THING = f"(?:{'|'.join(_THINGS)})(?:[ _.-]?account)?"
_NUMBER = "[ _.-]{0,2}(?:numbers?|num|nbr|no|nr|id|code|ref(?:erence)?|identifier|record locator|locator|key)"
_SIGN = r"""s?[ \t"'*_]{0,3}"""
_LABELS = folded(
    _THING + _NUMBER,
    "medical[ _.-]?record|mrn|pnr|acc(?:oun)?t[ _.-]?id",
    # German
    "(?:kunden|auftrags|bestell|rechnungs|vertrags|versicherungs|versicherten|mitglieds|personal|mitarbeiter|matrikel"
    "|patienten|fall|vorgangs|buchungs|schaden|policen|akten|beleg|referenz)[ -]?(?:nummer|nr|id|zeichen)",
    # French, Spanish, Portuguese, Italian
    "(?:n(?:°|º|um(?:é|e)ro|o)?\\.?[ _](?:de )?|r(?:é|e)f(?:é|e)rence )(?:client|commande|facture|dossier|contrat"
    "|police|adh(?:é|e)rent|patient|r(?:é|e)servation|sinistre)|matricule",
    "n(?:°|º|(?:ú|u)m(?:ero)?)?\\.?[ _](?:de |do |da )?(?:cliente|pedido|factura|expediente|p(?:ó|o)liza|contrato|socio"
    "|reserva|siniestro|empleado|matr(?:í|i)cula|processo|ap(?:ó|o)lice|fatura)",
    "(?:numero|codice|n\\.?)[ _](?:cliente|ordine|fattura|pratica|polizza|contratto|prenotazione|sinistro|matricola)",
    # Dutch, Scandinavian, Polish
    "(?:klant|order|factuur|polis|dossier|lidmaatschaps|personeels|zaak|contract|boekings)(?:nummer|nr)",
    "(?:kund|kunde|order|ordre|faktura|medlems|anst(?:ä|a)llnings|(?:ä|a)rende|sags|police)(?:nummer|nr)",
    "numer (?:klienta|zam(?:ó|o)wienia|faktury|polisy|umowy|sprawy)",
)
# Without "number" or "id" a sign is needed: "order #12345", "Claim: C-12345".
_SIGNED = (
    _THING + _SIGN + "#",
    # Not persons: "Customer: 12345" is what a customer says.
    "(?:booking|case|claim|complaint|contract|docket|file|incident|invoice|loan|mortgage|order|policy|ref"
    "|reference|reservation|rma|ticket|tracking|transaction)" + _SIGN + "[:=]",
)
_VALUE = re.compile(r"(?:[A-Za-z]{1,8}[-/])*[A-Za-z]{0,6}[0-9][A-Za-z0-9]*(?:[-/][A-Za-z0-9]+)*(?: [0-9]{3,6}){0,3}")
_SOMETHING_ELSE = re.compile(
    r"""(?:19|20)[0-9]{2}(?:[-/](?:19|20)?[0-9]{2})?  # years
    |[0-9]{3}-[0-9]{3}-[0-9]{4}  # North American phone numbers
    |v[0-9]+|0x[0-9a-f]+""",
    re.VERBOSE | re.IGNORECASE,
)
_LEAST_DIGITS = 4
_LEAST_BARE_DIGITS = 5
_BARE_CONFIDENCE = 0.52
_SEPARATORS = str.maketrans("", "", " -/")
_WORDS = frozenset(
    """is was has had are and for the you not on no of in at to by or if as an a i it its was may can all any one two
    from with were will than over only just now new old also call page room line dated due plus some been each next
    last this that them they then who why how per via usd eur gbp day days mar jan feb apr jun jul aug sep oct nov dec
    """.split()  # noqa: SIM905 - a word list reads better so
)
"""Words of a sentence, which no number begins with."""
_REST = "[a-z0-9/_-]{0,32}(?: [0-9]{1,6}){0,3}"


def _shape(value: str) -> Shape | None:
    number = value.translate(_SEPARATORS)
    if not 4 <= len(number) <= 20 or sum(map(str.isdigit, number)) < _LEAST_DIGITS:
        return None
    if _SOMETHING_ELSE.fullmatch(value):
        return None
    if ("/" in value or "-" in value) and find_date(value) == (0, len(value)):
        return None
    return Shape(confidence=0.58, what="shape: four digits and more")


def _shape_of_bare(value: str) -> Shape | None:
    found = _shape(value)
    if found is None or (value.isdigit() and len(value) < _LEAST_BARE_DIGITS):
        return None
    return dataclasses.replace(found, confidence=_BARE_CONFIDENCE)


def _judge_apart(value: str) -> tuple[Judgement, ...]:
    if not _WORDS.isdisjoint(value.lower().split()):
        return ()
    return whole_value(value, 0.58, "shape: a few letters, and digits")


ID_NUMBER = Recognizer(
    recognizer_id="id_number",
    entity=Entity.ID_NUMBER,
    title="the number of a case, a customer or the like",
    patterns=(
        labeled_pattern(
            "a label and a number",
            _LABELS,
            judge_labeled(_VALUE, _shape, loose=1),
            score=0.2,
            rest=_REST,
            digits=_LEAST_DIGITS,
        ),
        labeled_pattern(
            "a label, a sign and a number",
            _SIGNED,
            judge_labeled(_VALUE, _shape_of_bare, loose=1),
            score=0.2,
            rest=_REST,
            digits=_LEAST_DIGITS,
            gap=r"[^0-9\x1e]{0,16}",
        ),
        Pattern(
            name="a label and letters and digits apart, as in chats",
            label=rf"(?i)(?:^|[^a-z0-9]){_THING}{_NUMBER}".encode(),
            regex=rb"(?i)(?: is| its|:)? ([a-z]{1,4} [0-9]{4,10})\b",
            score=0.5,
            judge=_judge_apart,
            needs_context=True,
            digits=DigitRun(_LEAST_DIGITS, lead=96),
        ),
        pattern_before_label(
            "a number and a label",
            _LABELS,
            judge_before_label(_shape, less=0.05),
            score=0.2,
            digits=_LEAST_DIGITS,
            value="(?:[a-z]{1,6}-?)?[0-9][a-z0-9]{2,16}(?:-[a-z0-9]{1,8}){0,3}",
        ),
    ),
    context=Context(supporting=(*_THINGS, *_LABELS[1:])),
    cost=2,
)
