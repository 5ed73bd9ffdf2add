"""Which AI apps are on this device: from what sensors tell to a state of each app, and events.

Pure: no IO, no clock, no threads. What an organization thinks of an app is policy's to say, and is not known here.
"""

from agent.inventory.inventory import SAME_RUN_S, Inventory
from agent.inventory.records import AppEvent, AppEventKind, AppRecord, AppState
from agent.inventory.remembered import RECORDS_LIMIT, records_from, records_to

__all__ = [
    "RECORDS_LIMIT",
    "SAME_RUN_S",
    "AppEvent",
    "AppEventKind",
    "AppRecord",
    "AppState",
    "Inventory",
    "records_from",
    "records_to",
]
