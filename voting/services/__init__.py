"""Writes: one function a use case, which checks permission, asks the rulebook, and records one history entry."""
