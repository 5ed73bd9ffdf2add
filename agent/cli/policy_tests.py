"""`cordon policy test`: runs the tests that a policy holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.output import FORMAT_OPTION, ExitCode, OutputFormat, epilog, print_json, printable, stdout_console
from agent.cli.policy_files import POLICY_ARGUMENT, UPPER_OPTION, catalogue, opened

if TYPE_CHECKING:
    from agent.policy.authoring.testing import CaseResult

__all__ = ["register"]

_EPILOG = epilog(
    "cordon policy test policy.yaml",
    "cordon policy test berlin.yaml --under policy.yaml",
    "cordon policy test finance --quiet",
    exit_codes="0 all pass, 1 some fail or there are none, 5 the policy cannot be used",
)


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("test", epilog=_EPILOG)(run_tests)


def run_tests(
    policy: str = POLICY_ARGUMENT,
    upper: list[str] = UPPER_OPTION,
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Only tests that fail, and the sum."),
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Run a policy's own tests: what they say must come of a gesture, whatever the mode."""
    loaded = opened(policy, upper)
    # Here, so that the other commands start without it.
    from agent.policy.authoring.testing import run_cases  # noqa: PLC0415 - as above

    results = [
        *run_cases(
            loaded.policy,
            loaded.policy.documents[-1].tests,
            catalogue(),
            lambda content: loaded.engines.assess(content).findings,
        )
    ]
    if output_format is OutputFormat.JSON:
        print_json({"tests": [_json(result) for result in results], "failed": _failed(results)})
    else:
        _print(results, quiet=quiet)
    raise typer.Exit(ExitCode.DONE if results and not _failed(results) else ExitCode.SOMETHING_THERE)


def _failed(results: list[CaseResult]) -> int:
    return sum(not result.passes for result in results)


def _print(results: list[CaseResult], *, quiet: bool) -> None:
    console = stdout_console()
    if not results:
        console.print("The policy has no tests. A section `tests` holds them: a gesture, and what must come of it.")
        return
    for result in results:
        if result.passes and not quiet:
            console.print(Text.assemble(("pass  ", "green"), printable(result.case.name)))
        for number, problem in enumerate(result.problems):
            first = Text.assemble(("FAIL  ", "bold red"), (printable(result.case.name), "bold"))
            if number == 0:
                console.print(first)
            console.print(Text(printable(f"      {problem}")))
    failed = _failed(results)
    console.print(Text(f"{len(results) - failed} passed, {failed} failed.", "bold red" if failed else "bold green"))


def _json(result: CaseResult) -> dict[str, object]:
    verdict = result.verdict
    return {
        "name": result.case.name,
        "passes": result.passes,
        "problems": list(result.problems),
        "action": verdict.action if verdict else None,
        "label": verdict.label.name if verdict else None,
        "rules": [rule.rule_id for rule in verdict.triggered_rules] if verdict else [],
    }
