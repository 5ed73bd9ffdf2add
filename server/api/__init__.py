"""What devices and administrators ask, over HTTP. Signs nothing and holds no signing key."""

__all__: list[str] = []
