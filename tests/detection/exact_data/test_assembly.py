"""The parts of an index, from columns of digests."""

from __future__ import annotations

from array import array

from agent.detection.exact_data import ColumnKind, open_index
from agent.detection.exact_data.assembly import assemble
from agent.detection.exact_data.digests import pair_digest
from agent.detection.exact_data.index import Column, Header
from tests.detection.exact_data.samples import KEY


def _header(rows: int, filter_bytes: int, entries: int) -> Header:
    return Header(
        columns=(Column(name="a", kind=ColumnKind.TEXT, values=1), Column(name="b", kind=ColumnKind.TEXT, values=1)),
        rows=rows,
        key_id=KEY.key_id,
        lengths=(8,),
        letter_runs=0,
        most_words=0,
        filter_bytes=filter_bytes,
        entries=entries,
    )


def test_rows_without_two_values_are_not_counted_and_take_no_entry():
    columns = (array("Q", [5, 0, 7, 9]), array("Q", [6, 6, 0, 9]))
    assembled = assemble(columns, KEY, _header, lambda _: None)
    assert (assembled.rows, assembled.entries) == (1, 1)


def test_every_pair_of_many_rows_is_found_again_in_its_row():
    count = 5000
    columns = (array("Q", range(1, count + 1)), array("Q", range(10**15, 10**15 + count)))
    done: list[int] = []
    assembled = assemble(columns, KEY, _header, done.append)
    assert sum(done) <= count
    opened = open_index(memoryview(b"".join(assembled.parts)), KEY)
    hasher = KEY.pair_hasher()
    for row in range(count):
        assert list(opened.rows(pair_digest(hasher, row + 1, 10**15 + row))) == [row]
    assert list(opened.rows(pair_digest(hasher, 1, 10**15 + 1))) == []
    assert all(opened.may_hold(digest) for column in columns for digest in column)
