"""`cordon edm`: makes, shows and tries indexes for exact data match.

Rules kept here: nothing of a record is written anywhere but as digests in the index; Ctrl+C leaves no half-written
file; a key file is never overwritten.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.edm_files import check_free, create_private, replace_whole
from agent.cli.edm_table import open_table
from agent.cli.output import (
    FORMAT_OPTION,
    ExitCode,
    OutputFormat,
    epilog,
    error_console,
    plain_table,
    print_json,
    stdout_console,
)
from agent.cli.scan_input import read_content
from agent.core import ContentKind
from agent.core.custom import ExactData
from agent.system.policy_files import PolicyFolder

if TYPE_CHECKING:
    from rich.progress import Progress

    from agent.detection.exact_data import BuildReport, BuiltIndex, ColumnKind, IndexKey

__all__ = ["register"]

_KEY_LIMIT_BYTES = 4096
_ROWS_PER_STEP = 2000
_KEY_OPTION = typer.Option("", "--key", help="The key file; without it, the index's name with .key behind.")


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Exact data match: find your own records by an index that holds none of them.",
        epilog=epilog(
            "cordon edm build customers.csv --out customers.edm --columns account,iban,email --new-key",
            "cordon edm inspect customers.edm",
            "cordon edm test customers.edm letter.txt",
        ),
    )
    group.command(
        epilog=epilog(
            "cordon edm build customers.csv --out customers.edm --columns account,iban,email --new-key",
            "cordon edm build customers.csv --out customers.edm --columns account,phone:digits --key customers.edm.key",
        )
    )(build)
    group.command(epilog=epilog("cordon edm inspect customers.edm"))(inspect)
    group.command(
        "test",
        epilog=epilog(
            "cordon edm test customers.edm letter.txt --within 300",
            exit_codes="0 no record found, 1 values of a record found, 2 wrong usage, 5 failed, or no record found but "
            "the text was not read whole",
        ),
    )(try_out)
    app.add_typer(group, name="edm")


def build(
    file: Path = typer.Argument(..., help="A CSV file with the columns' names in its first line.", metavar="FILE.csv"),
    out: Path = typer.Option(..., "--out", help="The index to write."),
    columns: str = typer.Option(
        ..., "--columns", help="Columns to look for, with commas between; NAME:digits where only digits count."
    ),
    key: str = typer.Option("", "--key", help="Use this key file."),
    new_key: bool = typer.Option(False, "--new-key", help="Make a key, in the index's name with .key behind."),
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Make an index of the records in a table.

    Columns that are easy to guess are left out and named: whoever holds a device holds index and key.
    """
    from agent.detection.exact_data import KEY_BYTES, IndexKey, format_key  # noqa: PLC0415 - other commands start faster

    if bool(key) == new_key:
        raise typer.BadParameter("give either --key FILE or --new-key", param_hint="--key")
    chosen = _parse_columns(columns)
    key_file = out.with_name(f"{out.name}.key")
    if new_key:
        check_free(key_file)
    used = IndexKey(secret=secrets.token_bytes(KEY_BYTES)) if new_key else _load_key(Path(key))
    built, ragged = _build(file, chosen, used)
    if new_key:
        create_private(key_file, format_key(used))
    replace_whole(out, built.parts)
    _tell_built(built.report, ragged, output_format)


