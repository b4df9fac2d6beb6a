"""What people do: enter, look, decide, agree with each other, change rules; each recorded with who did it."""
