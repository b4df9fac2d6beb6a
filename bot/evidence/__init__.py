"""The pure proving: sealing, chaining, verifying."""
