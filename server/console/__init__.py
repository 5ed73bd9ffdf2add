"""Pages for people with a browser; every one works without JavaScript."""

__all__: list[str] = []
