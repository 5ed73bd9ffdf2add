"""The model on the device: what surrounds it, and itself."""
