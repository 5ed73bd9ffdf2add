"""What customers define: patterns and dictionaries."""
