"""Rules about the sources that no single module can keep by itself."""
