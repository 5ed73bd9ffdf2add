"""What the agent is once its parts are given: coordinator, prompts, health, supervisor of the tray, IPC methods."""

__all__: list[str] = []
