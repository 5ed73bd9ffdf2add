"""Tests of agent/system."""
