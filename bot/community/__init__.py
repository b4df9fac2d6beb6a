"""Judging a community: what its members are written, what is reported, who signs up, within one transaction."""
