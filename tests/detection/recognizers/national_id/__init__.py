"""National ids: every country's table of what is and what is no id number."""
