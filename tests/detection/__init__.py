"""Detection: text in, findings out."""
