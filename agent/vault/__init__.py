"""What turns placeholders back, sealed on this machine: conversations with their values, each for its lifetime.

The one place where Cordon keeps values that it found. What a conversation is: `agent.redaction`.
"""

from agent.vault.errors import VaultCorruptError, VaultError, VaultFullError, VaultTooNewError, VaultUnavailableError
from agent.vault.opening import delete_vault, open_vault
from agent.vault.store import Kept, StoredConversation, Vault

__all__ = [
    "Kept",
    "StoredConversation",
    "Vault",
    "VaultCorruptError",
    "VaultError",
    "VaultFullError",
    "VaultTooNewError",
    "VaultUnavailableError",
    "delete_vault",
    "open_vault",
]
