"""The clipboard: what was copied, by whom, as far as this session tells."""

from agent.sensors.clipboard.select import ClipboardSensor, select_clipboard_sensor

__all__ = ["ClipboardSensor", "select_clipboard_sensor"]
