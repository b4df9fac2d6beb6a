"""The first run, step by step, for whatever asks: a terminal or pages."""
