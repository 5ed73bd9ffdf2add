"""`cordon policy revoke`: takes a layer of policy, data, or one offline exception out of the repository."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from agent.cli.output import epilog
from server.repository.command_options import (
    DAYS_OPTION,
    KEY_OPTION,
    PASSPHRASE_OPTION,
    REPOSITORY_OPTION,
    author_of,
    open_signers,
    published,
    write_draft,
)

if TYPE_CHECKING:
    from server.repository.layer_names import Part
    from server.repository.state import RepositoryState

__all__ = ["register"]

_EPILOG = epilog(
    "cordon policy revoke team:berlin --repository repository --key di.pem",
    "cordon policy revoke user:jane --repository repository --key ada.pem",
    "cordon policy revoke global --exception customer-x-2027 --repository repository --key ada.pem",
)


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("revoke", epilog=_EPILOG)(revoke)


def revoke(  # noqa: PLR0917 - typer gives each option by its name
    part: str = typer.Argument(
        metavar="PART", help="team:NAME, user:NAME, catalogue or model:NAME; global with --exception."
    ),
    exception: list[str] = typer.Option(
        [], "--exception", metavar="ID", help="Only this offline exception; may be repeated."
    ),
    repository: Path = REPOSITORY_OPTION,
    key: list[Path] = KEY_OPTION,
    passphrase_file: list[Path] = PASSPHRASE_OPTION,
    days: int = DAYS_OPTION,
    out: Path = typer.Option(Path("revocation.publication"), "--out", metavar="FILE", help="The publication to write."),
) -> None:
    """Take something out that was published. Devices drop it at their next refresh.

    A team's policy is taken out by the team's own keys; `cordon policy team remove` takes the team's keys away, too.
    Exceptions that the server granted online are revoked at the server.
    """
    from server.repository.drafts import draft_files  # noqa: PLC0415 - other commands start without TUF; so below
    from server.repository.errors import PublicationRefusedError  # noqa: PLC0415 - as above
    from server.repository.layer_names import parse_part  # noqa: PLC0415 - as above

    found = parse_part(part)
    state = published(repository, key)
    if not exception and found.text == "global":
        raise PublicationRefusedError(
            "The global policy cannot be taken out", detail="Devices need one.", hint="Sign another one instead."
        )
    changes = _without_exceptions(state, found, exception) if exception else _without_all(state, found)
    said = f"{found.shown}: without {', '.join(exception)}" if exception else f"{found.shown} is taken out"
    author = author_of(open_signers(key, passphrase_file), days, said[:200])
    write_draft(draft_files(state, found.role, changes, author), state, out)


def _without_all(state: RepositoryState, part: Part) -> dict[str, bytes | None]:
    return {path: None for path in state.role(part.role).signed.targets if path.rpartition("/")[0] == part.folder}


def _without_exceptions(state: RepositoryState, part: Part, ids: list[str]) -> dict[str, bytes | None]:
    from agent.fleet.assignment import EXCEPTIONS_LIMIT_BYTES, OfflineExceptions  # noqa: PLC0415 - as above
    from agent.fleet.message import parse_message  # noqa: PLC0415 - as above
    from agent.fleet.targets import EXCEPTIONS_FILE  # noqa: PLC0415 - as above
    from server.repository.errors import PublicationRefusedError  # noqa: PLC0415 - as above

    path = f"{part.folder}/{EXCEPTIONS_FILE}"
    content = state.target_bytes(path)
    known = parse_message(OfflineExceptions, content, EXCEPTIONS_LIMIT_BYTES).grants if content is not None else ()
    if unknown := set(ids) - {grant.exception_id for grant in known}:
        raise PublicationRefusedError(
            f"There is no such offline exception in {part.shown}",
            detail=f"{', '.join(sorted(unknown))}.",
            hint=f"There are: {', '.join(grant.exception_id for grant in known)}." if known else "",
        )
    left = tuple(grant for grant in known if grant.exception_id not in ids)
    return {path: OfflineExceptions(grants=left).to_bytes() if left else None}
