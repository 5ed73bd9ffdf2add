"""Tests of server/repository."""
