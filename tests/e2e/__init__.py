"""Drives the installed programs on a real X server and message bus."""
