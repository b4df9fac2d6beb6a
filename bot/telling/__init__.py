"""Who is told what, and when: alerts at once, floods gathered, digests, quiet hours, and on which channel next."""
