"""What stands in documents: each module makes one kind of value from a `Maker`'s dice."""

from models.training.generate.values.maker import Gazetteer, Maker
from models.training.generate.values.slots import SLOTS, value

__all__ = ["SLOTS", "Gazetteer", "Maker", "value"]
