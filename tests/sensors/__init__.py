"""Tests of agent/sensors."""
