"""One table a recognizer: at least as many negatives as positives."""
