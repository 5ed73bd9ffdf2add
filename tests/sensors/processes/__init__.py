"""Tests of agent/sensors/processes."""
