"""The vocabulary: the few things in it that behave."""
