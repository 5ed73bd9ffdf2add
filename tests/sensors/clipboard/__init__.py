"""Tests of agent/sensors/clipboard."""
