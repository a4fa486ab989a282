"""Simulated juries (being written)."""
