"""Which AI destination a window belongs to: a catalogue of AI apps as data, and the matching.

Statuses are not here: what an organization thinks of a destination is policy's (`Policy.apply_status`).
"""

from agent.destinations.catalogue import UNSPECIFIED_ASSISTANT, Catalogue, packaged_catalogue, parse_catalogue
from agent.destinations.document import CatalogueError

__all__ = ["UNSPECIFIED_ASSISTANT", "Catalogue", "CatalogueError", "packaged_catalogue", "parse_catalogue"]
