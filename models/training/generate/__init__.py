"""Makes texts with known answers: seeded, in pure Python, in as many layouts as people have.

`values` makes what stands in them (names, addresses, conditions), `templates` and `layouts` the documents, `noise` and
`wrapping` what happens to documents on their way. Nothing is copied from anywhere, and nobody who is named exists but
by accident: names are drawn from parts.
"""

from models.training.generate.families import FAMILIES, Family
from models.training.generate.generator import Part, generate

__all__ = ["FAMILIES", "Family", "Part", "generate"]
