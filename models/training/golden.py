"""The golden texts of a bundle: `python -m models.training.golden` has the model answer them again. Needs no torch.

What the model says of them is not always right; it is what this model says. A device that was handed another model
compares (agent/classifier/golden.py), and so do the tests: after a change, the difference is read before it is
committed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from agent.classifier.loading import reader_of
from agent.classifier.manifest import GOLDEN, MANIFEST, bundle_folder
from agent.classifier.reader import Reader

__all__ = ["GOLDEN_TEXTS", "golden_json", "write_golden"]

GOLDEN_TEXTS = (
    "Please send the invoice to Maria Jensen at 12 Harbour Road, Bergen before Friday.",
    "Patient is a 54-year-old man with type 2 diabetes and a history of asthma. He reports chest pain since Monday.",
    "Ticket 48213: customer Rahul Mehta says his booking QX-77120 was charged twice, 240 euros each time.",
    "def mean(values):\n    total = 0\n    for value in values:\n        total += value\n    return total / len(values)\n",  # noqa: E501 - one text
    (
        "This Agreement is made between the Licensor and the Licensee. The Licensee shall not disclose Confidential "
        "Information to any third party. This Agreement is governed by the laws of Norway."
    ),
    "What is the capital of France and how many people live there?",
    "hi all, notes from standup: deploy moved to thursday, jonas is out, priya takes the on-call shift",
    "Net sales increased by $4.2 million, or 12%, for the year ended December 31, driven by higher volumes.",
    "DB_HOST=db.internal\nDB_USER=admin\nDB_PASSWORD={password}\nAPI_KEY={key}\n",
    "Performance review: exceeds expectations in delivery; should delegate more. Salary band to be raised in April.",
    "Write a haiku about autumn leaves.",
    "Bitte überweisen Sie den Betrag bis zum 3. Mai an Frau Keller, Lindenweg 4, 80331 München.",
)
_BUDGET_S = 60.0


def golden_json(reader: Reader, texts: Sequence[str]) -> bytes:
    """Return `golden.json`: the texts and what a reader says of them."""
    answers = [(text, reader.read(text, [], _BUDGET_S)) for text in texts]
    golden = [
        {
            "text": text,
            "category": answer.category,
            "category_score": round(answer.category_score, 2),
            "spans": [[each.entity, each.start, each.end, round(each.score, 2)] for each in answer.spans],
        }
        for text, answer in answers
    ]
    return (json.dumps(golden, indent=1, ensure_ascii=False) + "\n").encode()


def write_golden(folder: Path) -> None:
    """Have a bundle's model answer them, and its manifest vouch for that."""
    data = golden_json(reader_of(folder), GOLDEN_TEXTS)
    (folder / GOLDEN).write_bytes(data)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["files"][GOLDEN] = hashlib.sha256(data).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Read the arguments and write the file."""
    parser = argparse.ArgumentParser(prog="python -m models.training.golden", description=__doc__)
    parser.add_argument("--bundle", type=Path, default=bundle_folder(), help="folder of the bundle")
    write_golden(parser.parse_args().bundle)


if __name__ == "__main__":
    main()
