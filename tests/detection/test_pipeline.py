"""Content to assessment, and what holds for any text whatever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core import Assessment, Content, ContentKind, ContentProblem, Entity, Inspection
from agent.detection import Pipeline, default_pipeline
from agent.detection.recognizers import RECOGNIZERS
from tests.detection.samples import PASSWORD, github_token, pem

CARD = "4111 1111 1111 1111"
PIECES = st.sampled_from(
    [
        CARD,
        "DE89 3704 0044 0532 0130 00",
        "jane@example.com",
        "+44 20 7946 0958",
        f"password = '{PASSWORD}'",
        github_token(),
        pem(lines=2),
        "-----BEGIN PRIVATE KEY-----",
        "4" * 600,
        "1234 " * 40,
        "+1",
        "@",
        "eyJ",
        "password is ",
        "é",
        "\u200b",
        "\U0001f600",
        "\ud800",
        "\x00",
        "\n",
        " ",
    ]
)
ANY_TEXT = st.one_of(
    st.text(st.characters(codec=None, exclude_categories=()), max_size=300),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=12).map(" ".join),
)


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_sorted_findings_within_it(text: str):
    findings = default_pipeline().find(text)
    position = 0
    for finding in findings:
        assert position <= finding.start < finding.end <= len(text)
        assert 0.4 <= finding.confidence <= 1
        assert finding.explanation.steps[-1].confidence == finding.confidence
        position = finding.end
    assert default_pipeline().find(text) == findings


@given(st.text(st.characters(exclude_characters="0123456789.-+"), max_size=80))
@settings(deadline=None)
def test_offsets_are_code_points_behind_any_prefix(prefix: str):
    text = f"{prefix}\n{CARD}\n"
    spans = [text[each.start : each.end] for each in default_pipeline().find(text) if each.entity == Entity.CREDIT_CARD]
    assert spans == [CARD]


@given(st.permutations(RECOGNIZERS), st.lists(PIECES, max_size=8).map(" ".join))
@settings(max_examples=20, deadline=None)
def test_order_of_the_registry_means_nothing(recognizers: list[object], text: str):
    assert Pipeline(tuple(recognizers)).find(text) == default_pipeline().find(text)  # type: ignore[arg-type] # Hypothesis loses the element type


def test_recognizer_ids_are_unique():
    assert len({each.recognizer_id for each in RECOGNIZERS}) == len(RECOGNIZERS)


def test_threads_share_a_pipeline():
    texts = [f"{'é' * number}{CARD} jane{number}@example.com" for number in range(40)]
    expected = [default_pipeline().find(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(default_pipeline().find, texts)) == expected


def test_default_pipeline_is_compiled_once():
    assert default_pipeline() is default_pipeline()


def test_text_is_assessed_whole():
    assessment = default_pipeline().assess(Content(kind=ContentKind.TEXT, text=f"my card: {CARD}", size_bytes=28))
    assert [each.entity for each in assessment.findings] == [Entity.CREDIT_CARD]
    assert assessment.inspection is Inspection.COMPLETE
    assert assessment.category is None


def test_who_waits_is_told_how_far_the_reading_has_come():
    told: list[tuple[int, int]] = []
    plain = "see you at lunch\n" * 5_000
    default_pipeline().assess(Content(kind=ContentKind.TEXT, text=plain), lambda *read: told.append(read))
    assert len(told) > 2
    assert told == sorted(told)
    assert {whole for _, whole in told} == {len(plain)}
    assert told[-1] == (len(plain), len(plain))


def test_what_is_derived_is_told_behind_the_text():
    told: list[tuple[int, int]] = []
    table = "name,password\n" + "jane,Kx7#mQ2p\n" * 20
    default_pipeline().assess(Content(kind=ContentKind.TEXT, text=table), lambda *read: told.append(read))
    (first, first_whole), (last, last_whole) = told
    assert (first, first_whole) == (len(table), len(table))
    assert last == last_whole > len(table)


def test_ordinary_text_has_no_findings():
    text = "Could you rewrite this paragraph so that it reads well? We met on 12 May 2024 and again at 10:30."
    assert default_pipeline().assess(Content(kind=ContentKind.TEXT, text=text)) == Assessment()


@pytest.mark.parametrize("text", ["", " \n"])
def test_blank_text_is_complete(text: str):
    assert default_pipeline().assess(Content(kind=ContentKind.TEXT, text=text)) == Assessment()


def test_empty_content_is_complete():
    assert default_pipeline().assess(Content(kind=ContentKind.EMPTY)) == Assessment()


def test_first_part_of_a_large_text_is_partial():
    content = Content(kind=ContentKind.TEXT, text=CARD, problem=ContentProblem.TOO_LARGE, size_bytes=50_000_000)
    assessment = default_pipeline().assess(content)
    assert assessment.inspection is Inspection.PARTIAL
    assert len(assessment.findings) == 1


@pytest.mark.parametrize("problem", ContentProblem)
def test_text_that_could_not_be_read_is_uninspectable(problem: ContentProblem):
    assessment = default_pipeline().assess(Content(kind=ContentKind.TEXT, problem=problem))
    assert assessment == Assessment(inspection=Inspection.UNINSPECTABLE)


@pytest.mark.parametrize(
    "kind", [ContentKind.IMAGE, ContentKind.FILES, ContentKind.OTHER, ContentKind.CONCEALED], ids=str
)
def test_what_is_no_text_is_uninspectable(kind: ContentKind):
    assert default_pipeline().assess(Content(kind=kind)).inspection is Inspection.UNINSPECTABLE


def test_text_beyond_the_work_limit_is_partial():
    column = "4111 1111 1111 1112\n" * 20_000
    assert default_pipeline().assess(Content(kind=ContentKind.TEXT, text=column)).inspection is Inspection.COMPLETE
    crowded = " ".join(f"4{number % 1000:03}" for number in range(400_000))
    assert default_pipeline().assess(Content(kind=ContentKind.TEXT, text=crowded)).inspection is Inspection.PARTIAL


def test_a_table_of_twenty_thousand_customers_is_read_whole():
    rows = (
        f"{number},Jane Doe,jane{number}@example.com,+44 20 7946 {number % 10_000:04},{1950 + number % 50}-03-"
        f"{number % 28 + 1:02},Springfield,{number / 100}\n"
        for number in range(20_000)
    )
    text = "id,name,email,phone,date_of_birth,city,balance\n" + "".join(rows)
    assessment = default_pipeline().assess(Content(kind=ContentKind.TEXT, text=text))
    assert assessment.inspection is Inspection.COMPLETE
    assert len(assessment.findings) == 3 * 20_000


def test_copies_of_a_cell_beyond_the_work_limit_are_partial():
    text = "id,password\n" + f"1,{PASSWORD}\n" * 4000
    assert default_pipeline().assess(Content(kind=ContentKind.TEXT, text=text)).inspection is Inspection.COMPLETE
    text = "id,password\n" + "1,Kq7!x\n" * 200_000
    assessment = default_pipeline().assess(Content(kind=ContentKind.TEXT, text=text))
    assert assessment.inspection is Inspection.PARTIAL
    assert len(assessment.findings) > 100_000
