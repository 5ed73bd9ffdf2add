"""Small files in which a process remembers something."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.system.state_file import StateFile, StateFileError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(content=st.dictionaries(st.text(), JSON, max_size=5))
def test_what_was_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, content: dict[str, object]):
    file = StateFile(tmp_path_factory.getbasetemp() / "memory" / "file.json")
    file.save(content)
    assert file.load() == content


def test_only_its_owner_can_read_it_unless_it_is_for_others(tmp_path: Path):
    for mode in (0o600, 0o644):
        StateFile(tmp_path / "a.json", mode).save({})
        assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == mode
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


def test_nothing_is_there_before_anything_was_saved(tmp_path: Path):
    assert StateFile(tmp_path / "none.json").load() is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"3", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_mapping_counts_as_not_there(tmp_path: Path, content: bytes):
    (tmp_path / "a.json").write_bytes(content)
    assert StateFile(tmp_path / "a.json").load() is None


def test_a_link_or_a_pipe_in_its_place_is_not_read(tmp_path: Path):
    StateFile(tmp_path / "real.json").save({"a": 1})
    (tmp_path / "link.json").symlink_to("real.json")
    os.mkfifo(tmp_path / "pipe.json")
    assert StateFile(tmp_path / "link.json").load() is None
    assert StateFile(tmp_path / "pipe.json").load() is None


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path):
    StateFile(tmp_path / "a.json").save({"a": 1})
    (tmp_path / ".a.json.new").mkdir()
    with pytest.raises(StateFileError) as refused:
        StateFile(tmp_path / "a.json").save({"secret": 2})
    assert "secret" not in str(refused.value)
    assert StateFile(tmp_path / "a.json").load() == {"a": 1}