def inspect(
    index: Path = typer.Argument(..., help="An index.", metavar="X.edm"),
    key: str = _KEY_OPTION,
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Show an index's columns, rows and key id; with the key at hand, verify that it is whole."""
    from agent.detection.exact_data import open_index, read_header  # noqa: PLC0415 - as above

    mapped = memoryview(PolicyFolder(index.parent).map(index.name))
    header, _ = read_header(mapped)
    key_path = Path(key) if key else index.with_name(f"{index.name}.key")
    is_verified = bool(key) or key_path.exists()
    if is_verified:
        open_index(mapped, _load_key(key_path))
    if output_format is OutputFormat.JSON:
        print_json(
            {
                "columns": [{"name": each.name, "kind": each.kind, "values": each.values} for each in header.columns],
                "rows": header.rows,
                "pairs": header.entries,
                "size_bytes": len(mapped),
                "key_id": header.key_id,
                "verified": is_verified,
            }
        )
        return
    console = stdout_console()
    table = plain_table("column", "kind", "values")
    for each in header.columns:
        table.add_row(each.name, each.kind, f"{each.values:,}")
    console.print(table)
    console.print(f"{header.rows:,} rows, {header.entries:,} pairs, {len(mapped):,} bytes, key {header.key_id}")
    console.print("Verified with its key." if is_verified else "Not verified: its key is not here.")


def try_out(
    index: Path = typer.Argument(..., help="An index.", metavar="X.edm"),
    file: str = typer.Argument("-", help="A text file, or - for standard input.", metavar="FILE|-"),
    key: str = _KEY_OPTION,
    min_columns: int = typer.Option(2, min=2, help="So many values of one record count."),
    within: int = typer.Option(300, min=20, max=2000, help="Within so many characters."),
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Count the values of records in a text. Exit code 1 when there are any, as with `cordon scan`."""
    from agent.detection.exact_data import ExactDataFinder, open_index  # noqa: PLC0415 - as above
    from agent.detection.normalization import normalize  # noqa: PLC0415 - as above

    used = _load_key(Path(key) if key else index.with_name(f"{index.name}.key"))
    opened = open_index(memoryview(PolicyFolder(index.parent).map(index.name)), used)
    definition = ExactData(
        exact_data_id="test",
        entity="RECORD",
        title="a record",
        index=index.name,
        key="",
        min_columns=min_columns,
        within=within,
        confidence=1.0,
    )
    content = read_content(file)
    result = ExactDataFinder(definition, opened).find(normalize(content.text).text)
    counts = Counter(finding.explanation.steps[-1].what for finding in result.findings)
    is_whole = result.complete and content.problem is None and content.kind is not ContentKind.OTHER
    if output_format is OutputFormat.JSON:
        print_json({"values": sum(counts.values()), "by_match": dict(counts), "complete": is_whole})
    else:
        console = stdout_console()
        for what, count in sorted(counts.items()):
            console.print(f"{count:,} values: {what}")
        if not counts:
            console.print("No record found.")
        if not is_whole:
            console.print(Text("Not everything could be read.", style="yellow"))
    if counts or not is_whole:
        raise typer.Exit(ExitCode.SOMETHING_THERE if counts else ExitCode.FAILED)


def _parse_columns(text: str) -> list[tuple[str, ColumnKind]]:
    from agent.detection.exact_data import ColumnKind  # noqa: PLC0415 - as above

    chosen: list[tuple[str, ColumnKind]] = []
    for part in text.split(","):
        name, _, kind = part.strip().rpartition(":") if ":" in part else (part.strip(), "", ColumnKind.TEXT)
        if not name or kind not in ColumnKind.__members__.values():
            raise typer.BadParameter("use NAME, NAME:text or NAME:digits, with commas between", param_hint="--columns")
        chosen.append((name, ColumnKind(kind)))
    return chosen


def _load_key(path: Path) -> IndexKey:
    from agent.detection.exact_data import parse_key  # noqa: PLC0415 - as above

    return parse_key(PolicyFolder(path.parent).read(path.name, _KEY_LIMIT_BYTES))


def _build(file: Path, columns: list[tuple[str, ColumnKind]], key: IndexKey) -> tuple[BuiltIndex, int]:
    from agent.detection.exact_data import IndexBuilder  # noqa: PLC0415 - as above

    builder = IndexBuilder(columns, key)
    with open_table(file, [name for name, _ in columns]) as table, _progress() as bar:
        reading = bar.add_task("Reading", total=table.size_bytes)
        for number, row in enumerate(table.rows()):
            builder.add(row)
            if number % _ROWS_PER_STEP == 0:
                bar.update(reading, completed=table.position_bytes)
        bar.update(reading, completed=table.size_bytes)
        sorting = bar.add_task("Hashing", total=builder.rows)
        built = builder.finish(advance=lambda rows: bar.advance(sorting, rows))
    return built, table.ragged


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on standard error, where somebody watches."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - as above

    console = error_console()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield progress


def _tell_built(report: BuildReport, ragged: int, output_format: OutputFormat) -> None:
    if output_format is OutputFormat.JSON:
        print_json(
            {
                "rows": report.rows,
                "pairs": report.pairs,
                "duplicate_rows": report.duplicates,
                "unusable_rows": report.unusable,
                "ragged_rows": ragged,
                "columns": [
                    {
                        "name": each.name,
                        "kind": each.kind,
                        "bits": round(each.bits, 1),
                        "values": each.values,
                        "empty": each.empty,
                        "too_short": each.too_short,
                        "too_long": each.too_long,
                        "common": each.common,
                        "left_out": each.reason,
                    }
                    for each in report.columns
                ],
            }
        )
        return
    console = stdout_console()
    table = plain_table("column", "bits", "values", "empty", "too short", "too long", "common", "")
    for each in report.columns:
        counts = (each.values, each.empty, each.too_short, each.too_long, each.common)
        left_out = Text(f"left out: {each.reason}", style="yellow") if each.reason else Text("")
        table.add_row(each.name, f"{each.bits:.0f}", *(f"{count:,}" for count in counts), left_out)
    console.print(table)
    console.print(
        f"{report.rows:,} rows, {report.pairs:,} pairs. Passed over: {report.duplicates:,} that were there before, "
        f"{report.unusable:,} with fewer than two usable values, {ragged:,} too short for the columns."
    )
