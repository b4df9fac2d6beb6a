"""Accounts for which a list is carried out: what is planned, done, left alone, and undone for each."""
