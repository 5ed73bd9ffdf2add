"""Tests of agent/fleet."""
