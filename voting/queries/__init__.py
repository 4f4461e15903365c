"""Reads: each gives frozen views, in a number of statements that does not grow with the data."""
