"""Lists of accounts and domains that people share: what changed and why, what holds now, and how others write it."""
