"""One file a step, never changed once released."""

__all__: list[str] = []
