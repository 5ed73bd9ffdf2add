"""What the signer cannot do."""

from __future__ import annotations

from server.storage import troubles
from server.storage.database import Database
from tests.server.repository.organization import NOW


def test_what_is_wrong_is_kept_until_it_is_over(database: Database):
    with database.writing() as session:
        troubles.keep(session, NOW, "publish", "repository")
        troubles.keep(session, NOW, "publish", "storage")
        troubles.keep(session, NOW, "a" * 32, "repository")
        troubles.keep(session, NOW, "b" * 32, "repository")
        assert troubles.find_troubles(session) == {"publish": "storage", "a" * 32: "repository", "b" * 32: "repository"}
        assert troubles.count_by_code(session) == {"storage": 1, "repository": 2}
        troubles.keep(session, NOW, "a" * 32, None)
        troubles.keep(session, NOW, "never", None)
        assert troubles.count_by_code(session) == {"storage": 1, "repository": 1}
        troubles.forget_all(session)
        assert troubles.find_troubles(session) == {}
