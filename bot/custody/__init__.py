"""Custody: what is taken of mentions and of what surrounds them, by what instrument, and proof by origin."""
