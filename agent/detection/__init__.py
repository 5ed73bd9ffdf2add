"""Text to findings: recognizers on RE2, checksums, context words. Pure; knows no policy.

To add a recognizer: one module in `recognizers/`, and one line in its registry.
"""

from agent.detection.pipeline import Pipeline, default_pipeline

__all__ = ["Pipeline", "default_pipeline"]
