"""Every row of a table is found when enough of its values stand together, and no other table's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.exact_data import ExactDataError, ExactDataFinder
from agent.detection.finder import find_all
from agent.detection.normalization import normalize
from tests.detection.exact_data.samples import definition, finder, found, index, random_table, records

ROWS = records()
FINDER = finder(ROWS)
CARD, ADDRESS, ACCOUNT = ROWS[3]
OTHER_CARD, OTHER_ADDRESS, OTHER_ACCOUNT = ROWS[4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{CARD} {ADDRESS}", [CARD, ADDRESS]),
        (f"mail {ADDRESS.upper()}, account {ACCOUNT}.", [ADDRESS.upper(), ACCOUNT]),
        (f"{CARD.replace(' ', '')}\n{ACCOUNT.lower()}", [CARD.replace(" ", ""), ACCOUNT.lower()]),
        (f"{CARD.replace(' ', '-')};{ACCOUNT}", [CARD.replace(" ", "-"), ACCOUNT]),
        (f"{CARD},{ADDRESS},{ACCOUNT}", [CARD, ADDRESS, ACCOUNT]),
        (f"{CARD} and {OTHER_CARD} for {ADDRESS}", [CARD, ADDRESS]),
        (
            f"| {CARD} | {ACCOUNT[:2]} {ACCOUNT[2:10]} {ACCOUNT[10:]} |",
            [CARD, f"{ACCOUNT[:2]} {ACCOUNT[2:10]} {ACCOUNT[10:]}"],
        ),
        (CARD, []),
        (f"{CARD} {CARD}", []),
        (f"{CARD} {OTHER_ADDRESS}", []),
        (f"{CARD} {' ' * 200} {ADDRESS}", []),
        (f"{CARD[:-1]} {ADDRESS}", []),
        (f"{CARD}7 {ADDRESS}", []),
        (f"{CARD}\n{ADDRESS.replace('@', ' ')}", []),
        ("", []),
        ("The river rises in the hills north of the town, 84 km away.", []),
    ],
)
def test_finds_values_of_one_record_that_stand_together(text: str, expected: list[str]):
    assert found(FINDER, text) == expected


def test_says_how_many_columns_matched():
    first, *_ = FINDER.find(f"{CARD} {ADDRESS}").findings
    assert first.explanation.steps[-1].what == "exact data match: 2 of 3 columns of one record within 200 characters"
    assert (first.entity, first.recognizer, first.confidence) == ("CUSTOMER", "exact_data.customers", 0.99)
    assert "a customer record" in first.explanation.summary
    first, *_ = FINDER.find(f"{CARD} {ADDRESS} {ACCOUNT}").findings
    assert "3 of 3 columns" in first.explanation.steps[-1].what


def test_asks_for_as_many_columns_as_the_policy_does():
    three = finder(ROWS, min_columns=3)
    assert found(three, f"{CARD} {ADDRESS} {ACCOUNT}") == [CARD, ADDRESS, ACCOUNT]
    assert found(three, f"{CARD} {ADDRESS} {OTHER_ACCOUNT}") == []
    assert found(three, f"{CARD} {ADDRESS} {' ' * 200} {ACCOUNT}") == []
    with pytest.raises(ExactDataError, match="more columns than the index has"):
        ExactDataFinder(definition(min_columns=4), index(ROWS))


def test_distance_is_from_the_start_of_the_first_to_the_end_of_the_last():
    length = len(CARD) + len(ADDRESS)
    near, far = finder(ROWS, within=length + 30), finder(ROWS, within=length + 29)
    text = f"{CARD}{' ' * 30}{ADDRESS}"
    assert found(near, text) == [CARD, ADDRESS]
    assert found(far, text) == []


def test_a_value_in_disguise_is_found_where_it_stands_in_the_original():
    text = CARD.replace(" ", "\u00a0") + " \u2014 " + ADDRESS.replace("@", "\uff20")
    findings = find_all((FINDER,), normalize(text)).findings
    assert sorted((each.start, each.end) for each in findings) == [(0, len(CARD)), (len(CARD) + 3, len(text))]


def test_values_of_letters_alone_are_found():
    rows = [["Quokka Zebrafish", "KRAXLMPTVW"], ["Wombat Tapir Gecko", "OPHRSTUXYZ"]]
    searching = finder(rows)
    assert found(searching, "the quokka-zebrafish, kraxlmptvw!") == ["quokka-zebrafish", "kraxlmptvw"]
    assert found(searching, "Wombat Tapir Gecko: OPHRSTUXYZ") == ["Wombat Tapir Gecko", "OPHRSTUXYZ"]
    assert found(searching, "Wombat Tapir, Quokka Zebrafish: OPHRSTUXYZ") == []


def test_text_without_end_is_read_in_part_and_said_to_be():
    result = FINDER.find("1 2 3 4 5 6 7 8 9 0 " * 20_000)
    assert (result.findings, result.complete) == ((), False)
    assert FINDER.find("1,2,3,4,5,6,7,8,9,0\n" * 20_000).complete


def test_a_table_of_nothing_but_records_is_read_whole():
    text = "\n".join(",".join(row) for row in ROWS * 100)
    result = FINDER.find(text)
    assert (len(result.findings), result.complete) == (9000, True)


SEED = st.integers(0, 10**6)
FILLER = st.text("aé ,.;\n12x@", max_size=20)


@given(seed=SEED, columns=st.permutations(range(4)), row=st.integers(0, 5), before=FILLER, between=FILLER, after=FILLER)
def test_each_row_is_found_when_two_columns_stand_within_the_distance(
    seed: int, columns: list[int], row: int, before: str, between: str, after: str
):
    table = random_table(seed)
    first, second = (table[row][column] for column in columns[:2])
    text = f"{before}\n{first}\n{between}\n{second}\n{after}"
    start = len(before) + 1
    behind = start + len(first) + len(between) + 2
    spans = {(each.start, each.end) for each in finder(table).find(text).findings}
    assert {(start, start + len(first)), (behind, behind + len(second))} <= spans


@given(seed=SEED, other=SEED, between=FILLER)
def test_rows_of_other_tables_are_not_found(seed: int, other: int, between: str):
    searching = finder(random_table(2 * seed))
    for row in random_table(2 * other + 1):
        assert searching.find(f"\n{between}\n".join(row)).findings == ()


@given(text=st.text(max_size=200))
def test_no_text_makes_it_raise_or_leave_the_text(text: str):
    assert all(0 <= each.start < each.end <= len(text) for each in FINDER.find(text).findings)
