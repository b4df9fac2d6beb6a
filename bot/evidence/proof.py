"""What can be proven of one post by its origin, and what cannot."""

from datetime import datetime
from enum import StrEnum

from bot.model.noun import Noun


class Standing(StrEnum):
    """Whether the record stood in the author's repository."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Claim(StrEnum):
    """What is proven."""

    RECORD = "record"
    """The record stood in the repository, with exactly this content."""
    ABSENCE = "absence"
    """No record stood under its name."""
    KEY_BY_LOG = "key_by_log"
    """The key that signed is the account's: every step from the account's name to it is signed."""
    KEY_BY_DOCUMENT = "key_by_document"
    """The key that signed is the one that the account's DID document named."""
    SHOWN = "shown"
    """The platform showed this version to anybody who asked."""


class Limit(StrEnum):
    """What is not proven."""

    HELD_BY_SERVER = "held_by_server"
    """The author's server holds the key: it, not the author's hand, signed."""
    TIMES_CLAIMED = "times_claimed"
    """The commit's time is the server's word, the record's the author's."""
    DIRECTORY_TIMES = "directory_times"
    """When keys changed is the directory's word."""
    EARLIER_KEY = "earlier_key"
    """The key that signed has been replaced since."""
    OTHER_VERSION = "other_version"
    """The record is another version than the mention that was kept."""
    UNREADABLE = "unreadable"
    """The record stood there, but is not written as records must be."""
    NOT_BEFORE = "not_before"
    """That nothing stands there does not say whether something did."""
    STREAM_ONLY = "stream_only"
    """Nothing from the author's server: the mention rests on what other servers delivered."""
    NOT_ASKED = "not_asked"
    REFUSED = "refused"
    GONE = "gone"
    UNREACHED = "unreached"
    """Why nothing came from the author's server."""
    KEY_UNKNOWN = "key_unknown"
    """Neither document nor log: nobody knows whose signature it is."""
    LOG_MISSING = "log_missing"
    """The key is the document's word, which is not signed."""
    DID_WEB = "did_web"
    """A did:web has no log: whoever holds the domain may say another key tomorrow."""
    SHOWN_TO_NOBODY = "shown_to_nobody"
    """The platform showed this version to nobody when asked: not yet, no longer, or never."""
    VIEW_UNKNOWN = "view_unknown"
    """Whether the platform showed it is not known."""


class Flaw(Noun, frozen=True, kw_only=True):
    """Something that does not hold."""

    piece: str
    what: str
    """The same, as a sentence."""


class Proof(Noun, frozen=True, kw_only=True):
    """What a group of pieces shows of one record."""

    uri: str = ""
    standing: Standing = Standing.UNKNOWN
    cid: str = ""
    """Of the record, where it stood."""
    content: bytes = b""
    """The record itself, DAG-CBOR."""
    commit: str = ""
    rev: str = ""
    committed_at: datetime | None = None
    """By the clock of the author's server."""
    key: str = ""
    """`did:key:…` that signed."""
    key_since: datetime | None = None
    key_until: datetime | None = None
    """By the directory's clock; None where unknown, or where it still is."""
    claims: tuple[Claim, ...] = ()
    limits: tuple[Limit, ...] = ()
    flaws: tuple[Flaw, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether the record, or its absence, is proven, and nothing that came contradicts it."""
        return bool(self.key) and not self.flaws
