"""Rempart: a shield for the mentions of people who are harassed on Mastodon and Bluesky."""
