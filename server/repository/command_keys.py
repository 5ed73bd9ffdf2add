"""`cordon policy keys`: makes and shows signing keys. What opens them is typed, or read from a private file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.output import (
    FORMAT_OPTION,
    OutputFormat,
    epilog,
    plain_table,
    print_json,
    printable,
    stdout_console,
)
from server.repository.command_options import ask, ask_twice

if TYPE_CHECKING:
    from server.repository.keys import KeyFile

__all__ = ["register"]

_NAME = typer.Argument(metavar="NAME", help="Of the key's files: NAME.pem and NAME.pub.json.")
_OWNER = typer.Option(
    ..., "--owner", help="Who holds the key; stands in the repository's public metadata. A role does as well as a name."
)
_FOLDER = typer.Option(Path(), "--folder", metavar="DIR", help="Where the files are; this folder when left out.")
_PASSPHRASE = typer.Option(
    None, "--passphrase-file", metavar="FILE", help="Its first line is the passphrase; without it you are asked."
)


def register(group: typer.Typer) -> None:
    """Add the commands."""
    keys = typer.Typer(
        no_args_is_help=True, help="Make and show the keys that sign policies.", epilog=epilog(*_EXAMPLES)
    )
    keys.command("create", epilog=epilog(*_EXAMPLES[:2]))(create)
    keys.command("list", epilog=epilog("cordon policy keys list --folder keys"))(list_keys)
    keys.command("show-public", epilog=epilog(_EXAMPLES[2]))(show_public)
    keys.command("import-hsm", epilog=epilog(_EXAMPLES[3]))(import_hsm)
    group.add_typer(keys, name="keys")


_EXAMPLES = (
    "cordon policy keys create ada-root --owner ada",
    "cordon policy keys create online --owner server --passphrase-file online.pass",
    "cordon policy keys show-public ada-root.pem",
    "PYKCS11LIB=/usr/lib/softhsm/libsofthsm2.so cordon policy keys import-hsm bo --owner bo --id 2 --token cordon",
)


def create(
    name: str = _NAME,
    owner: str = _OWNER,
    folder: Path = _FOLDER,
    passphrase_file: Path | None = _PASSPHRASE,
) -> None:
    """Make a key (Ed25519). The private half is encrypted with a passphrase, and never leaves the file."""
    from server.repository.keys import create_key  # noqa: PLC0415 - other commands start without TUF; so below
    from server.repository.passphrases import new_passphrase  # noqa: PLC0415 - as above

    key = create_key(folder, name, owner, new_passphrase(passphrase_file, ask_twice, name))
    console = stdout_console()
    console.print(Text(printable(f"{name}.pem is yours: keep it offline, and a copy of it somewhere else.")))
    console.print(Text(printable(f"{name}.pub.json is for whoever gives the key a role.")))
    console.print(Text(f"Key {key.public.keyid}"))


def list_keys(folder: Path = _FOLDER, output_format: OutputFormat = FORMAT_OPTION) -> None:
    """Show the keys in a folder."""
    from server.repository.keys import find_keys  # noqa: PLC0415 - as above

    found = [*find_keys(folder)]
    if output_format is OutputFormat.JSON:
        print_json({"keys": [_json(key) for key in found]})
        return
    if not found:
        stdout_console().print("There are no keys in this folder. `cordon policy keys create` makes one.")
        return
    table = plain_table("name", "owner", "private half", "key")
    for key in found:
        table.add_row(printable(key.name), printable(key.owner), _where(key), key.public.keyid)
    stdout_console().print(table)


def show_public(key: Path = typer.Argument(metavar="KEY", help="NAME.pem or NAME.pub.json.")) -> None:
    """Show a key's public half, as metadata has it."""
    from server.repository.keys import load_key_file  # noqa: PLC0415 - as above

    found = load_key_file(key)
    print_json({"keyid": found.public.keyid, **found.public.to_dict()})


def import_hsm(
    name: str = _NAME,
    owner: str = _OWNER,
    key_id: int = typer.Option(2, "--id", min=0, help="The key's id in the token; 2 is PIV's slot for signatures."),
    token: str = typer.Option("", "--token", help="The token's label, where there is more than one."),
    folder: Path = _FOLDER,
    pin_file: Path | None = typer.Option(
        None, "--pin-file", metavar="FILE", help="Its first line is the PIN; without it you are asked, if need be."
    ),
) -> None:
    """Use a key in a hardware token (PKCS#11, ECDSA P-256 or P-384). PYKCS11LIB names the token's library."""
    from server.repository.hardware import read_hardware_key  # noqa: PLC0415 - as above
    from server.repository.keys import save_public_key, with_owner  # noqa: PLC0415 - as above
    from server.repository.passphrases import passphrase_from  # noqa: PLC0415 - as above

    pin = passphrase_from(pin_file, ask)
    uri, public = read_hardware_key(key_id, token or None, lambda: pin("the token"))
    file = save_public_key(folder, name, with_owner(public, owner), uri)
    stdout_console().print(Text(printable(f"{file.name} names the key in the token: give it where a --key is asked.")))
    stdout_console().print(Text(f"Key {public.keyid}"))


def _where(key: KeyFile) -> str:
    if key.private is None:
        return "not here"
    return printable(key.private) if isinstance(key.private, str) else "file"


def _json(key: KeyFile) -> dict[str, object]:
    return {"name": key.name, "owner": key.owner, "private": _where(key), "keyid": key.public.keyid}
