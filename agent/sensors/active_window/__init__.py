"""The window that has the focus, as far as this session tells."""

from agent.sensors.active_window.select import select_window_sensor

__all__ = ["select_window_sensor"]
