"""`cordon scan --jsonl`: one answer for each line, for programs that scan many texts.

In: `{"id", "text"}` a line (further members are passed over); out, in the same order:
`{"id", "spans": [{"start", "end", "entity", "confidence"}], "category", "label", "is_secret"}`.

Rules kept here:
- A line is answered before the next one is read, so that a program may hold a conversation through two pipes; nothing
  grows with the number of lines.
- Offsets are in code points of `text` as JSON spells it; a lone surrogate is one code point.
- A line that cannot be judged is answered with `{"id", "error"}` (id null where it cannot be told) and reported with
  its number on standard error; neither repeats what stood there. Blank lines are passed over.
- A text that was read in part is answered with what was found, and reported, too: it must not pass for a clean one.
- `label` is the policy's on everything found. `is_secret` says that there is a password, another secret, or an address
  with credentials in it, whichever entities are selected; the least confidence counts for it, too.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from agent.cli.scan_input import LIMIT_BYTES
from agent.cli.scan_result import Selection
from agent.core import Assessment, Entity, Finding, Inspection

__all__ = ["Judged", "answer_lines"]

_SECRETS = frozenset({Entity.SECRET, Entity.PASSWORD, Entity.URL})
_DRAIN_BYTES = 1 << 20
_MARK = b"\xef\xbb\xbf"

LineId = str | int | float


class _Line(msgspec.Struct):
    id: LineId
    text: str


class _Span(msgspec.Struct):
    start: int
    end: int
    entity: str
    confidence: float


class _Answer(msgspec.Struct):
    id: LineId
    spans: list[_Span]
    category: str | None
    label: str
    is_secret: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is known of one text: the assessment, and the name of the policy's label."""

    assessment: Assessment
    label: str


class _BadLineError(ValueError):
    """A line that cannot be judged: why, and its id if that could be read. Never holds content."""

    def __init__(self, why: str, line_id: LineId | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.line_id = line_id


def _lines(stream: BinaryIO, limit_bytes: int) -> Iterator[bytes | None]:
    """Each line with its end; None for one beyond the limit, which is read past without being kept."""
    while line := stream.readline(limit_bytes + 1):
        if len(line) <= limit_bytes or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_DRAIN_BYTES)
        yield None


def answer_lines(
    source: BinaryIO,
    sink: BinaryIO,
    *,
    judge: Callable[[str], Judged],
    selection: Selection,
    report: Callable[[int, str], None],
    advance: Callable[[int], None] = lambda _: None,
    limit_bytes: int = LIMIT_BYTES,
) -> None:
    """Answer every line.

    Args:
        source: lines in UTF-8; a byte order mark may lead.
        sink: gets the answers, and is flushed after each.
        judge: text to what is known of it.
        selection: which findings become spans.
        report: gets the number of each bad line and of each that was not read whole, from 1, and what is wrong with it.
        advance: gets the size of each line once it is answered.
        limit_bytes: a longer line is a bad one.

    Raises:
        OSError: of source or sink.
    """
    decoder = msgspec.json.Decoder(_Line)
    for number, line in enumerate(_lines(source, limit_bytes), start=1):
        read = line.removeprefix(_MARK) if line is not None and number == 1 else line
        if read is not None and not read.strip():
            continue
        try:
            wanted = _parse(decoder, read)
            judged = judge(wanted.text)
            if judged.assessment.inspection is not Inspection.COMPLETE:
                report(number, "not everything could be read")
            elif judged.assessment.model.is_gap:
                report(number, "the model has not read everything")
            answer = _encode(_answer(wanted.id, judged, selection))
        except _BadLineError as exc:
            report(number, exc.why)
            answer = json.dumps({"id": exc.line_id, "error": exc.why}).encode()
        sink.write(answer + b"\n")
        sink.flush()
        advance(len(line or b""))


def _answer(line_id: LineId, judged: Judged, selection: Selection) -> _Answer:
    findings = judged.assessment.findings
    return _Answer(
        id=line_id,
        spans=[_Span(each.start, each.end, each.entity, round(each.confidence, 4)) for each in selection.of(findings)],
        category=judged.assessment.category,
        label=judged.label,
        is_secret=any(_is_secret(each, selection.min_confidence) for each in findings),
    )


def _is_secret(finding: Finding, min_confidence: float) -> bool:
    return finding.entity in _SECRETS and finding.confidence >= min_confidence


def _encode(answer: _Answer) -> bytes:
    try:
        return msgspec.json.encode(answer)
    except (UnicodeEncodeError, OverflowError):  # an id with a lone surrogate, or of more than 64 bits
        return json.dumps(msgspec.to_builtins(answer)).encode()


def _parse(decoder: msgspec.json.Decoder[_Line], line: bytes | None) -> _Line:
    if line is None:
        raise _BadLineError("longer than the limit")
    try:
        return decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _parse_slowly(line)


def _parse_slowly(line: bytes) -> _Line:
    """Read what the fast decoder refuses though it is JSON (lone surrogates, long numbers), or say what is wrong."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise _BadLineError("not UTF-8", _id_of(_loads(line.decode(errors="replace")))) from None
    parsed = _loads(text)
    if not isinstance(parsed, dict):
        raise _BadLineError("not an object")
    line_id = _id_of(parsed)
    if line_id is None:
        raise _BadLineError("the id is neither text nor a number" if "id" in parsed else "there is no id")
    if not isinstance(parsed.get("text"), str):
        raise _BadLineError("the text is not a string" if "text" in parsed else "there is no text", line_id)
    return _Line(line_id, parsed["text"])


def _loads(text: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        raise _BadLineError("not JSON") from None
    return value


def _id_of(parsed: object) -> LineId | None:
    line_id = parsed.get("id") if isinstance(parsed, dict) else None
    if isinstance(line_id, float) and not math.isfinite(line_id):
        return None
    return line_id if isinstance(line_id, str | int | float) and not isinstance(line_id, bool) else None
