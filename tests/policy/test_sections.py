"""The smaller sections: what they take, and what they refuse with which words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agent.core import Action, Channel, FailMode, OfflineMode
from agent.policy import parse_policy
from tests.policy.samples import policy, policy_text, told_about

MORE = """\
networks: {office: {addresses: 10.20.0.0/16}, lab: {addresses: ["192.0.2.0/24", "fd00::/8"]}}
fail: {file_upload: closed, clipboard: open}
silence: {max_minutes: 480}
retention: {history_days: 90}
reporting: {daily_counts: true}
offline: {grace_days: 14, then: fail_closed}
exceptions: [{rules: one, max_label: middle, down_to: audit, max_days: 30}]
"""
RULE = "rules: [{id: one, when: {network: [office, lab]}, action: warn}]\n"


def test_reads_them():
    document = parse_policy(policy_text(RULE, more=MORE))
    assert document.networks["lab"].addresses == ("192.0.2.0/24", "fd00::/8")
    assert (document.silence and document.silence.max_minutes) == 480
    assert (document.retention and document.retention.history_days) == 90
    assert (document.reporting and document.reporting.daily_counts) is True
    assert document.offline is not None
    assert (document.offline.grace_days, document.offline.then) == (14, OfflineMode.FAIL_CLOSED)
    (limit,) = document.exceptions
    assert (limit.rules, limit.max_label, limit.down_to, limit.max_days) == (("one",), "middle", Action.AUDIT, 30)


def test_a_channel_of_which_nothing_is_said_fails_open():
    compiled = policy(RULE, more=MORE)
    modes = {channel: compiled.fail_mode(channel) for channel in Channel}
    assert modes.pop(Channel.FILE_UPLOAD) is FailMode.CLOSED
    assert set(modes.values()) == {FailMode.OPEN}


@pytest.mark.parametrize(
    ("more", "mode", "days"),
    [
        ("", OfflineMode.KEEP, 0),
        ("offline: {grace_days: 3}\n", OfflineMode.KEEP, 3),
        ("offline: {grace_days: 0, then: fail_closed}\n", OfflineMode.FAIL_CLOSED, 0),
    ],
)
def test_a_policy_that_is_offline_goes_on_unless_it_says_otherwise(more: str, mode: OfflineMode, days: int):
    compiled = policy(more=more)
    assert (compiled.offline_mode, compiled.grace) == (mode, timedelta(days=days))


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("networks: {office: {addresses: 10.20.0.0/33}}", "networks.office.addresses: must be a range of addresses"),
        ("networks: {office: {addresses: 10.20.1.1/16}}", "networks.office.addresses: must be a range of addresses"),
        ("networks: {office: {}}", "networks.office.addresses: is missing"),
        ("networks: {Office: {addresses: 10.0.0.0/8}}", "networks.Office: must consist of lower-case letters"),
        ("fail: {clipbord: open}", "fail.clipbord: unknown channel clipbord, did you mean clipboard?"),
        ("fail: {clipboard: shut}", "fail.clipboard: unknown fail mode shut"),
        ("silence: {max_minutes: -1}", "silence.max_minutes: must be at least 0"),
        ("silence: {minutes: 5}", "silence: unknown field minutes, did you mean max_minutes?"),
        ("retention: {history_days: 0}", "retention.history_days: must be at least 1"),
        ("reporting: {daily_counts: 1}", "reporting.daily_counts: must be true or false"),
        ("offline: {then: keep}", "offline.grace_days: is missing"),
        ("offline: {grace_days: -1}", "offline.grace_days: must be at least 0"),
        ("offline: {grace_days: 400}", "offline.grace_days: must be at most 366"),
        ("offline: {grace_days: 3, then: fail_close}", "offline.then: unknown offline mode fail_close, did you mean"),
        (
            "exceptions: [{rules: two, max_label: middle, down_to: audit, max_days: 3}]",
            "exceptions[0].rules: unknown rule two",
        ),
        (
            "exceptions: [{rules: one, max_label: midle, down_to: audit, max_days: 3}]",
            "exceptions[0].max_label: unknown label midle, did you mean middle?",
        ),
    ],
)
def test_says_what_is_wrong_with_them(more: str, problem: str):
    rules = "rules: [{id: one, when: {}, action: warn}]\n"
    assert told_about(policy_text(rules, more=more + "\n")).startswith(problem)
