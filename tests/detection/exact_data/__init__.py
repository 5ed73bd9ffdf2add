"""Exact data match: from records to an index, and from a text to findings."""
