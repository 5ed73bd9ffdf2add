"""The progress line."""

from __future__ import annotations

import pytest

from models.training.progress import Progress


def test_the_end_is_always_said(capsys: pytest.CaptureFixture[str]):
    progress = Progress("train")
    progress.show(1, 0.5)
    progress.show(2, 1.0, "loss 1")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "train [" in lines[0]
    assert "100%" in lines[0]
    assert lines[0].endswith("0:00 left loss 1")
