"""The central server: signs nothing that the offline keys have not allowed, and sees no content.

- `repository`: the files that devices verify, who may sign what, and the offline tools
- `signer`: the one process that holds the online keys, for assignments, grants and fresh timestamps
- `storage`: devices, tokens, requests and the audit log, in SQLite or PostgreSQL
- `api`: what devices and administrators ask, over HTTP
- `console`: the same for people with a browser
"""

__all__: list[str] = []
