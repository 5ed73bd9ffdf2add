"""Whether a process has begun, as Linux tells it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from agent.sensors.processes.linux import newest


def test_the_number_is_another_when_a_process_has_begun():
    before = newest()
    assert before is not None
    subprocess.run(["/bin/true"], check=True)
    assert newest() != before


@pytest.mark.parametrize("content", ["", "\n", "0.1 0.2 0.3 1/2 many"])
def test_a_file_of_another_kind_tells_nothing(tmp_path: Path, content: str):
    (tmp_path / "loadavg").write_text(content)
    assert newest(tmp_path / "loadavg") is None
    assert newest(tmp_path / "nowhere") is None
