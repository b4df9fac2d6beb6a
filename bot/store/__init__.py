"""The only SQL, the only state."""
