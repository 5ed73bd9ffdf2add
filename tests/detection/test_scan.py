"""The way of a candidate, on recognizers made for the test."""

from __future__ import annotations

import pytest

from agent.core import ScoreStep
from agent.detection.compiled import LazyRegex
from agent.detection.prefilter import WINDOW_BYTES
from agent.detection.recognizer import Context, Judge, Judgement, Pattern, Recognizer
from agent.detection.scan import MIN_CONFIDENCE, RecognizerSet, ScanResult, work_limit


class CountingJudge:
    """A judge that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, value: str) -> tuple[Judgement, ...]:
        """Confirm at 0.6 what starts with "a"."""
        self.asked.append(value)
        return (Judgement(start=0, end=len(value), confidence=0.6, what="test"),) if value[0] == "a" else ()


def _recognizer(  # one argument per field under test
    judge: Judge | None = None,
    *,
    regex: bytes = rb"\b[a-z][0-9]{3}",
    score: float = 0.5,
    needs_context: bool = False,
    rescan: bool = False,
    cost: int = 0,
    name: str = "thing",
) -> Recognizer:
    return Recognizer(
        recognizer_id=name,
        entity=name.upper(),
        title="a thing",
        patterns=(
            Pattern(
                name="letter and digits",
                regex=regex,
                score=score,
                judge=judge,
                needs_context=needs_context,
                rescan=rescan,
            ),
        ),
        context=Context(supporting=("secret",), opposing=("order",), boost=0.3, drop=0.4),
        cost=cost,
    )


def _find(text: str, *recognizers: Recognizer) -> list[tuple[str, float]]:
    data = text.encode()
    drafts = sorted(_scan(text, *recognizers).drafts, key=lambda draft: draft.start)
    return [(data[each.start : each.end].decode(), each.explanation.steps[-1].confidence) for each in drafts]


def _scan(text: str, *recognizers: Recognizer) -> ScanResult:
    return RecognizerSet(recognizers).scan(text.encode())


def test_without_a_judge_the_pattern_s_score_stands():
    assert _find("x a123", _recognizer()) == [("a123", 0.5)]
    assert _find("x a12", _recognizer()) == []


def test_judge_confirms_or_kills():
    assert _find("a123 b123", _recognizer(CountingJudge())) == [("a123", 0.6)]


def test_same_value_is_judged_once():
    judge = CountingJudge()
    assert len(_find("a123 b123 " * 50, _recognizer(judge))) == 50
    assert judge.asked == ["a123", "b123"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Secret: a123", 0.9),
        ("a123 is secret", 0.81),
        ("secret order a123", 0.9),
        ("Secret, a123", 0.81),
        ("secret\na123", 0.9),
        ("secret, order a123", 0.2),
        ("secret\x1e\na123", 0.6),
        ("nonsecret a123", 0.6),
        ("order\na123", 0.6),
        ("secret" + " " * 80 + "a123", 0.6),
    ],
)
def test_context_adjusts(text: str, expected: float):
    assert _find(text, _recognizer(CountingJudge())) == ([("a123", expected)] if expected >= MIN_CONFIDENCE else [])


def test_opposing_label_drops_below_the_threshold():
    assert _find("order a123", _recognizer(CountingJudge())) == []


def test_needed_context_is_asked_before_the_judge():
    judge = CountingJudge()
    assert _find("a123", _recognizer(judge, needs_context=True)) == []
    assert judge.asked == []
    assert _find("secret a123", _recognizer(judge, needs_context=True)) == [("a123", 0.9)]


def test_rescan_finds_what_a_killed_match_swallowed():
    regex = rb"\b[a-z][0-9](?: [a-z][0-9])"
    assert _find("b1 a1 a2", _recognizer(CountingJudge(), regex=regex)) == []
    assert _find("b1 a1 a2", _recognizer(CountingJudge(), regex=regex, rescan=True)) == [("a1 a2", 0.6)]


def test_first_group_is_the_value():
    assert _find("k=a123;", _recognizer(regex=rb"k=(?:'([^']+)'|([a-z0-9]+))")) == [("a123", 0.5)]
    assert _find("k='a 3';", _recognizer(regex=rb"k=(?:'([^']+)'|([a-z0-9]+))")) == [("a 3", 0.5)]


def test_group_that_cuts_a_character_is_moved_to_its_start():
    assert _find("k=ééé", _recognizer(regex=rb"k=(.{5})")) == [("éé", 0.5)]


def test_judgement_inside_a_non_ascii_value():
    def last_two(value: str) -> tuple[Judgement, ...]:
        return (Judgement(start=len(value) - 2, end=len(value), confidence=0.7, what="test"),)

    assert _find("é k=éüaß!", _recognizer(last_two, regex=rb"k=([^!]+)")) == [("aß", 0.7)]


@pytest.mark.parametrize("offset", range(-6, 3))
def test_match_across_a_window_s_end_is_found_once(offset: int):
    before = " " * (WINDOW_BYTES + offset)
    assert _find(f"{before}a123 {'x ' * 30_000}", _recognizer()) == [("a123", 0.5)]


def test_values_beside_a_needed_word_only_are_judged():
    judge = CountingJudge()
    text = "a111 " * 100 + "secret a222 " + "a333 " * 100
    found = _find(text, _recognizer(judge, needs_context=True))
    assert "a222" in [value for value, _ in found]
    assert len(found) < 40


@pytest.mark.parametrize("distance", [0, 1, 30, 50, 60, 200])
@pytest.mark.parametrize("offset", range(-8, 3))
def test_needed_word_and_value_may_lie_in_two_windows(distance: int, offset: int):
    before = "x " * ((WINDOW_BYTES + offset) // 2)
    found = _find(f"{before}secret {' ' * distance}a123 {'x ' * 30_000}", _recognizer(needs_context=True))
    assert len(found) == (1 if distance <= 50 else 0)


def test_hints_name_where_they_may_begin():
    recognizers = RecognizerSet((_recognizer(),), (LazyRegex(b"hint"), LazyRegex(b"other")))
    result = recognizers.scan(b" " * WINDOW_BYTES * 2 + b"a hint a123" + b" " * WINDOW_BYTES)
    assert result.hints[0] == ((WINDOW_BYTES * 2 + 2, WINDOW_BYTES * 2 + 3),)
    assert result.hints[1] == ()
    assert len(result.drafts) == 1


def test_work_limit_stops_one_recognizer_and_says_so():
    judge = CountingJudge()
    flood = " ".join(f"b{number:03}" for number in range(1000))
    recognizers = RecognizerSet((_recognizer(judge, cost=work_limit(len(flood)) // 10), _recognizer(name="other")))
    result = recognizers.scan((flood + " a123").encode())
    assert not result.complete
    assert len(judge.asked) <= 11
    # The other recognizer is not held up by the flood.
    assert len(result.drafts) == 1001
    assert _scan(flood, _recognizer()).complete


def test_explanation_names_every_step_and_no_value():
    (draft,) = _scan("secret a123", _recognizer(CountingJudge())).drafts
    assert draft.explanation.steps == (
        ScoreStep(what="pattern: letter and digits", confidence=0.5),
        ScoreStep(what="test", confidence=0.6),
        ScoreStep(what="context: its label says what it is", confidence=0.9),
    )
    assert draft.explanation.summary == "Looks like a thing."


def test_automata_are_given_up_after_some_megabytes_and_grow_again():
    recognizers = RecognizerSet((_recognizer(),))
    text = b"x a123 " + b"." * 16_000_000
    assert [len(recognizers.scan(text).drafts) for _ in range(2)] == [1, 1]
    assert not recognizers.release()
    recognizers.scan(text)
    assert recognizers.release()
    assert not recognizers.release()
    assert len(recognizers.scan(text).drafts) == 1


def test_derived_text_gets_what_is_left_of_the_work():
    recognizers = RecognizerSet((_recognizer(), _recognizer(name="other")))
    flood = b"a123 " * 20_000
    result = recognizers.scan(flood)
    assert result.complete
    # A match and a finding for each of the two, and the places that were looked at.
    assert 80_000 <= result.work <= 81_000
    assert not recognizers.scan_derived(flood, len(flood), result.work).complete
    assert recognizers.scan_derived(flood, len(flood), 0).complete
    # Something is left whatever the text has taken.
    assert recognizers.scan_derived(flood[:20_000], len(flood), 10 * result.work).complete
