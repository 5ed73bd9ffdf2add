"""Messages of the machine service's own; their golden file is that of `test_sync_messages.py`."""

from __future__ import annotations

from datetime import date

import pytest

from agent.ipc.machine_messages import MachinePolicyResult, MachineReportParams, MachineReportResult
from agent.ipc.wire import ParamsError
from tests.fakes.sync_front import SYNC


def test_a_set_is_told_by_its_number_and_never_by_its_content():
    said = MachinePolicyResult(sync=SYNC, generation=3)
    assert MachinePolicyResult.parse(said.to_json()) == said
    assert said.to_json().keys() == {"sync", "generation"}


def test_a_day_crosses_as_a_day():
    result = MachineReportResult(counted_through=date(2026, 3, 1))
    assert MachineReportResult.parse(result.to_json()) == result


def test_a_report_names_nobody():
    with pytest.raises(ParamsError):
        MachineReportParams.parse({"session": "{}", "uid": 0})
