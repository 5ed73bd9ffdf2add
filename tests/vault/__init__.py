"""Tests of agent/vault."""
