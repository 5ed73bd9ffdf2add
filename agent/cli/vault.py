"""`cordon vault status|forget`: what can still be turned back, and ending that. Also how commands open the vault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from agent.cli.context import current_folders
from agent.cli.output import FORMAT_OPTION, OutputFormat, epilog, error_console, plain_table, print_json, stdout_console
from agent.cli.secret_store import command_secret_store

if TYPE_CHECKING:
    from agent.vault import StoredConversation, Vault

__all__ = ["opened_vault", "register"]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        no_args_is_help=True,
        help="The values behind your placeholders. They never leave this device, and expire.",
        epilog=epilog("cordon vault status", "cordon vault forget billing"),
    )
    group.command("status", epilog=epilog("cordon vault status", "cordon vault status --format json"))(status)
    group.command(
        "forget",
        epilog=epilog("cordon vault forget billing", "cordon vault forget k3f9qd", "cordon vault forget --all"),
    )(forget)
    app.add_typer(group, name="vault")


@contextmanager
def opened_vault() -> Iterator[Vault]:
    """The vault of this environment's instance; a key that lies in a file is told on standard error.

    Raises:
        FolderError: the state folder cannot be used.
        SecretStoreError: the key can be neither read nor kept.
        VaultError: the vault cannot be opened.
    """
    from agent.vault import open_vault  # noqa: PLC0415 - other commands start faster

    vault = open_vault(current_folders().vault_file, command_secret_store("vault"))
    try:
        yield vault
    finally:
        vault.close()


def status(output_format: OutputFormat = FORMAT_OPTION) -> None:
    """Show the conversations that can be turned back, never their values."""
    conversations: tuple[StoredConversation, ...] = ()
    if current_folders().vault_file.exists():
        with opened_vault() as vault:
            conversations = vault.conversations(now=datetime.now(UTC))
    if output_format is OutputFormat.JSON:
        rows = [
            {
                "nonce": each.nonce,
                "name": each.name,
                "created_at": each.created_at.isoformat(),
                "expires_at": each.expires_at.isoformat(),
                "values": each.values,
            }
            for each in conversations
        ]
        print_json({"conversations": rows})
        return
    if not conversations:
        stdout_console().print("The vault is empty: nothing can be turned back.")
        return
    table = plain_table("conversation", "name", "values", "until")
    for each in conversations:
        table.add_row(each.nonce, each.name or "", str(each.values), f"{each.expires_at.astimezone():%Y-%m-%d %H:%M}")
    stdout_console().print(table)


def forget(
    conversation: str = typer.Argument("", help="Name or mark (k3f9qd in ⟦EMAIL_1·k3f9qd⟧) of a conversation."),
    everything: bool = typer.Option(False, "--all", help="Every conversation, and a vault that cannot be read."),
) -> None:
    """Delete conversations: their placeholders can never be turned back again."""
    from agent.vault import VaultCorruptError, delete_vault  # noqa: PLC0415 - as in opened_vault

    if bool(conversation) == everything:
        raise typer.BadParameter("name a conversation, or give --all", param_hint="CONVERSATION")
    forgotten = 0
    if (path := current_folders().vault_file).exists():
        try:
            with opened_vault() as vault:
                forgotten = vault.forget_all() if everything else vault.forget(conversation)
        except VaultCorruptError:
            if not everything:
                raise
            delete_vault(path)
            error_console().print("The vault could not be read and was deleted.")
            return
    if not forgotten and not everything:
        raise typer.BadParameter("no such conversation; see `cordon vault status`", param_hint="CONVERSATION")
    error_console().print(f"Forgotten: {forgotten}.")
