"""The one process that holds the online keys: it turns what the database says into signed files.

Assignments, grants within their limits, accepted publications, and new snapshots and timestamps before the old ones
expire. It takes no connections; the web process only writes down what is wanted.

    loop       what is done in one round, and who of several signers does it
    settled    whether a publication that was begun is published already
    troubles   what could not be done, for whoever looks after it
    program    the process
"""

__all__: list[str] = []
