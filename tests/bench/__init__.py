"""Figures against budgets; run by `make bench`, never by the test suite."""
