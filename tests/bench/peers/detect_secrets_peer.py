"""detect-secrets with its default plugins and filters, over files, as it is meant to be used.

Its settings for programs verify nothing over the network: no text may leave the machine.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

__all__: list[str] = []


def main() -> None:
    """Read, scan, write. It gives lines, not places, so that a span is the line."""
    rows = [json.loads(line) for line in sys.stdin.buffer]
    seconds = 0.0
    with tempfile.TemporaryDirectory() as folder, default_settings():
        file = Path(folder) / "text"
        for row in rows:
            file.write_bytes(row["text"].encode("utf-8", "replace"))
            secrets = SecretsCollection()
            started = time.process_time()
            secrets.scan_file(str(file))
            seconds += time.process_time() - started
            spans = [[*_line(row["text"], secret.line_number), "SECRET", 1.0] for _, secret in secrets]
            sys.stdout.write(json.dumps({"id": row["id"], "spans": spans}) + "\n")
    sys.stdout.write(json.dumps({"seconds": seconds, "version": version("detect-secrets")}) + "\n")


def _line(text: str, number: int) -> tuple[int, int]:
    """Start and end of a line, counted from one."""
    start = 0
    for _ in range(number - 1):
        start = text.find("\n", start) + 1
    end = text.find("\n", start)
    return start, len(text) if end < 0 else end


if __name__ == "__main__":
    main()
