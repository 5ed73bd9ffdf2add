"""What one person's agent says of itself in a check-in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.core import Layer, Mode
from agent.core.errors import AgentError
from agent.core.health import ChannelCoverage, Coverage, HealthCode, HealthIssue
from agent.core.in_force import LayerFacts, PolicyFacts, PolicyOrigin
from agent.fleet.check_in import HistoryHead
from agent.service.daily_counts import DailyCounts
from agent.service.history_heads import HistoryHeads
from agent.service.session_report import SessionReporter, session_id_in
from agent.system.state_file import StateFile
from tests.fakes.event_store import FakeEventStore
from tests.history.samples import event

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def _facts(origin: PolicyOrigin = PolicyOrigin.SIGNED, *, counts: bool = False) -> PolicyFacts:
    return PolicyFacts(
        name="Acme",
        version="1+2",
        mode=Mode.ENFORCE,
        origin=origin,
        layers=(
            LayerFacts(layer=Layer.GLOBAL, name="Acme", version="1"),
            LayerFacts(layer=Layer.TEAM, name="Secret project", version="2"),
        ),
        reports_daily_counts=counts,
        documents=(),
    )


class Setting:
    """An agent, as far as it is reported."""

    def __init__(self, folder: Path, facts: PolicyFacts) -> None:
        self.facts = facts
        self.now = NOON
        self.store = FakeEventStore()
        self.file = StateFile(folder / "days.json")
        self.reporter = SessionReporter(
            "a" * 32,
            facts=lambda: self.facts,
            issues=lambda: (HealthIssue(code=HealthCode.NO_KEYRING, since=NOON, detail="/home/jane"),),
            coverage=lambda: (ChannelCoverage(channel="clipboard", coverage=Coverage.SEEN, why="Because."),),
            counts=DailyCounts(self.store, self.file),
            heads=HistoryHeads(self.store, StateFile(folder / "told-heads.json")),
            clock=lambda: self.now,
        )


def test_says_versions_health_and_channels_and_no_names(tmp_path: Path):
    session = Setting(tmp_path, _facts()).reporter.session()
    assert [(each.layer, each.version) for each in session.layers] == [(Layer.GLOBAL, "1"), (Layer.TEAM, "2")]
    assert [(each.code, each.since) for each in session.health] == [("no_keyring", NOON)]
    assert [(each.channel, each.coverage) for each in session.channels] == [("clipboard", Coverage.SEEN)]
    assert (session.history_head, session.history_earlier, session.counts) == (None, (), None)
    sent = session.model_dump_json()
    for private in ("Secret project", "Acme", "/home/jane", "Because"):
        assert private not in sent


def test_says_the_head_of_the_history_and_how_the_one_before_looks_now(tmp_path: Path):
    setting = Setting(tmp_path, _facts())
    setting.store.links = {3: b"a" * 32}
    setting.reporter.session()
    setting.store.links[4] = b"b" * 32
    session = setting.reporter.session()
    assert session.history_head == HistoryHead(sequence=4, mac=(b"b" * 32).hex())
    assert session.history_earlier == (HistoryHead(sequence=3, mac=(b"a" * 32).hex()),)


def test_a_policy_of_nobody_s_is_not_reported_as_one(tmp_path: Path):
    for origin in (PolicyOrigin.PACKAGED, PolicyOrigin.UNAVAILABLE, PolicyOrigin.FILE):
        setting = Setting(tmp_path, _facts(origin, counts=True))
        session = setting.reporter.session()
        assert (session.layers, session.counts) == ((), None)


def test_counts_are_told_where_policy_wants_them_and_not_again_once_they_have_arrived(tmp_path: Path):
    setting = Setting(tmp_path, _facts(counts=True))
    assert setting.reporter.session().counts == ()
    setting.store.record(event(1, occurred_at=NOON + timedelta(days=1)))
    setting.now = NOON + timedelta(days=2)
    counts = setting.reporter.session().counts
    assert counts is not None
    assert [each.count for each in counts] == [1]
    setting.reporter.confirmed(None)
    assert setting.reporter.session().counts == counts
    setting.reporter.confirmed(counts[0].day)
    assert setting.reporter.session().counts == ()


def test_a_history_that_fails_spoils_nothing_else(tmp_path: Path):
    setting = Setting(tmp_path, _facts(counts=True))
    setting.reporter.session()
    setting.now = NOON + timedelta(days=2)
    setting.store.failure = AgentError("History cannot be read")
    session = setting.reporter.session()
    assert session.counts == ()
    assert session.layers


def test_the_id_stays_with_the_state_and_goes_with_it(tmp_path: Path):
    file = StateFile(tmp_path / "session.json")
    first = session_id_in(file)
    assert session_id_in(file) == first
    (tmp_path / "session.json").unlink()
    assert session_id_in(file) != first


def test_a_damaged_id_is_made_anew_and_one_that_cannot_be_kept_serves(tmp_path: Path):
    StateFile(tmp_path / "session.json").save({"session_id": "not an id"})
    assert len(session_id_in(StateFile(tmp_path / "session.json"))) == 32
    (tmp_path / "file").write_text("in the way")
    assert len(session_id_in(StateFile(tmp_path / "file" / "session.json"))) == 32


def test_what_cannot_be_remembered_is_sent_again(tmp_path: Path):
    setting = Setting(tmp_path / "state", _facts(counts=True))
    setting.reporter.session()
    (tmp_path / "state" / ".days.json.new").mkdir()
    setting.reporter.confirmed(NOON.date() + timedelta(days=5))
