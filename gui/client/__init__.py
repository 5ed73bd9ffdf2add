"""The tray's side of the two conversations with the agent, and with other trays."""

__all__: list[str] = []
