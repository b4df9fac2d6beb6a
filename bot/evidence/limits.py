"""What an exhibit of a Mastodon-like server proves, and what it does not; said with it, so that nobody claims more.

Bluesky's records carry signatures, and `bot.evidence.proof` says what those prove.
"""

from enum import StrEnum


class Limit(StrEnum):
    """What is not proven by it."""

    SERVERS_WORD = "servers_word"
    """The person's own server said so, over a connection that showed its certificate; nobody signed the content."""
    PLAIN = "plain"
    """There was no TLS: not even which server said it is shown."""
    PART = "part"
    """Only the part that concerns the author was kept of the answer, whose digest stands beside."""
    AUTHORS_SERVER = "authors_server"
    """The author's own server said so; it, not the author's hand, wrote it."""
    TIMES_CLAIMED = "times_claimed"
    """The times in it are the server's word."""
    NOT_ASKED = "not_asked"
    """The author's server may not see our address, so it was not asked."""
    REFUSED = "refused"
    """The author's server wanted us to be somebody (401, 403), and nothing was done about that."""
    GONE = "gone"
    """The author's server says that there is no such thing, which does not say that there was none."""
    UNREACHED = "unreached"
    """The author's server gave no answer that could be read."""
    COPY = "copy"
    """The server's copy, which may have been made smaller or written anew; not the author's bytes."""
