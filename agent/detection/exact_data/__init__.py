"""Exact data match: finds a customer's own records by a keyed-hash index, without holding a value of them.

    canonical   text → words; values and candidates in one form, the same when building and when looking up
    digests     the key, and what of a value enters an index
    entropy     which columns are too easy to guess
    builder     records → index
    index       the file format, verified when opened
    finder      text → findings

No module opens a file: indexes and keys come and go as bytes.
"""

from agent.detection.exact_data.builder import BuildReport, BuiltIndex, ColumnReport, IndexBuilder
from agent.detection.exact_data.canonical import ColumnKind
from agent.detection.exact_data.digests import KEY_BYTES, IndexKey, format_key, parse_key
from agent.detection.exact_data.errors import ExactDataError
from agent.detection.exact_data.finder import ExactDataFinder
from agent.detection.exact_data.index import ExactDataIndex, Header, open_index, read_header

__all__ = [
    "KEY_BYTES",
    "BuildReport",
    "BuiltIndex",
    "ColumnKind",
    "ColumnReport",
    "ExactDataError",
    "ExactDataFinder",
    "ExactDataIndex",
    "Header",
    "IndexBuilder",
    "IndexKey",
    "format_key",
    "open_index",
    "parse_key",
    "read_header",
]
