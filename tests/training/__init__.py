"""Tests of what trains the model. None needs torch; those that need what only training installs are skipped."""
