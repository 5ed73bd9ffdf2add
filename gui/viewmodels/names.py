"""Plain names for the words of the domain: entities, labels, channels, actions, dispositions.

An entity or label that a policy defined is shown by its own name, made readable. Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from agent.core.findings import Category, Entity, Inspection
from agent.core.gestures import Channel, DestinationStatus, Reason
from agent.core.health import Coverage
from agent.core.verdicts import Action, Disposition, Mode
from agent.ipc.wire import EntityCountModel
from gui.viewmodels.wording import Text, tr

__all__ = [
    "action_name",
    "capitalized",
    "category_name",
    "channel_name",
    "counted_entities",
    "coverage_name",
    "coverage_text",
    "destination_sentence",
    "disposition_name",
    "disposition_sentence",
    "entity_name",
    "inspection_sentence",
    "joined",
    "label_name",
    "local_time",
    "mode_name",
    "reason_name",
]

_ENTITIES = MappingProxyType(
    {each: (Text[f"{each.name}_ONE"], Text[f"{each.name}_MANY"], Text[f"{each.name}_A"]) for each in Entity}
)


def entity_name(entity: str, count: int = 1) -> str:
    """Return "card number" or "card numbers"."""
    known = _known_entity(entity)
    if known is None:
        return entity.replace("_", " ").lower()
    one, many, _ = _ENTITIES[known]
    return tr(one if count == 1 else many)


def counted_entities(entities: Iterable[EntityCountModel], *, with_article: bool = False) -> str:
    """Return "2 card numbers and 1 password", or "a password" with `with_article`; empty when there is none."""
    parts = []
    for each in entities:
        known = _known_entity(each.entity)
        if with_article and each.count == 1 and known is not None:
            parts.append(tr(_ENTITIES[known][2]))
        else:
            parts.append(tr(Text.COUNTED, count=each.count, name=entity_name(each.entity, each.count)))
    return joined(parts)


def _known_entity(entity: str) -> Entity | None:
    try:
        return Entity(entity)
    except ValueError:
        return None


def joined(parts: Sequence[str]) -> str:
    """Return "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return tr(Text.LIST_AND, rest=", ".join(parts[:-1]), last=parts[-1])


def capitalized(text: str) -> str:
    """Return the text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def label_name(name: str) -> str:
    """Return a policy's label as a proper name."""
    return capitalized(name.replace("_", " "))


def channel_name(channel: Channel) -> str:
    """Return the channel's name."""
    return tr(Text[f"CHANNEL_{channel.name}"])


def reason_name(reason: Reason) -> str:
    """Return the gesture in words."""
    return tr(Text[f"REASON_{reason.name}"])


def action_name(action: Action) -> str:
    """Return what policy said, as a verb."""
    return tr(Text[f"ACTION_{action.name}"])


def disposition_name(disposition: Disposition) -> str:
    """Return what happened, in one or two words."""
    return tr(Text[disposition.name])


def disposition_sentence(disposition: Disposition) -> str:
    """Return what happened, as a sentence."""
    return tr(Text[f"{disposition.name}_TEXT"])


def category_name(category: Category) -> str:
    """Return the kind of document, to stand in a sentence."""
    return tr(Text[f"CATEGORY_{category.name}"])


def coverage_name(coverage: Coverage) -> str:
    """Return held, seen or blind."""
    return tr(Text[f"COVERAGE_{coverage.name}"])


def coverage_text(coverage: Coverage) -> str:
    """Return what held, seen or blind means."""
    return tr(Text[f"COVERAGE_{coverage.name}_TEXT"])


def mode_name(mode: Mode) -> str:
    """Return the mode and what it means."""
    return tr(Text[f"MODE_{mode.name}"])


def destination_sentence(destination: str, status: DestinationStatus) -> str:
    """Return what the organization thinks of a destination."""
    return tr(Text[f"STATUS_{status.name}"], destination=destination)


def inspection_sentence(inspection: Inspection) -> str:
    """Return what was not read; empty when everything was."""
    return "" if inspection is Inspection.COMPLETE else tr(Text[f"INSPECTION_{inspection.name}"])


def local_time(at: datetime, now: datetime) -> str:
    """Return an instant in local time, as near to how people say it as it is recent.

    Args:
        at: the instant (aware).
        now: the present instant (aware); its time zone is the local one.
    """
    local = at.astimezone(now.tzinfo)
    time = f"{local:%H:%M}"
    if local.date() == now.date():
        return tr(Text.DAY_TODAY, time=time)
    if local.date() == now.date() - timedelta(days=1):
        return tr(Text.DAY_YESTERDAY, time=time)
    date = f"{local:%d %b}" if local.year == now.year else f"{local:%d %b %Y}"
    return f"{date.lstrip('0')}, {time}"
