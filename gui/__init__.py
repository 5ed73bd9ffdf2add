"""Cordon's tray application: warnings, history and health. Talks to the agent over IPC only."""
