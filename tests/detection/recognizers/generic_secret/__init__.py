"""Secrets without a format of their own."""
