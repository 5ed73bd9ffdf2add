"""Tests of agent/sensors/active_window."""
