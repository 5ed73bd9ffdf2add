"""The tray application, on an offscreen screen and against a fake agent."""
