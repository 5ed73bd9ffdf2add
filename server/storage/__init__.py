"""What the server remembers: SQLite by default, PostgreSQL by one URL. No table has a column for content."""

__all__: list[str] = []
