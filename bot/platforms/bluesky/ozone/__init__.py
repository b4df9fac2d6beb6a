"""Ozone, where a labeler's team works, behind the port of desks."""
