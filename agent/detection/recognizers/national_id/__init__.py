"""NATIONAL_ID: the personal and tax ids of some eighty countries, one module a region.

A number that its country's checksum confirms is sure beside a word that names it. A value of any shape right behind a
label such as "National ID:" is found, too (`labeled`), with less confidence. Numbers of companies are not looked for.
"""

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.national_id.africa import AFRICA
from agent.detection.recognizers.national_id.asia import ASIA
from agent.detection.recognizers.national_id.eastern_europe import EASTERN_EUROPE
from agent.detection.recognizers.national_id.labeled import LABELED
from agent.detection.recognizers.national_id.latin_america import LATIN_AMERICA
from agent.detection.recognizers.national_id.lone import lone_id
from agent.detection.recognizers.national_id.middle_east import MIDDLE_EAST
from agent.detection.recognizers.national_id.north_america import NORTH_AMERICA
from agent.detection.recognizers.national_id.northern_europe import NORTHERN_EUROPE
from agent.detection.recognizers.national_id.pacific import PACIFIC
from agent.detection.recognizers.national_id.southern_europe import SOUTHERN_EUROPE
from agent.detection.recognizers.national_id.western_europe import WESTERN_EUROPE

__all__ = ["NATIONAL_IDS"]

_COUNTRIES: tuple[Recognizer, ...] = (
    *NORTH_AMERICA,
    *LATIN_AMERICA,
    *WESTERN_EUROPE,
    *NORTHERN_EUROPE,
    *SOUTHERN_EUROPE,
    *EASTERN_EUROPE,
    *MIDDLE_EAST,
    *AFRICA,
    *ASIA,
    *PACIFIC,
)

NATIONAL_IDS: tuple[Recognizer, ...] = (*_COUNTRIES, LABELED, lone_id(_COUNTRIES))
