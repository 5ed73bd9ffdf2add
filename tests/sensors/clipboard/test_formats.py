"""Which format of a clipboard is read, and what kind of content that makes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import ContentKind
from agent.sensors.clipboard.formats import decode_text, plan_read

FILES, IMAGE, OTHER, TEXT = ContentKind.FILES, ContentKind.IMAGE, ContentKind.OTHER, ContentKind.TEXT

CASES = [
    ("plain text from a toolkit", ("TARGETS", "UTF8_STRING", "TEXT", "STRING"), TEXT, "UTF8_STRING"),
    ("text by its media type only", ("text/plain;charset=utf-8", "text/plain"), TEXT, "text/plain;charset=utf-8"),
    ("media type as some write it", ("text/plain;charset=UTF-8",), TEXT, "text/plain;charset=UTF-8"),
    ("an old program", ("STRING",), TEXT, "STRING"),
    ("a very old program", ("TEXT",), TEXT, "TEXT"),
    ("the best format wins over the order", ("STRING", "text/plain", "UTF8_STRING"), TEXT, "UTF8_STRING"),
    ("rich text of a browser", ("text/html", "UTF8_STRING"), TEXT, "UTF8_STRING"),
    ("a link of a browser", ("text/x-moz-url", "text/uri-list", "UTF8_STRING"), TEXT, "UTF8_STRING"),
    ("cells of an office program", ("image/png", "text/html", "UTF8_STRING"), TEXT, "UTF8_STRING"),
    ("files of GNOME", ("x-special/gnome-copied-files", "text/uri-list", "UTF8_STRING"), FILES, None),
    ("files of MATE", ("x-special/mate-copied-files", "UTF8_STRING"), FILES, None),
    ("files of KDE", ("text/uri-list", "application/x-kde-cutselection", "text/plain"), FILES, None),
    ("files without text", ("text/uri-list",), FILES, None),
    ("a picture", ("TARGETS", "TIMESTAMP", "image/png", "image/bmp"), IMAGE, None),
    ("an old picture", ("PIXMAP",), IMAGE, None),
    ("a picture with its address", ("text/html", "image/png"), IMAGE, None),
    ("markup only", ("text/html",), OTHER, None),
    ("nothing that is known", ("TARGETS", "TIMESTAMP", "application/x-color"), OTHER, None),
    ("nothing at all", (), OTHER, None),
    ("a name that only looks like text", ("utf8_string", "text/plainish"), OTHER, None),
    ("a name that only looks like a picture", ("images/png",), OTHER, None),
]


@pytest.mark.parametrize(
    ("targets", "kind", "target"), [case[1:] for case in CASES], ids=[case[0].replace(" ", "_") for case in CASES]
)
def test_reads_what_says_most(targets: tuple[str, ...], kind: ContentKind, target: str | None):
    plan = plan_read(targets)
    assert (plan.kind, plan.target) == (kind, target)


@given(st.lists(st.sampled_from(sorted({target for case in CASES for target in case[1]}))))
def test_the_order_of_the_formats_does_not_matter(targets: list[str]):
    assert plan_read(targets) == plan_read(targets[::-1])


@given(st.lists(st.text()))
def test_only_what_is_offered_is_read(targets: list[str]):
    assert plan_read(targets).target in {None, *targets}


@given(st.text().filter(lambda text: not text.endswith("\0")))
def test_utf8_comes_back_as_it_was(text: str):
    assert decode_text(text.encode(), "UTF8_STRING") == text


@pytest.mark.parametrize(
    ("data", "property_type", "text"),
    [
        (b"M\xfcnchen", "STRING", "München"),
        ("München".encode(), "UTF8_STRING", "München"),
        ("München".encode(), "text/plain", "München"),
        (b"M\xfcnchen", "UTF8_STRING", "M�nchen"),
        (b"caf\xc3", "UTF8_STRING", "caf�"),
        (b"old toolkit\0", "UTF8_STRING", "old toolkit"),
        (b"in\0side", "UTF8_STRING", "in\0side"),
        (b"", "UTF8_STRING", ""),
    ],
)
def test_decodes_by_the_type_that_came(data: bytes, property_type: str, text: str):
    assert decode_text(data, property_type) == text


@given(st.binary())
def test_no_bytes_are_too_strange(data: bytes):
    assert isinstance(decode_text(data, "UTF8_STRING"), str)
