"""Tests of the secrets with a form of their own."""

import pytest

# Its tests are made of functions there; without this a failing one would not say what it compared.
pytest.register_assert_rewrite("tests.detection.recognizers.secret_formats.scanning")
