"""Rules that never apply, and those that others decide for: believed, so it must be true."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import Destination, DestinationKind, DestinationStatus
from agent.policy import Facts, Policy, compile_policy, parse_policy
from agent.policy.authoring.reachability import StandingKind, standings
from tests.policy.samples import destination, policy
from tests.policy.strategies import DESTINATIONS, FACTS, LOWER, RULES, document, lower

CATALOGUE = {
    "chatgpt": destination("chatgpt", DestinationKind.ASSISTANT),
    "claude": destination("claude", DestinationKind.ASSISTANT),
    "ollama": destination("ollama", DestinationKind.LOCAL_RUNNER),
}
MORE = """\
destinations: {claude: {status: approved}, chatgpt: {status: unapproved}}
networks: {office: {addresses: 10.0.0.0/8}}
"""


def standing_of(*whens_and_actions: str, more: str = MORE) -> dict[str, tuple[str, str]]:
    """How the rules stand that decide nothing, by id; each is written as `when -> action`."""
    rules = [each.split(" -> ") for each in whens_and_actions]
    text = "".join(f"  - {{id: r{number}, {when}, action: {action}}}\n" for number, (when, action) in enumerate(rules))
    found = standings(policy(f"rules:\n{text}", more=more), CATALOGUE)
    return {f"r{each.index}": (each.kind.name, "" if each.above is None else f"r{each.above}") for each in found}


@pytest.mark.parametrize(
    "rule",
    [
        "when: {label: low, min_label: middle}",
        "when: {label: [low, middle], min_label: high}",
        # What earns a label decides which label there can be.
        "when: {label: low, entity: EMAIL}",
        "when: {label: [low, middle], entity: CREDIT_CARD}",
        "when: {label: low, entity: [EMAIL, CREDIT_CARD]}",
        "when: {label: middle, category: legal}",
        # Destinations have a kind and a status.
        "when: {destination: claude, destination_status: unapproved}",
        "when: {destination: [claude, chatgpt], destination_status: [tolerated, unknown]}",
        "when: {destination: ollama, destination_kind: assistant}",
        "when: {destination: [claude, ollama], destination_status: approved, destination_kind: local_runner}",
        # An exclusion that takes everything.
        "when: {label: high}, unless: {min_label: middle}",
        "when: {entity: CREDIT_CARD}, unless: {label: high}",
        "when: {destination: claude}, unless: {destination_status: [approved, tolerated]}",
        "when: {user: [jdoe, jroe]}, unless: {user: [jdoe, jroe, root]}",
        "when: {group: sales, channel: browser}, unless: {group: [sales, staff]}",
        'when: {time: {begins: "10:00", ends: "12:00"}}, unless: {time: {begins: "08:00", ends: "18:00"}}',
        "when: {time: {days: saturday}}, unless: {time: {days: [saturday, sunday]}}",
        "when: {}, unless: {min_label: low}",
        "when: {channel: browser}, unless: {channel: [browser, clipboard]}",
    ],
)
def test_conditions_that_never_hold_together(rule: str):
    assert standing_of(f"{rule} -> warn") == {"r0": ("NEVER", "")}


@pytest.mark.parametrize(
    "rule",
    [
        "when: {}",
        "when: {label: [low, middle], min_label: middle}",
        "when: {label: middle, entity: EMAIL}",
        "when: {label: high, entity: EMAIL}",
        "when: {label: low, entity: [EMAIL, PHONE]}",
        "when: {label: middle, category: hr}",
        "when: {label: high, category: hr}",
        "when: {destination: ollama, destination_status: approved}, unless: {user: jdoe}",
        "when: {destination: never-heard-of, destination_kind: local_runner, destination_status: approved}",
        "when: {destination: [claude, chatgpt], destination_status: unapproved}",
        "when: {destination_status: tolerated}",
        "when: {label: high}, unless: {label: high, user: jdoe}",
        "when: {entity: EMAIL}, unless: {entity: CREDIT_CARD}",
        "when: {group: [sales, staff]}, unless: {group: sales}",
        'when: {time: {begins: "10:00", ends: "12:00"}}, unless: {time: {begins: "11:00", ends: "18:00"}}',
        "when: {time: {days: saturday}}, unless: {time: {days: saturday, ends: '23:59'}}",
        "when: {network: office}, unless: {user: jdoe}",
    ],
)
def test_conditions_that_may(rule: str):
    if "ollama" in rule:
        more = "destinations: {ollama: {status: approved}}\nnetworks: {office: {addresses: 10.0.0.0/8}}\n"
        assert standing_of(f"{rule} -> warn", more=more) == {}
    else:
        assert standing_of(f"{rule} -> warn") == {}


def test_a_label_that_only_other_content_earns():
    rules = "rules: [{id: r0, when: {label: high, category: hr}, action: warn}]\n"
    text = b'name: n\nversion: "1"\nmode: enforce\nlabels: [{name: low}, {name: high, any_of: [{category: legal}]}]\n'
    compiled = compile_policy(parse_policy(text + rules.encode()))
    assert [each.kind for each in standings(compiled, {})] == [StandingKind.NEVER]


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("when: {label: high}", "when: {min_label: middle}"),
        ("when: {label: high, channel: browser}", "when: {channel: [browser, clipboard]}"),
        ("when: {entity: CREDIT_CARD}", "when: {label: high}"),
        ("when: {entity: EMAIL}", "when: {entity: [EMAIL, IBAN]}"),
        ("when: {entity: EMAIL}", "when: {min_label: middle}"),
        ("when: {destination: claude}", "when: {destination_status: approved, destination_kind: assistant}"),
        ("when: {destination: [claude, ollama]}", "when: {destination: [claude, ollama, chatgpt]}"),
        ("when: {group: sales}", "when: {group: [sales, staff]}"),
        ("when: {user: jdoe, label: high}", "when: {}"),
        (
            "when: {label: high}, unless: {user: jdoe}",
            "when: {label: [middle, high]}, unless: {user: jdoe, label: high}",
        ),
        ("when: {label: high}, unless: {user: [jdoe, jroe]}", "when: {}, unless: {user: jdoe}"),
        (
            "when: {destination_kind: assistant}, unless: {destination_status: approved}",
            "when: {destination_status: [tolerated, unapproved, unknown]}",
        ),
        ("when: {user: jdoe, channel: browser}, unless: {label: low}", "when: {min_label: middle}"),
        (
            'when: {time: {days: monday, begins: "09:00", ends: "17:00"}}',
            'when: {time: {begins: "08:00", ends: "18:00"}}',
        ),
        ('when: {time: {begins: "23:00", ends: "01:00"}}', 'when: {time: {begins: "22:00", ends: "06:00"}}'),
        ("when: {network: office, os: linux}", "when: {network: office}"),
        (
            "when: {label: high, inspection: partial}",
            "when: {label: high, inspection: [complete, partial, uninspectable]}",
        ),
    ],
)
def test_a_rule_in_the_shadow_of_another(narrow: str, wide: str):
    assert standing_of(f"{narrow} -> warn", f"{wide} -> block") == {"r0": ("SHADOWED", "r1")}
    assert standing_of(f"{wide} -> warn", f"{narrow} -> warn") == {"r1": ("SHADOWED", "r0")}
    assert standing_of(f"{narrow} -> block", f"{wide} -> warn") == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("when: {label: high}", "when: {label: middle}"),
        ("when: {label: high}", "when: {label: high, channel: browser}"),
        ("when: {entity: EMAIL}", "when: {entity: IBAN}"),
        ("when: {entity: PHONE}", "when: {min_label: middle}"),
        ("when: {destination: never-heard-of}", "when: {destination_kind: assistant}"),
        ("when: {destination: ollama}", "when: {destination_status: approved}"),
        ("when: {label: high}", "when: {}, unless: {user: jdoe}"),
        ("when: {label: high}, unless: {user: jdoe}", "when: {}, unless: {user: [jdoe, jroe]}"),
        ("when: {label: high}, unless: {group: sales}", "when: {}, unless: {group: [sales, staff]}"),
        ('when: {time: {begins: "07:00", ends: "09:00"}}', 'when: {time: {begins: "08:00", ends: "18:00"}}'),
        ("when: {}", "when: {time: {}}"),  # a time that nobody knows is in no window
        ("when: {label: high}", "when: {os: [linux, windows, macos]}"),  # nor is an unknown system one of these
    ],
)
def test_rules_that_each_have_something_of_their_own(one: str, other: str):
    assert standing_of(f"{one} -> warn", f"{other} -> block") == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("when: {label: [middle, high]}", "when: {min_label: middle}"),
        (
            "when: {}, unless: {destination_status: approved}",
            "when: {destination_status: [unknown, tolerated, unapproved]}",
        ),
        ("when: {}", "when: {min_label: low}"),
        ("when: {label: high}", "when: {label: high}, unless: {label: low}"),
        ("when: {user: jdoe}, unless: {label: low}", "when: {user: jdoe, min_label: middle}"),
    ],
)
def test_rules_with_the_same_conditions(one: str, other: str):
    assert standing_of(f"{one} -> warn", f"{other} -> warn") == {"r1": ("TWIN", "r0")}
    assert standing_of(f"{one} -> warn", f"{other} -> block") == {"r0": ("TWIN", "r1")}
    assert standing_of(f"{one} -> block", f"{other} -> warn") == {"r1": ("TWIN", "r0")}


def test_of_many_that_say_the_same_one_stays():
    assert standing_of(*["when: {label: high} -> warn"] * 4).keys() == {"r1", "r2", "r3"}


def test_rules_that_allow_are_left_out():
    assert standing_of("when: {label: high} -> allow", "when: {} -> allow") == {}


def _rules_left(compiled: Policy, removed: set[int]) -> Policy:
    *upper, last = compiled.documents
    left = tuple(rule for index, rule in enumerate(last.rules) if index not in removed)
    return compile_policy(*upper, last.model_copy(update={"rules": left}))


def _check(compiled: Policy, catalogue: dict[str, Destination], asked: Facts) -> None:
    asked = replace(asked, destination=catalogue.get(asked.destination.destination_id, asked.destination))
    found = standings(compiled, catalogue)
    verdict = compiled.evaluate(asked)
    layer = compiled.documents[-1].layer
    triggered = {rule.rule_id for rule in verdict.triggered_rules if rule.layer is layer}
    never = {compiled.documents[-1].rules[each.index].id for each in found if each.kind is StandingKind.NEVER}
    assert not never & triggered
    assert _rules_left(compiled, {each.index for each in found}).evaluate(asked).action is verdict.action


CATALOGUES = st.dictionaries(
    st.sampled_from(DESTINATIONS),
    st.tuples(st.sampled_from(DestinationKind), st.sampled_from(DestinationStatus)),
).map(lambda known: {name: destination(name, kind, status) for name, (kind, status) in known.items()})


@given(rules=RULES, catalogue=CATALOGUES, asked=FACTS)
def test_what_is_said_holds_whatever_is_asked(
    rules: list[dict[str, object]], catalogue: dict[str, Destination], asked: Facts
):
    _check(compile_policy(document(rules)), catalogue, asked)


@given(rules=RULES, team=LOWER, catalogue=CATALOGUES, asked=FACTS)
def test_what_is_said_of_a_lower_layer_holds(
    rules: list[dict[str, object]], team: dict[str, object], catalogue: dict[str, Destination], asked: Facts
):
    _check(compile_policy(document(rules), lower("team", team)), catalogue, asked)
