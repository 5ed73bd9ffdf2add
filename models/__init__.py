"""The model: what trains it. The bundle that ships lies beside, as data."""

__all__: list[str] = []
