"""Trying rules on what has happened before they may act: replay, counting, and what an armed rule needs."""
