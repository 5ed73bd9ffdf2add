"""What the server remembers: SQLite by default, PostgreSQL by one URL. No table has a column for content.

    database       one connection pool; a transaction reads or writes
    tables         the columns; rows are records, without behavior and without lazy loading
    migrating      from any older schema to this one; a newer one is refused
    devices, check_ins, reports, people, tokens, keys, requests, publications, audit
                   the rules, one module a subject; the HTTP interface, the console, the signer and the command line all
                   call these, so that no rule is written twice
    assignments    what devices are told, and that none of it is larger than they read
    work, lease    what the signer has to do, and that one of them does it
    troubles       what it cannot do now
    roles          who may do what

Every function takes the session of a transaction that its caller opened, and the time. What changes something that
administrators decide adds its entry to the audit log in the same transaction.
"""

__all__: list[str] = []
