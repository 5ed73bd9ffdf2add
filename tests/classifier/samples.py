"""A tokenizer of words and a network of rules, for what surrounds the model."""

from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer

from agent.classifier.manifest import FORMAT, Manifest
from agent.classifier.windows import Window, Windower
from agent.core import Category

__all__ = ["ENTITIES", "RuleNetwork", "manifest", "windower"]

ENTITIES = ("PERSON", "IDENTIFIER")
_WORDS = {"[UNK]": 0, "[CLS]": 101, "[SEP]": 102, "Ada": 1, "Doe": 2, "serial": 3, "lawsuit": 4}
_CATEGORIES = [each.value for each in Category]


def windower() -> Windower:
    """Every word and every mark is one token; few are known."""
    tokenizer = Tokenizer(WordLevel(_WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return Windower(tokenizer.to_str())


def manifest(**changes: object) -> Manifest:
    """Of a model that knows two entities."""
    settings: dict[str, object] = {
        "format": FORMAT,
        "version": "0",
        "files": {},
        "entities": list(ENTITIES),
        "categories": _CATEGORIES,
        "bias": {},
        "category_bias": {},
        "least": {},
        "token_limit": 128,
        "languages": ["en"],
        "training": {},
        "figures": {},
    }
    return Manifest(**(settings | changes))  # type: ignore[arg-type]


class RuleNetwork:
    """`Ada Doe` is a PERSON, `serial` an IDENTIFIER, and where there is a `lawsuit` the text is legal.

    Attributes:
        windows: everything it was given.
    """

    def __init__(self) -> None:
        self.windows: list[Window] = []

    def run(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Logits by the rules."""
        self.windows.append(window)
        tags = np.zeros((len(window.tokens), 1 + 2 * len(ENTITIES)), dtype=np.float32)
        tags[:, 0] = 2.0
        for place, token in enumerate(window.tokens):
            if 1 <= token <= 3:
                tags[place, token] = 6.0
        categories = np.zeros(len(_CATEGORIES), dtype=np.float32)
        categories[_CATEGORIES.index("legal" if 4 in window.tokens else "general")] = 3.0
        return tags, categories
