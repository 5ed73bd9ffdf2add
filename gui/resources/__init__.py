"""Icons, drawn for Cordon."""

__all__: list[str] = []
