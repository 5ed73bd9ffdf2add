"""A publication is taken apart within limits, and whatever is no publication is refused in words."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.repository.errors import PublicationRefusedError
from server.repository.publication import PUBLICATION_LIMIT_BYTES, parse_publication
from tests.server.repository.organization import Organization, policy_text

_HEADER = json.dumps(
    {
        "format": "cordon-publication-1",
        "author": "0" * 64,
        "author_owner": "ada",
        "created_at": "2027-01-01T00:00:00Z",
    }
).encode()
_METADATA = json.dumps(
    {
        "signatures": [],
        "signed": {
            "_type": "targets",
            "version": 1,
            "spec_version": "1.0.31",
            "expires": "2027-01-01T00:00:00Z",
            "targets": {},
        },
    }
).encode()


def test_what_was_written_is_read_back(organization: Organization):
    draft = organization.draft_global(policy_text(), {"terms.txt": b"one\n"})
    read = parse_publication(draft.to_bytes())
    assert read.to_bytes() == draft.to_bytes()
    assert (read.author, read.author_owner, read.summary) == (draft.author, "ada", "A change")
    assert read.files == draft.files
    assert read.created_at == draft.created_at


@given(st.binary(max_size=400))
def test_bytes_that_are_no_publication_are_refused(untrusted: bytes):
    with pytest.raises(PublicationRefusedError, match="cannot be read"):
        parse_publication(untrusted)


@given(st.data())
def test_a_damaged_publication_is_refused_or_the_same(data: st.DataObject):
    whole = _packed({"publication.json": _HEADER, "metadata/targets.json": _METADATA})
    place = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
    try:
        parse_publication(damaged)
    except PublicationRefusedError:
        return


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ({"metadata/targets.json": "METADATA"}, "publication.json is missing"),
        ({"publication.json": "HEADER"}, "changes nothing"),
        ({"publication.json": "HEADER", "metadata/timestamp.json": "METADATA"}, "does not belong"),
        ({"publication.json": "HEADER", "metadata/snapshot.json": "METADATA"}, "does not belong"),
        ({"publication.json": "HEADER", "metadata/devices-3.json": "METADATA"}, "does not belong"),
        ({"publication.json": "HEADER", "targets/../../etc/passwd": "x"}, "does not belong"),
        ({"publication.json": "HEADER", "/etc/passwd": "x"}, "does not belong"),
        ({"publication.json": "HEADER", "targets/policy/.hidden": "x"}, "does not belong"),
        ({"publication.json": "HEADER", "metadata/root.json": "METADATA"}, "of another kind"),
        ({"publication.json": "HEADER", "metadata/targets.json": "{}"}, "cannot be read"),
        ({"publication.json": "{}", "metadata/targets.json": "METADATA"}, "publication.json: author: missing"),
    ],
)
def test_other_files_are_refused(entries: dict[str, str], says: str):
    contents = {"METADATA": _METADATA, "HEADER": _HEADER}
    with pytest.raises(PublicationRefusedError, match=says):
        parse_publication(_packed({name: contents.get(each, each.encode()) for name, each in entries.items()}))


def test_a_file_that_is_there_twice_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("publication.json", _HEADER)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("publication.json", _HEADER)
    with pytest.raises(PublicationRefusedError, match="a file twice"):
        parse_publication(packed.getvalue())


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("is_damaged", [False, True])
def test_other_ways_of_packing_are_refused(packing: int, is_damaged: bool):
    whole = bytearray(_packed({"publication.json": _HEADER, "metadata/targets.json": _METADATA}, packing))
    if is_damaged:
        place = whole.index(b"publication.json") + len(b"publication.json")
        whole[place + 4 : place + 9] = b"\xff" * 5
    with pytest.raises(PublicationRefusedError, match="packed in a way"):
        parse_publication(bytes(whole))


@pytest.mark.parametrize(
    "untrusted",
    [
        _METADATA.replace(b'"version": 1', b'"version": 1, "x": 1.5'),
        _METADATA.replace(b'"version": 1', b'"version": 1, "x": "\\ud800"'),
        _METADATA.replace(b'"version": 1', b'"version": ' + b"9" * 5000),
        b"[" * 100_000,
    ],
    ids=["fraction", "half a character", "long number", "deep"],
)
def test_metadata_that_could_not_be_written_again_is_refused(untrusted: bytes):
    with pytest.raises(PublicationRefusedError, match="metadata of targets cannot be read"):
        parse_publication(_packed({"publication.json": _HEADER, "metadata/targets.json": untrusted}))


def test_metadata_above_what_devices_accept_is_refused_before_it_is_unpacked():
    large = _METADATA.replace(b'"version": 1', b'"version": 1, "x": "' + b"x" * 5_000_000 + b'"')
    with pytest.raises(PublicationRefusedError, match="larger than devices accept"):
        parse_publication(_packed({"publication.json": _HEADER, "metadata/targets.json": large}))


def test_what_unpacks_to_too_much_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive, archive.open("x", "w") as file:
        block = bytes(1 << 20)
        for _ in range((PUBLICATION_LIMIT_BYTES >> 20) + 1):
            file.write(block)
    assert len(packed.getvalue()) < 1 << 20
    with pytest.raises(PublicationRefusedError, match="Unpacked, it is larger"):
        parse_publication(packed.getvalue())


def test_too_many_files_are_refused():
    with pytest.raises(PublicationRefusedError, match="more than 2000 files"):
        parse_publication(_packed({f"targets/policy/{number}": b"" for number in range(2001)}))


def _packed(entries: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()
