"""Raids and support: recognised, told, answered for as long as they last, and kept as evidence."""
