"""Tests of the secrets with a form of their own."""
