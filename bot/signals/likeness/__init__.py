"""Likeness: what two accounts have in common, and how probable it is that one person has both; pure."""
