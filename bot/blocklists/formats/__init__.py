"""How others write lists: one file a format, each listed in FORMATS."""
