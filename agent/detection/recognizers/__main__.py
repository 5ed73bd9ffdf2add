"""Writes what is known of the built-in recognizers' patterns into `facts.json` (`make facts`)."""

from pathlib import Path

from agent.detection import facts
from agent.detection.derived import HINTS
from agent.detection.recognizers import RECOGNIZERS

__all__ = ["PATH", "facts_of_recognizers"]

PATH = Path(facts.__file__).with_name(facts.FILE_NAME)


def facts_of_recognizers() -> str:
    """What is to stand in the file."""
    patterns = [pattern.regex for recognizer in RECOGNIZERS for pattern in recognizer.patterns]
    words = {word.encode() for recognizer in RECOGNIZERS for word in recognizer.context.supporting}
    return facts.facts_text([*patterns, *(hint.source for hint in HINTS)], words)


if __name__ == "__main__":
    PATH.write_text(facts_of_recognizers(), encoding="utf-8")
