"""The shield at work: what is opened, read, supervised, changed while it runs, and how it stands."""
