"""What customers define: patterns and dictionaries, checked and compiled.

check_definitions   definitions → problems for their author
compile_recognizers definitions without problems → recognizers
compile_dictionaries definitions without problems → finders
"""

from agent.detection.custom.checking import check_definitions
from agent.detection.custom.dictionaries import (
    DictionaryError,
    DictionaryFinder,
    compile_dictionaries,
    parse_terms,
)
from agent.detection.custom.patterns import compile_recognizer

__all__ = [
    "DictionaryError",
    "DictionaryFinder",
    "check_definitions",
    "compile_dictionaries",
    "compile_recognizer",
    "parse_terms",
]
