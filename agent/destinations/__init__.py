"""Which AI destination something belongs to: a catalogue of AI apps as data, and the matching.

Statuses in the catalogue are only where a policy says nothing: what an organization thinks of a destination is policy's
(`Policy.apply_status`).
"""

from agent.destinations.catalogue import UNSPECIFIED_ASSISTANT, Catalogue, packaged_catalogue, parse_catalogue
from agent.destinations.document import CatalogueError
from agent.destinations.entry import AppFacts, StatedText, StatedTraining
from agent.destinations.installed import INSTALLED_KINDS

__all__ = [
    "INSTALLED_KINDS",
    "UNSPECIFIED_ASSISTANT",
    "AppFacts",
    "Catalogue",
    "CatalogueError",
    "StatedText",
    "StatedTraining",
    "packaged_catalogue",
    "parse_catalogue",
]
