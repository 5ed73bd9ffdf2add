"""Logs of the server."""

from __future__ import annotations

import subprocess
import sys


def test_lines_say_when_how_bad_and_who():
    program = "import logging; from server.logs import start_logging; start_logging(); start_logging();"
    program += "logging.getLogger('cordon.server').info('said %d', 1)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30)
    (line,) = run.stderr.splitlines()
    assert line.endswith(" INFO cordon.server: said 1")
