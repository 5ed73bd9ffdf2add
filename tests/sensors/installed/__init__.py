"""Tests of agent/sensors/installed."""
