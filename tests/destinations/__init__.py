"""The catalogue, and which windows it matches."""
