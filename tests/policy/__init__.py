"""The policy document, and the engine that answers from it."""
