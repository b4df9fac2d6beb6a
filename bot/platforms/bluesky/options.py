"""What may be set about Bluesky, beside the account itself."""

from enum import StrEnum

from bot.model.noun import Noun
from bot.platforms.origins import Origins

PUBLIC_JETSTREAMS = (
    "wss://jetstream.us-east.bsky.network",
    "wss://jetstream1.us-east.bsky.network",
    "wss://jetstream2.us-west.bsky.network",
)
"""Bluesky's own Jetstream servers; the first speaks both wires."""


class Wire(StrEnum):
    """Which of Jetstream's protocols is spoken; AUTO tries the second, then the first."""

    AUTO = "auto"
    V1 = "v1"
    V2 = "v2"


class Compression(StrEnum):
    """How frames travel; only the second wire says which dictionary it uses."""

    NONE = "none"
    ZSTD = "zstd"


class Options(Noun, frozen=True, kw_only=True):
    """How the platform is read."""

    jetstream: tuple[str, ...] | None = None
    """`wss://host` (or `ws://`), in order of preference. None: Bluesky's own; empty switches the stream off."""
    wire: Wire = Wire.AUTO
    compression: Compression = Compression.ZSTD
    shielded: frozenset[str] = frozenset()
    """The DIDs of all protected accounts: the stream is read once for all of them. Empty: this account's alone."""
    known: frozenset[str] = frozenset()
    """DIDs of authors already on record, whose deletions and changes of handle are wanted too."""
    silence: float = 60.0
    """Seconds without any frame after which a stream is taken for dead."""
    poll: float = 60.0
    """Seconds between two looks at the notifications."""
    labeler: str = ""
    """DID of the moderation service that reports go to; empty: the one that the person's server chooses."""
    plc: str = "https://plc.directory"
    """Where an account's age is asked, and whose keys are its; empty: nowhere, and both stay unknown."""
    appview: str = "https://public.api.bsky.app"
    """Where it is asked, in nobody's name, whether a post is shown to anybody; empty: nowhere."""
    origins: Origins = Origins()
    """Which authors' servers are asked for the proof of a post, and how."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The Jetstream servers to read from, without a slash at the end."""
        hosts = PUBLIC_JETSTREAMS if self.jetstream is None else self.jetstream
        return tuple(host.rstrip("/") for host in hosts)
