"""Passwords and codes."""
