"""Redaction: findings in, text out."""
