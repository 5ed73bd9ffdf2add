"""Tests of agent/enforcement."""
