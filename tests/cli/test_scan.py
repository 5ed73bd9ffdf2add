"""`cordon scan`: what is found, what the selection shows, what cannot be scanned, and how it ends."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.cli.conftest import POLICY, Home

CARD = "4111 1111 1111 1111"


def scanned(cordon: Callable[..., Result], *arguments: str, stdin: bytes = b"") -> dict[str, Any]:
    """The JSON that a scan prints."""
    done = cordon("scan", *arguments, "--format", "json", stdin=stdin)
    parsed: dict[str, Any] = json.loads(done.stdout)
    assert done.exit_code == (1 if parsed["findings"] else 0), done.output
    return parsed


def test_reports_each_finding_with_span_and_explanation(cordon: Callable[..., Result]):
    result = scanned(cordon, "-", stdin=f"Grüße, card {CARD}".encode())
    (finding,) = result["findings"]
    assert finding["entity"] == "CREDIT_CARD"
    assert (finding["start"], finding["end"]) == (12, 31)
    assert (finding["line"], finding["column"]) == (1, 13)
    assert finding["recognizer"] == "credit_card"
    assert finding["confidence"] == finding["explanation"]["steps"][-1]["confidence"]
    assert finding["explanation"]["summary"]
    assert result["label"] == "restricted"
    assert result["verdict"]["action"] == "redact"
    assert result["category"] is None
    assert CARD not in json.dumps(result)


def test_finds_nothing_in_ordinary_text(cordon: Callable[..., Result]):
    result = scanned(cordon, "-", stdin=b"see you at lunch")
    assert result["findings"] == []
    assert result["verdict"]["action"] == "allow"


def test_reads_standard_input_without_an_argument(cordon: Callable[..., Result]):
    assert scanned(cordon, stdin=CARD.encode())["findings"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_a_file_in_each_common_encoding(cordon: Callable[..., Result], tmp_path: Path, encoding: str):
    file = tmp_path / "notes.txt"
    file.write_text(f"card {CARD}", encoding=encoding)
    (finding,) = scanned(cordon, str(file))["findings"]
    assert (finding["start"], finding["end"]) == (5, 24)


def test_a_binary_file_is_uninspectable_and_not_clean(cordon: Callable[..., Result], tmp_path: Path):
    file = tmp_path / "image.bin"
    file.write_bytes(bytes(range(256)) * 10)
    result = scanned(cordon, str(file))
    assert result["inspection"] == "uninspectable"
    assert result["verdict"]["action"] == "audit"


@pytest.mark.parametrize(("text", "code"), [("see you at lunch " * 9, 5), ("jane@example.com " * 9, 1)])
def test_a_file_that_was_read_in_part_is_not_clean(
    cordon: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, code: int
):
    monkeypatch.setattr("agent.cli.scan_input.LIMIT_BYTES", 100)
    file = tmp_path / "long.txt"
    file.write_text(text)
    done = cordon("scan", str(file))
    assert done.exit_code == code
    assert "Not everything could be read: partial." in done.stdout


def test_an_empty_input_is_complete_and_clean(cordon: Callable[..., Result]):
    result = scanned(cordon)
    assert (result["findings"], result["inspection"]) == ([], "complete")


def test_a_local_model_is_judged_more_mildly(cordon: Callable[..., Result]):
    assert scanned(cordon, "-", "--destination", "ollama", stdin=CARD.encode())["verdict"]["action"] == "audit"


def test_an_unknown_destination_is_refused_with_the_known_ones(cordon: Callable[..., Result]):
    done = cordon("scan", "-", "--destination", "nowhere", stdin=b"x")
    assert done.exit_code == 2
    assert "chatgpt" in done.output


def test_text_for_people_names_place_and_rule_and_never_the_value(cordon: Callable[..., Result]):
    text = cordon("scan", "-", stdin=f"first line\ncard {CARD}".encode()).stdout
    assert "2:6" in text
    assert "CREDIT_CARD" in text
    assert "restricted" in text
    assert CARD not in text


@pytest.mark.parametrize("output_format", ["text", "json", "sarif"])
def test_what_cannot_be_read_has_its_own_exit_code_and_a_hint(
    cordon: Callable[..., Result], tmp_path: Path, output_format: str
):
    done = cordon("scan", str(tmp_path / "missing.txt"), "--format", output_format)
    assert done.exit_code == 5
    assert "cannot be read" in done.stderr
    assert "text file" in done.stderr
    assert str(tmp_path) not in done.stderr


def test_goes_on_behind_a_file_that_cannot_be_read(cordon: Callable[..., Result], tmp_path: Path):
    (tmp_path / "clean.txt").write_text("see you at lunch")
    (tmp_path / "card.txt").write_text(f"card {CARD}")
    names = [str(tmp_path / name) for name in ("missing.txt", "clean.txt", "card.txt")]
    done = cordon("scan", *names)
    assert done.exit_code == 1
    assert "missing.txt: No such file" in done.stderr
    assert f"{names[2]}:1:6" in done.stdout
    assert names[1] not in done.stdout
    assert cordon("scan", *names[:2]).exit_code == 5


def test_a_folder_means_the_files_below_it(cordon: Callable[..., Result], tmp_path: Path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "card.txt").write_text(f"card {CARD}")
    done = cordon("scan", str(tmp_path), "--format", "json")
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["file"] == str(tmp_path / "deep" / "card.txt")
    assert done.exit_code == 1


def test_an_empty_folder_is_clean(cordon: Callable[..., Result], tmp_path: Path):
    assert cordon("scan", str(tmp_path)).exit_code == 0


@pytest.mark.parametrize(
    ("options", "entities"),
    [
        ((), ["CREDIT_CARD", "EMAIL"]),
        (("--entity", "EMAIL"), ["EMAIL"]),
        (("--entity", "email", "--entity", "credit-card"), ["CREDIT_CARD", "EMAIL"]),
        (("--entity", "IBAN"), []),
        (("--min-confidence", "0.98"), ["CREDIT_CARD"]),
        (("--min-confidence", "1"), []),
    ],
)
def test_a_selection_narrows_what_is_shown_and_not_the_verdict(
    cordon: Callable[..., Result], options: tuple[str, ...], entities: list[str]
):
    result = scanned(cordon, "-", *options, stdin=f"card {CARD}, jane@example.com".encode())
    assert [finding["entity"] for finding in result["findings"]] == entities
    assert result["verdict"]["action"] == "redact"


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--entity", "SHOE_SIZE"), "PASSPORT"),
        (("--min-confidence", "1.5"), "min-confidence"),
        (("--jsonl", "a.jsonl", "b.jsonl"), "jsonl"),
        (("--jsonl", "--format", "sarif"), "jsonl"),
        (("--format", "xml"), "sarif"),
    ],
)
def test_wrong_usage_says_what_is_meant(cordon: Callable[..., Result], arguments: tuple[str, ...], what: str):
    done = cordon("scan", *arguments)
    assert done.exit_code == 2
    assert what in done.output


def test_a_policy_brings_its_recognizers_entities_labels_and_rules(cordon: Callable[..., Result], policy_file: Path):
    options = ("-", "--policy", str(policy_file))
    text = b"by E-123456, jane@example.com"
    result = scanned(cordon, *options, stdin=text)
    assert [finding["entity"] for finding in result["findings"]] == ["EMPLOYEE_NUMBER", "EMAIL"]
    assert (result["label"], result["verdict"]["rules"]) == ("closed", ["no-staff"])
    own = scanned(cordon, *options, "--entity", "employee-number", stdin=text)
    assert [finding["entity"] for finding in own["findings"]] == ["EMPLOYEE_NUMBER"]
    assert scanned(cordon, *options, stdin=b"by E-1234567")["label"] == "open"


def test_without_the_policy_its_entities_are_unknown_and_found_by_nobody(cordon: Callable[..., Result]):
    assert scanned(cordon, "-", stdin=b"by E-123456")["findings"] == []
    done = cordon("scan", "-", "--entity", "EMPLOYEE_NUMBER", stdin=b"by E-123456")
    assert done.exit_code == 2


def test_lines_are_judged_under_a_policy(cordon: Callable[..., Result], policy_file: Path):
    line = b'{"id": 1, "text": "by E-123456"}'
    answer = json.loads(cordon("scan", "--jsonl", "--policy", str(policy_file), stdin=line).stdout)
    assert ([span["entity"] for span in answer["spans"]], answer["label"]) == (["EMPLOYEE_NUMBER"], "closed")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "policy.yaml"),
        (b"name: [", "Line"),
        (POLICY.replace("by E-123456", "by nobody").encode(), "examples[0]"),
        (POLICY.replace("EMPLOYEE_NUMBER}]", "OTHER_NUMBER}]").encode(), "Line 7"),
    ],
    ids=["missing", "no yaml", "example not found", "unknown entity"],
)
def test_a_policy_that_cannot_be_used_is_a_failure_told_in_words(
    home: Home, tmp_path: Path, content: bytes | None, said: str
):
    file = tmp_path / "policy.yaml"
    if content is not None:
        file.write_bytes(content)
    done = home.run("scan", "-", "--policy", str(file), stdin=b"x")
    assert done.returncode == 5
    assert done.stdout == b""
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_lines_are_answered_and_bad_ones_reported_without_their_content(home: Home):
    lines = [b'{"id": "a", "text": "jane@example.com"}', b'{"id": "b", "txt": "jane@example.com"}', b"jane@example.com"]
    done = home.run("scan", "--jsonl", stdin=b"\n".join(lines))
    assert done.returncode == 0
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first["spans"] == [{"start": 0, "end": 16, "entity": "EMAIL", "confidence": 0.95}]
    assert (first["label"], first["category"], first["is_secret"]) == ("internal", None, False)
    assert second == {"id": "b", "error": "there is no text"}
    assert third == {"id": None, "error": "not JSON"}
    assert done.stderr.decode().splitlines() == ["cordon: line 2: there is no text", "cordon: line 3: not JSON"]


def test_bad_lines_are_answered_where_nobody_can_be_told(home: Home):
    shell = f"exec {sys.executable} -m agent scan --jsonl 2>/dev/full"
    lines = b'x\n{"id": 1, "text": ""}\n'
    done = subprocess.run(("sh", "-c", shell), env=home.env, input=lines, capture_output=True, check=False, timeout=30)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [None, 1]
    assert done.returncode == 0


def test_ten_megabytes_in_a_line_are_one_text(home: Home):
    text = "see you at lunch, " * 600_000 + "jane@example.com"
    line = json.dumps({"id": 1, "text": text})
    done = home.run("scan", "--jsonl", stdin=f'{line}\n{{"id": 2, "text": "\\u0000"}}\r\n'.encode())
    first, second = map(json.loads, done.stdout.splitlines())
    assert [text[span["start"] : span["end"]] for span in first["spans"]] == ["jane@example.com"]
    assert (second["id"], second["spans"], done.stderr) == (2, [], b"")


def test_each_line_is_answered_before_the_next_is_written(home: Home):
    command = (sys.executable, "-m", "agent", "scan", "--jsonl", "-")
    with subprocess.Popen(command, env=home.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number in range(3):
            running.stdin.write(b'{"id": %d, "text": "x"}\n' % number)
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number
        running.stdin.close()
        assert running.wait(30) == 0


def test_a_reader_of_lines_that_goes_is_no_error(home: Home):
    command = (sys.executable, "-m", "agent", "scan", "--jsonl")
    with subprocess.Popen(
        command, env=home.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            running.stdin.write(b'{"id": 1, "text": "x"}\n' * 5_000)
            running.stdin.close()
        assert running.stderr.read() == b""
        assert running.wait(30) == 141


@pytest.mark.parametrize("option", ["--jsonl", "--format=json", "--format=text", "--format=sarif"])
def test_results_that_cannot_be_written_are_a_failure(home: Home, option: str):
    command = (sys.executable, "-m", "agent", "scan", option)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command,
            env=home.env,
            input=b'{"id": 1, "text": "jane@example.com"}\n',
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=30,
        )
    assert done.returncode == 5
    assert b"cannot be written" in done.stderr
    assert b"Traceback" not in done.stderr


def test_ctrl_c_ends_a_conversation_quietly(home: Home):
    command = (sys.executable, "-m", "agent", "scan", "--jsonl")
    with subprocess.Popen(
        command, env=home.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(b'{"id": 1, "text": "x"}\n')
        running.stdin.flush()
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        assert running.stderr.read() == b""
        assert running.wait(30) == 130
