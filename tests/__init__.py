"""Mirrors the sources; `fakes/` stand in behind our ports, `e2e/` drives the real programs."""
