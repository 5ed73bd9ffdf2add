"""Documents of every kind: each module holds templates and sentences of one subject, and no logic."""

__all__: list[str] = []
