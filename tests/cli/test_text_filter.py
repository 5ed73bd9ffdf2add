"""Bytes in, the same bytes out; what is no text is refused."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import Result

from agent.cli.scan_input import LIMIT_BYTES
from agent.cli.text_filter import FilterInputError, read_input, write_output
from agent.core.errors import AgentError


def written(text: str, encoding: str) -> bytes:
    """What comes out."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(out):
        write_output(text, encoding)
    buffer = out.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


SAMPLES = [
    b"",
    b"no newline",
    b"unix\nline\n",
    b"dos\r\nline\r\n",
    b"old\rmac\r",
    b"\xef\xbb\xbfwith a mark",
    "Grüße 😀\u2028".encode(),
    b"caf\xe9 in Latin-1",
    b"\xff\xfe" + "UTF-16 ⟦😀⟧\r\n".encode("utf-16-le"),
    b"\xfe\xff" + "UTF-16 ⟦😀⟧\r\n".encode("utf-16-be"),
]


@pytest.mark.parametrize("data", SAMPLES)
def test_what_is_not_changed_comes_out_as_it_came_in(tmp_path: Path, data: bytes):
    (tmp_path / "file").write_bytes(data)
    source = read_input(str(tmp_path / "file"))
    assert written(source.text, source.encoding) == data
    assert source.size_bytes == len(data)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "file"


@given(st.binary(max_size=80))
def test_any_bytes_come_out_as_they_came_in_or_are_refused(scratch: Path, data: bytes):
    scratch.write_bytes(data)
    try:
        source = read_input(str(scratch))
    except FilterInputError:
        assert b"\0" in data or data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    else:
        assert written(source.text, source.encoding) == data


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\0\0", b"text\0", b"\xff\xfea", b"\xff\xfe\0\0a\0\0\0", b"\xfe\xff\xd8\x00"]
)
def test_what_is_no_text_is_refused_with_the_next_step(tmp_path: Path, data: bytes):
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(FilterInputError, match="no text") as caught:
        read_input(str(tmp_path / "file"))
    assert caught.value.hint


def test_too_much_is_refused_and_not_cut(tmp_path: Path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)
    with pytest.raises(FilterInputError, match="limit is 64 MB"):
        read_input(str(tmp_path / "large"))


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_what_cannot_be_read_is_an_error_without_its_path(cordon: Callable[..., Result], tmp_path: Path, name: str):
    done = cordon("redact", str(tmp_path / name))
    assert isinstance(done.exception, AgentError)
    assert str(tmp_path) not in str(done.exception)


def test_bytes_that_do_not_fit_the_encoding_are_an_error():
    with pytest.raises(FilterInputError, match="UTF-8"):
        written("\udce9", "utf-16-le")
    assert sys.stdout is not None


def test_the_text_is_not_in_a_repr(tmp_path: Path):
    (tmp_path / "file").write_text("canary", encoding="utf-8")
    assert "canary" not in repr(read_input(str(tmp_path / "file")))
