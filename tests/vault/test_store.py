"""What is kept, for how long, and what makes room for what."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.core.errors import BugError
from agent.redaction import Conversation, new_conversation
from agent.system.sealed_connection import connect
from agent.system.sealed_file import open_sealed_file
from agent.vault import Vault, VaultFullError
from agent.vault.errors import VAULT_ERRORS
from agent.vault.schema import MIGRATIONS
from tests.vault.setting import DAY, NOW, adding, opened

KEY = bytes(range(32))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with closing(opened(tmp_path)) as vault:
        yield vault


def values_of(vault: Vault, *nonces: str, now_after: timedelta = timedelta()) -> list[str]:
    """The values of conversations, at a time after NOW."""
    return [entry.value for each in vault.load(nonces, now=NOW + now_after) for entry in each.entries]


def small_vault(folder: Path, limit_bytes: int) -> Vault:
    """A vault with a limit of its own."""
    connection = open_sealed_file(folder / "small.db", KEY, MIGRATIONS, errors=VAULT_ERRORS)
    return Vault(connection, limit_bytes=limit_bytes)


def test_what_was_kept_is_there_after_the_file_was_closed(tmp_path: Path):
    with closing(opened(tmp_path)) as vault:
        kept = vault.revise(adding("a@x.org", "b@x.org"), now=NOW, lifetime=DAY)
    with closing(opened(tmp_path)) as vault:
        (loaded,) = vault.load([kept.conversation.nonce], now=NOW)
    assert loaded == kept.conversation
    assert kept.expires_at == NOW + DAY


@pytest.mark.parametrize("value", ["", "a\0b", "Grüße 😀", "caf\udce9", "x" * 1_000_000])
def test_any_value_comes_back_as_it_was(vault: Vault, value: str):
    kept = vault.revise(adding(value), now=NOW, lifetime=DAY)
    assert values_of(vault, kept.conversation.nonce) == [value]


def test_a_name_continues_its_conversation(vault: Vault):
    first = vault.revise(adding("a"), now=NOW, lifetime=DAY, name="billing").conversation
    second = vault.revise(adding("b"), now=NOW, lifetime=DAY, name="billing").conversation
    other = vault.revise(adding("c"), now=NOW, lifetime=DAY, name="support").conversation
    assert (second.nonce, second.key) == (first.nonce, first.key)
    assert [entry.value for entry in second.entries] == ["a", "b"]
    assert other.nonce != first.nonce
    assert values_of(vault, first.nonce) == ["a", "b"]


def test_conversations_without_a_name_are_each_their_own(vault: Vault):
    nonces = {vault.revise(adding("a"), now=NOW, lifetime=DAY).conversation.nonce for _ in range(5)}
    assert len(nonces) == 5


def test_a_nameless_conversation_without_entries_is_not_kept(vault: Vault):
    kept = vault.revise(adding(), now=NOW, lifetime=DAY)
    assert kept.expires_at is None
    assert vault.conversations(now=NOW) == ()


def test_a_named_one_is_kept_for_its_key(vault: Vault):
    first = vault.revise(adding(), now=NOW, lifetime=DAY, name="sql").conversation
    assert vault.revise(adding(), now=NOW, lifetime=DAY, name="sql").conversation == first


def test_unknown_nonces_load_nothing(vault: Vault):
    vault.revise(adding("a"), now=NOW, lifetime=DAY)
    assert vault.load(["zzzzzz", "", "' OR 1"], now=NOW) == ()


def test_a_conversation_ends_with_its_lifetime(vault: Vault):
    nonce = vault.revise(adding("a"), now=NOW, lifetime=DAY, name="n").conversation.nonce
    assert values_of(vault, nonce, now_after=DAY - timedelta(seconds=1)) == ["a"]
    assert values_of(vault, nonce, now_after=DAY) == []
    assert values_of(vault, nonce) == []  # deleted, not hidden
    assert vault.revise(adding("b"), now=NOW, lifetime=DAY, name="n").conversation.nonce != nonce


def test_redacting_again_renews_the_lifetime_and_never_shortens_it(vault: Vault):
    vault.revise(adding("a"), now=NOW, lifetime=DAY, name="n")
    assert vault.revise(adding(), now=NOW, lifetime=DAY / 2, name="n").expires_at == NOW + DAY
    assert vault.revise(adding(), now=NOW + DAY / 2, lifetime=DAY, name="n").expires_at == NOW + 1.5 * DAY


def test_what_was_deleted_is_not_left_in_the_file(tmp_path: Path):
    with closing(opened(tmp_path)) as vault:
        vault.revise(adding("canary" * 1000), now=NOW, lifetime=DAY)
        vault.conversations(now=NOW + DAY)
    with closing(connect(tmp_path / "vault.db", KEY, "rw", errors=VAULT_ERRORS)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM entries").fetchone() == (0,)
        assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    assert b"canary" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_the_oldest_make_room_and_it_is_told(tmp_path: Path):
    with closing(small_vault(tmp_path, 3 * (1000 + 64))) as vault:
        first, second, third = (
            vault.revise(adding("x" * 1000), now=NOW + number * timedelta(minutes=1), lifetime=DAY, name=str(number))
            for number in range(3)
        )
        assert first.displaced == second.displaced == third.displaced == 0
        vault.revise(adding(), now=NOW + timedelta(minutes=5), lifetime=DAY, name="0")
        kept = vault.revise(adding("y" * 1000), now=NOW + timedelta(minutes=6), lifetime=DAY)
        assert kept.displaced == 1
        names = {each.name for each in vault.conversations(now=NOW)}
    assert names == {"0", "2", None}


def test_what_does_not_fit_alone_is_refused_and_displaces_nothing(tmp_path: Path):
    with closing(small_vault(tmp_path, 2000)) as vault:
        vault.revise(adding("x" * 1000), now=NOW, lifetime=DAY)
        with pytest.raises(VaultFullError, match="mask"):
            vault.revise(adding("canary" * 1000), now=NOW, lifetime=DAY)
        assert len(vault.conversations(now=NOW)) == 1


def test_a_nonce_that_is_taken_is_drawn_again(tmp_path: Path):
    draws = iter([bytes(64), bytes(64), bytes(64), bytes(range(1, 65))])
    connection = open_sealed_file(tmp_path / "v.db", KEY, MIGRATIONS, errors=VAULT_ERRORS)
    with closing(Vault(connection, random_bytes=lambda _: next(draws))) as vault:
        first = vault.revise(adding("a"), now=NOW, lifetime=DAY).conversation
        second = vault.revise(adding("b"), now=NOW, lifetime=DAY).conversation
    assert first == replace(new_conversation(bytes(64)), entries=first.entries)
    assert second.nonce == new_conversation(bytes(range(1, 65))).nonce


def test_a_random_source_that_repeats_itself_is_a_bug(tmp_path: Path):
    connection = open_sealed_file(tmp_path / "v.db", KEY, MIGRATIONS, errors=VAULT_ERRORS)
    with closing(Vault(connection, random_bytes=bytes)) as vault:
        vault.revise(adding("a"), now=NOW, lifetime=DAY)
        with pytest.raises(BugError):
            vault.revise(adding("b"), now=NOW, lifetime=DAY)


def test_a_change_that_fails_leaves_everything_as_it_was(vault: Vault):
    vault.revise(adding("a"), now=NOW, lifetime=DAY, name="n")

    def failing(_: Conversation) -> Conversation:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        vault.revise(failing, now=NOW, lifetime=DAY, name="n")
    with pytest.raises(BugError):
        vault.revise(lambda _: new_conversation(bytes(64)), now=NOW, lifetime=DAY, name="n")
    with pytest.raises(BugError):
        vault.revise(lambda before: replace(before, entries=()), now=NOW, lifetime=DAY, name="n")
    assert [each.values for each in vault.conversations(now=NOW)] == [1]


def test_a_list_shows_counts_and_never_values(vault: Vault):
    kept = vault.revise(adding("canary", "b"), now=NOW, lifetime=DAY, name="n")
    (stored,) = vault.conversations(now=NOW)
    assert (stored.nonce, stored.name, stored.values) == (kept.conversation.nonce, "n", 2)
    assert (stored.created_at, stored.expires_at) == (NOW, NOW + DAY)
    assert "canary" not in f"{stored!r} {kept!r} {vault!r}"


def test_forgetting_by_name_or_nonce(vault: Vault):
    nonce = vault.revise(adding("a"), now=NOW, lifetime=DAY).conversation.nonce
    vault.revise(adding("b"), now=NOW, lifetime=DAY, name="n")
    assert vault.forget("nothing") == 0
    assert vault.forget("n") == 1
    assert vault.forget(nonce) == 1
    assert vault.conversations(now=NOW) == ()


def test_forgetting_everything(vault: Vault):
    for value in "abc":
        vault.revise(adding(value), now=NOW, lifetime=DAY)
    assert vault.forget_all() == 3
    assert vault.forget_all() == 0


def test_writers_of_one_conversation_do_not_overwrite_each_other(tmp_path: Path):
    def write(writer: int) -> None:
        with closing(opened(tmp_path)) as vault:
            for number in range(5):
                vault.revise(adding(f"{writer}-{number}"), now=NOW, lifetime=DAY, name="shared")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    with closing(opened(tmp_path)) as vault:
        (stored,) = vault.conversations(now=NOW)
        (conversation,) = vault.load([stored.nonce], now=NOW)
    assert sorted(entry.number for entry in conversation.entries) == list(range(1, 21))
    assert len({entry.value for entry in conversation.entries}) == 20
