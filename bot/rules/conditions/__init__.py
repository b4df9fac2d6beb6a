"""What a rule can ask: one file a condition."""
