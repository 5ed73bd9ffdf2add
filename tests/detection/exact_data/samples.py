"""Small tables, and indexes of them that take every column."""

from __future__ import annotations

import random
from collections.abc import Sequence

from agent.core.custom import ExactData
from agent.detection.exact_data import ColumnKind, ExactDataFinder, ExactDataIndex, IndexBuilder, IndexKey, open_index

__all__ = ["KEY", "definition", "finder", "found", "index", "index_bytes", "random_table", "records"]

KEY = IndexKey(secret=bytes(range(32)))


def records(count: int = 30, seed: int = 1) -> list[list[str]]:
    """Card number, address and account of people who do not exist."""
    choose = random.Random(seed)  # noqa: S311 - test data
    return [
        [
            " ".join(f"{choose.randrange(10_000):04}" for _ in range(4)),
            f"jane.doe{choose.randrange(10**9)}@example.com",
            f"XX{choose.randrange(10**18):018}",
        ]
        for _ in range(count)
    ]


def random_table(seed: int) -> list[list[str]]:
    """Six rows of four columns of any shape: letters, digits, both, addresses, of one to four words."""
    choose = random.Random(seed)  # noqa: S311 - test data
    alphabets = [choose.choice(("abcdefXYZ", "0123456789", "abcDEF0123456789", "éüßñab12")) for _ in range(4)]

    def value(alphabet: str) -> str:
        words = ["".join(choose.choices(alphabet, k=choose.randint(5, 8))) for _ in range(choose.randint(2, 4))]
        return choose.choice((" ", "-", ".", "/", "@")).join(words)

    return [[value(alphabet) for alphabet in alphabets] for _ in range(6)]


def index_bytes(rows: Sequence[Sequence[str]], kinds: Sequence[ColumnKind] = (), key: IndexKey = KEY) -> bytes:
    """The file of an index that leaves no column out."""
    kinds = kinds or [ColumnKind.TEXT] * len(rows[0])
    builder = IndexBuilder([(f"column{place}", kind) for place, kind in enumerate(kinds)], key)
    for row in rows:
        builder.add(row)
    return b"".join(builder.finish(floor_bits=0).parts)


def index(rows: Sequence[Sequence[str]], kinds: Sequence[ColumnKind] = ()) -> ExactDataIndex:
    """The same, opened."""
    return open_index(memoryview(index_bytes(rows, kinds)), KEY)


def definition(min_columns: int = 2, within: int = 200) -> ExactData:
    """Customers."""
    return ExactData(
        exact_data_id="customers",
        entity="CUSTOMER",
        title="a customer record",
        index="x",
        key="x",
        min_columns=min_columns,
        within=within,
        confidence=0.99,
    )


def finder(rows: Sequence[Sequence[str]], min_columns: int = 2, within: int = 200) -> ExactDataFinder:
    """A finder of the rows."""
    return ExactDataFinder(definition(min_columns, within), index(rows))


def found(searching: ExactDataFinder, text: str) -> list[str]:
    """What it finds, in order."""
    findings = sorted(searching.find(text).findings, key=lambda finding: finding.start)
    return [text[each.start : each.end] for each in findings]
