"""Hand-written fakes that implement our ports and can misbehave on request."""
