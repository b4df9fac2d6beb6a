"""Erasure: what would go, what is held back, what went, and holds."""
