"""Places where checkpoints are left: time-stamping authorities and OpenTimestamps calendars."""
