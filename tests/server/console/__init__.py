"""Tests of server/console."""
