"""Tests of agent/history."""
