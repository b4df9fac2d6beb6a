"""The vault: what must not be found in public, kept as keyed digests, and looked for in all that comes."""
