"""Rempart on the command line."""
