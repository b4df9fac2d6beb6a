"""A moderator's account on a server with Mastodon's API: what comes to its desk, and what it does there."""
