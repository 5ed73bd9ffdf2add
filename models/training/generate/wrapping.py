"""Documents as they reach an assistant: a request around them, or something else before them."""

from __future__ import annotations

from models.training.generate.draft import Draft
from models.training.generate.values import Maker

__all__ = ["REQUESTS", "wrap"]

REQUESTS = (
    "Summarise this: ",
    "summarize the following text\n\n",
    "Can you make this sound friendlier?\n\n",
    "Translate into German:\n\n",
    "Fix spelling and grammar.\n---\n",
    "What are the key points here?\n\n",
    "tl;dr please:\n",
    "Write a reply to this:\n\n",
    "Extract all names and dates as JSON from: ",
    "Turn this into a table:\n\n",
    "I got this today, what should I do?\n\n",
    "You are a helpful assistant. Rewrite the text between the marks.\n<<<\n",
    "Please check this for mistakes:\n\n",
    'Here is the document:\n"""\n',
    "explain this to me like I'm five: ",
    "Draft an answer. Keep it short.\n\n",
    "Fass das bitte zusammen:\n\n",
    "Résume ce texte :\n\n",
    "Resume este texto:\n\n",
    "Is there anything wrong with this? ",
    "Convert to CSV:\n",
    "Anonymise this text:\n\n",
    "Which of these is the oldest?\n\n",
    "make it shorter\n\n",
)
_ENDS = (
    "",
    "",
    "",
    "\n\nThanks!",
    "\n\nKeep it under 100 words.",
    '\n"""',
    "\n>>>",
    "\n\nAnswer in English.",
    "\n---\nWhat do you think?",
    "\n\nWrite it as bullet points.",
    "\n\nWhat is missing?",
)


def wrap(draft: Draft, maker: Maker) -> Draft:
    """Put a request before a document or behind it."""
    request = maker.pick(REQUESTS)
    if maker.chance(0.2):
        return Draft().add_draft(draft).add("\n\n" + request.strip(' :\n-<"'))
    return Draft().add(request).add_draft(draft).add(maker.pick(_ENDS))
