"""`cordon policy publish`: hands a publication with all its signatures to the server, or puts it into a folder."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.output import epilog, error_console, printable, stdout_console
from server.repository.command_options import PASSPHRASE_OPTION, open_signers, read_file

if TYPE_CHECKING:
    from server.repository.online import PublicationReceipt
    from server.repository.server_client import ReceiptMessage

__all__ = ["register"]

_EPILOG = epilog(
    "cordon policy publish policy.publication --server https://cordon.example.org --api-key-file publisher.key",
    "cordon policy publish first.publication --repository repository --online-key online.pem",
    exit_codes="0 published, 2 wrong usage, 5 refused, or not published in time",
)


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("publish", epilog=_EPILOG)(publish)


def publish(  # noqa: PLR0913, PLR0917 - typer gives each option by its name
    publication: Path = typer.Argument(metavar="PUBLICATION", help="The file, with all signatures."),
    server: str = typer.Option("", "--server", metavar="URL", help="The server, which publishes it."),
    api_key_file: Path | None = typer.Option(
        None, "--api-key-file", metavar="FILE", help="Its first line is your API key; only you may be able to read it."
    ),
    ca_file: Path | None = typer.Option(
        None, "--ca-file", metavar="FILE", help="Certificates (PEM) to trust beside the system's."
    ),
    repository: Path | None = typer.Option(
        None, "--repository", metavar="DIR", help="Publish into this folder, where no server does."
    ),
    online_key: Path | None = typer.Option(
        None, "--online-key", metavar="KEY", help="With --repository: its online key."
    ),
    retiring_key: Path | None = typer.Option(
        None, "--retiring-key", metavar="KEY", help="The online key before it, while one is replaced by the other."
    ),
    passphrase_file: list[Path] = PASSPHRASE_OPTION,
    timeout_s: float = typer.Option(120.0, "--timeout", min=1.0, max=3600.0, help="Seconds to wait for the server."),
) -> None:
    """Make what was signed the policy that devices get. Every signature, file and test is checked again."""
    from server.repository.publication import PUBLICATION_LIMIT_BYTES  # noqa: PLC0415 - loads TUF

    if bool(server) == (repository is not None):
        raise typer.BadParameter("give either --server URL or --repository DIR", param_hint="--server")
    content = read_file(publication, PUBLICATION_LIMIT_BYTES)
    if server:
        if api_key_file is None:
            raise typer.BadParameter("the server asks who publishes", param_hint="--api-key-file")
        receipt = _hand_in(server, api_key_file, ca_file, content, timeout_s)
        if receipt is not None:
            _print_receipt(receipt)
        stdout_console().print("Published. Devices take it at their next refresh.")
        return
    if repository is None or online_key is None:
        raise typer.BadParameter("a folder is published into with its online key", param_hint="--online-key")
    keys = [online_key, *([retiring_key] if retiring_key is not None else [])]
    published = _put_into(repository, keys, passphrase_file, content)
    _print_receipt(published)
    if published.empties_bins:
        said = "What the old online key said of devices is gone: `cordon server reassign`, and the signer assigns them."
        stdout_console().print(Text(said, "yellow"))


def _put_into(repository: Path, keys: list[Path], passphrase_files: list[Path], content: bytes) -> PublicationReceipt:
    from server.repository.folder import RepositoryFolder  # noqa: PLC0415 - as above
    from server.repository.online import OnlineRepository  # noqa: PLC0415 - as above

    signers = open_signers(keys, passphrase_files)
    online = OnlineRepository(
        RepositoryFolder(repository),
        signers[0],
        lambda: datetime.now(UTC),
        retiring=signers[1] if len(signers) > 1 else None,
    )
    return online.publish(content)


def _hand_in(
    server: str, api_key_file: Path, ca_file: Path | None, content: bytes, timeout_s: float
) -> ReceiptMessage | None:
    from server.repository.passphrases import read_secret_file  # noqa: PLC0415 - as above
    from server.repository.server_client import ServerClient  # noqa: PLC0415 - as above

    api_key = read_secret_file(api_key_file).decode("ascii", errors="replace")
    pause = threading.Event().wait
    with (
        ServerClient(server, api_key, ca_file, pause=pause) as client,
        error_console().status("The server checks and publishes it…"),
    ):
        return client.publish(content, timeout_s).receipt


def _print_receipt(receipt: PublicationReceipt | ReceiptMessage) -> None:
    console = stdout_console()
    versions = ", ".join(f"{role} {version}" for role, version in sorted(receipt.versions.items()))
    console.print(Text(printable(f"Published: {receipt.summary or versions}."), "bold green"))
    console.print(Text(printable(f"  {versions}; signed by {', '.join(receipt.signers)}")))
    for note in receipt.notes:
        console.print(Text(printable(f"Note: {note}"), "yellow"))
