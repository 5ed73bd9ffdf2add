"""Steps from one version of the tables to the next; `server.storage.migrating` runs them."""

__all__: list[str] = []
