"""What authors of policies work with: their tests, lint, differences, simulation, explanations, the reference."""

__all__: list[str] = []
