"""The agent's parts together: coordinator, prompts, health, supervisor, control."""
