"""What a person asked for about a list of others and cannot have; the words are the reader's."""

from enum import StrEnum
from typing import Final

from bot.errors import Refused


class Cause(StrEnum):
    """Why not."""

    ADDRESS = "address"
    NAME = "name"
    TAKEN = "taken"
    KEY = "key"
    TOO_MANY = "too_many"
    UNKNOWN = "unknown"
    """No such list is followed."""
    ENDED = "ended"
    SETTLED = "settled"
    """Nothing waits."""
    ANOTHER = "another"
    """Another version came since it was looked at."""
    NOT_SPARED = "not_spared"
    LARGE = "large"
    UNREAD = "unread"
    NO_VERSION = "no_version"
    UNDONE = "undone"


SAID: Final = {
    Cause.ADDRESS: "this is no address of a list: write https://…, or at://… for a list on Bluesky",
    Cause.NAME: "a list's name has lower-case letters, digits and hyphens: grand-ouest",
    Cause.TAKEN: "there is a list of this name already; choose another one",
    Cause.KEY: "this is no public key; copy it again, whole: name+id+base64",
    Cause.TOO_MANY: "so many lists cannot be followed at once; leave one first",
    Cause.UNKNOWN: "no list of this name is followed",
    Cause.ENDED: "this list is not followed any more",
    Cause.SETTLED: "nothing waits in this list: it was settled already",
    Cause.ANOTHER: "another version came meanwhile: look at it again first",
    Cause.NOT_SPARED: "nobody was excluded under this name",
    Cause.LARGE: "this list is too large",
    Cause.UNREAD: "this is no list that can be read",
    Cause.NO_VERSION: "no version of this number holds in this list",
    Cause.UNDONE: "this version is undone already",
}


class Declined(Refused):
    """It cannot be had; `cause` names the sentence."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(SAID[cause])
        self.cause = cause
