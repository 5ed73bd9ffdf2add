"""The tables of the history file, and the steps from each version of them to the next.

Rules kept here:

- A published migration never changes.
- A page and its total take milliseconds at any size: no query reads more rows than it shows, apart from those of the
  two days in which a time range begins and ends.

How that is done: a *kind* is one combination of what events are filtered by (channel, label, action, destination);
there are some dozens. `events_by_kind` gives the newest events of one kind, and a page merges those of the kinds that
match. `kinds.events` and `days.events` count; a trigger keeps them, so that no writer can forget to. Ids are random, so
`events_by_id` begins with the day: an index over all ids would be rewritten in a random place with every event.
"""

from __future__ import annotations

__all__ = ["DAY_US", "MIGRATIONS", "SCHEMA_VERSION"]

DAY_US = 86_400_000_000
"""A day of `days` in microseconds; day 0 begins with 1970 (UTC)."""

# 86400000000 is DAY_US; a published migration is a literal.
_VERSION_1 = (
    """
    CREATE TABLE kinds (
        kind_id INTEGER PRIMARY KEY,
        channel TEXT NOT NULL,
        label_rank INTEGER NOT NULL,
        label_name TEXT NOT NULL,
        action TEXT NOT NULL,
        destination_id TEXT NOT NULL,
        events INTEGER NOT NULL DEFAULT 0,
        UNIQUE (channel, label_rank, label_name, action, destination_id)
    )
    """,
    """
    CREATE TABLE days (
        day INTEGER NOT NULL,
        kind_id INTEGER NOT NULL REFERENCES kinds,
        events INTEGER NOT NULL,
        PRIMARY KEY (day, kind_id)
    ) WITHOUT ROWID
    """,
    # AUTOINCREMENT: a number is never given twice, so that a cursor cannot come to mean another event.
    """
    CREATE TABLE events (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        event_id BLOB NOT NULL,
        occurred_at_us INTEGER NOT NULL,
        kind_id INTEGER NOT NULL REFERENCES kinds,
        reason TEXT NOT NULL,
        destination_name TEXT NOT NULL,
        destination_status TEXT NOT NULL,
        category TEXT,
        entities TEXT NOT NULL,
        inspection TEXT NOT NULL,
        mode TEXT NOT NULL,
        disposition TEXT NOT NULL,
        rule_ids TEXT NOT NULL,
        policy_version TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX events_by_id ON events (occurred_at_us / 86400000000, event_id)",
    "CREATE INDEX events_by_kind ON events (kind_id, occurred_at_us, sequence)",
    """
    CREATE TRIGGER events_counted AFTER INSERT ON events BEGIN
        UPDATE kinds SET events = events + 1 WHERE kind_id = NEW.kind_id;
        INSERT INTO days (day, kind_id, events) VALUES (NEW.occurred_at_us / 86400000000, NEW.kind_id, 1)
            ON CONFLICT (day, kind_id) DO UPDATE SET events = events + 1;
    END
    """,
    """
    CREATE TABLE dispositions (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        event_sequence INTEGER NOT NULL REFERENCES events,
        disposition TEXT NOT NULL,
        at_us INTEGER NOT NULL
    )
    """,
    "CREATE INDEX dispositions_by_event ON dispositions (event_sequence, sequence)",
)

# `kind` as in `chain.LinkKind`; `row` is a sequence in its table; `digest` stands for a row that retention has deleted.
# `receipts.link` and `mac` are of the last link that is gone from the beginning, events and dispositions are all that
# were ever deleted. A row in `unchained` asks for links of what a version before this one has written.
_VERSION_2 = (
    """
    CREATE TABLE links (
        link INTEGER PRIMARY KEY,
        kind INTEGER NOT NULL,
        row INTEGER NOT NULL,
        day INTEGER NOT NULL,
        digest BLOB,
        mac BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE receipts (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        first_day INTEGER NOT NULL,
        events INTEGER NOT NULL,
        dispositions INTEGER NOT NULL,
        link INTEGER NOT NULL,
        mac BLOB NOT NULL
    )
    """,
    "CREATE TABLE unchained (reason TEXT NOT NULL)",
    "INSERT INTO unchained SELECT 'written before' WHERE EXISTS (SELECT 1 FROM events)",
)

MIGRATIONS = (_VERSION_1, _VERSION_2)

SCHEMA_VERSION = len(MIGRATIONS)
