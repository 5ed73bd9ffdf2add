"""ID_NUMBER: registration plates of vehicles beside their label.

Plates are short and built in a hundred ways, so that only a label tells one: capitals and digits, in groups or not.
"""

import re

from agent.core import Entity
from agent.detection.calendar_dates import find_date
from agent.detection.labeled_values import Reach, folded, labeled_pattern, reach
from agent.detection.recognizer import Context, Judgement, Recognizer

__all__ = ["LICENSE_PLATE"]

_LABELS = folded(
    "(?:licen[cs]e|number|registration|vehicle|car|reg)[ _.-]?plates?",
    "plates?(?:[ _.-]?(?:numbers?|no|nr|id))?",
    "(?:vehicle|car|bike|van|truck|motorcycle)(?:'s|s)?[ _.-]?(?:reg(?:istration)?)(?:[ _.-]?(?:numbers?|no|mark))?",
    "vrm",
    "(?:kfz-?)?kennzeichen",
    "(?:plaque d')?immatriculation",
    "matr(?:í|i)cula",
    "targa",
    "kenteken",
    "placa",
    "numer rejestracyjny",
)
_PLATE = re.compile(r"(?<![A-Za-z0-9])[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{1,4}){1,4}(?![A-Za-z0-9]|[-./:,][0-9])")
_SEPARATORS = str.maketrans("", "", " -")
_LEAST, _MOST = 4, 10


def _is_plate(value: str) -> bool:
    plate = value.translate(_SEPARATORS)
    if not _LEAST <= len(plate) <= _MOST or not any(map(str.isdigit, plate)) or not any(map(str.isalpha, plate)):
        return False
    return find_date(value) is None


def _judge(tail: str) -> tuple[Judgement, ...]:
    for match in _PLATE.finditer(tail):
        if _is_plate(match[0]) and reach(tail[: match.start()]) is Reach.DIRECT:
            what = "label: right before it, capitals and digits"
            return (Judgement(start=match.start(), end=match.end(), confidence=0.6, what=what),)
    return ()


LICENSE_PLATE = Recognizer(
    recognizer_id="id_number.license_plate",
    entity=Entity.ID_NUMBER,
    title="the registration plate of a vehicle",
    patterns=(
        labeled_pattern("a plate's label and a plate", _LABELS, _judge, score=0.2, rest="[A-Z0-9 -]{0,16}", digits=1),
    ),
    context=Context(supporting=_LABELS),
)
