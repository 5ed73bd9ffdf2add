"""Tables of records are read by the names of their columns; what cannot be read is told without a cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.cli.edm_table import EdmTableError, open_table


def rows(tmp_path: Path, content: bytes, *columns: str) -> list[list[str]]:
    """The chosen cells of a table."""
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with open_table(path, columns) as table:
        return list(table.rows())


@pytest.mark.parametrize(
    "content",
    [
        b"a,b,c\n1,2,3\n4,5,6\n",
        b"a;b;c\r\n1;2;3\r\n4;5;6",
        b"a\tb\tc\n1\t2\t3\n\n4\t5\t6\n",
        b"a|b|c\n1|2|3\n4|5|6\n",
        b'\xef\xbb\xbf"a", b ,C\n"1","2","3"\n4,5,6\n',
    ],
)
def test_reads_the_chosen_columns_in_their_order(tmp_path: Path, content: bytes):
    assert rows(tmp_path, content, "c", "a") == [["3", "1"], ["6", "4"]]


def test_counts_rows_that_are_too_short(tmp_path: Path):
    (tmp_path / "t.csv").write_bytes(b"a,b,c\n1,2\n1,2,3,4\n\n1\n")
    with open_table(tmp_path / "t.csv", ["a", "c"]) as table:
        assert list(table.rows()) == [["1", "3"]]
        assert table.ragged == 2
        assert table.position_bytes == table.size_bytes == 21


def test_reads_cells_with_quotes_and_line_breaks(tmp_path: Path):
    assert rows(tmp_path, b'a,b\n"x ""y"" z","1\n2"\n', "a", "b") == [['x "y" z', "1\n2"]]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The table has no column a Its first line has 0 cells."),
        (b"Zanzibar,1\n", "The table has no column a Its first line has 2 cells."),
        (b"a,a\n", "The table has more than one column a"),
        (b"a,b\nZanzibar,\xff\n", "It is not UTF-8, at or after row 1."),
        (b'a,b\n1,2\n"Zanzibar"x,2\n', "Quotes or cells do not add up, at or after row 2."),
        (b'a,b\n"Zanzibar', "Quotes or cells do not add up"),
        (b"a,b\n" + b"Z" * 200_000, "Quotes or cells do not add up"),
    ],
)
def test_says_what_cannot_be_read_and_never_what_is_in_it(tmp_path: Path, content: bytes, told: str):
    with pytest.raises(EdmTableError) as caught:
        rows(tmp_path, content, "a")
    assert told in str(caught.value)
    assert "Zanzibar" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path):
    with pytest.raises(EdmTableError, match="No such file"), open_table(tmp_path / "x.csv", ["a"]):
        pass
