"""What is installed for this user, running or not, and which ports of this device answer."""

from agent.sensors.installed.select import select_installed_sensor

__all__ = ["select_installed_sensor"]
