"""Tests of server/signer."""
