"""Tests of agent/inventory."""
