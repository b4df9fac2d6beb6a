"""What a labeler's refusal means: mostly that the account has not the role for it, seldom that its password is bad.

Ozone answers 401 to whoever has no role, with the name that other servers give to a bad password.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.errors import PlatformError, Refused, TryLater
from bot.platforms.bluesky.refusals import complaint_of, refusal

THEIRS: Final = ("tools.ozone.", "com.atproto.label.", "com.atproto.moderation.")
"""What a labeler answers itself; all else is answered by the account's own server."""


class NoRole(Refused):
    """The account has not the role at the labeler that this needs."""


class AlreadySo(Refused):
    """It was so already, or this very order was carried out before."""


NOBODY: Final = "The labeler does not know this account as one of its team: its admin adds it in Ozone, as a moderator."
TRIAGE: Final = "The account only sorts reports at the labeler (triage): its admin makes it a full moderator in Ozone."
ADMIN: Final = "At the labeler only an admin may do this, and the account is none."
DISABLED: Final = "The account was shut out of the labeler's team: its admin lets it in again in Ozone."
NO_ROLE: Final = "The account has not the role for this at the labeler."
NO_LABELER: Final = "No labeler is found under this DID: see `labeler` in the configuration."
_SAID: Final[Mapping[str, tuple[type[Refused], str]]] = {
    "not a moderator account": (NoRole, NOBODY),
    "member is disabled": (NoRole, DISABLED),
    "Must be a full moderator to label content": (NoRole, TRIAGE),
    "Must be a full moderator to take this type of action": (NoRole, TRIAGE),
    "Must be a full admin to take this type of action on feed generators": (NoRole, ADMIN),
    "Subject is already taken down": (AlreadySo, "It was taken down already."),
    "Subject is not taken down": (AlreadySo, "It is not taken down."),
    "could not resolve proxy did": (Refused, NO_LABELER),
}
_ROLES: Final = frozenset({"AuthenticationRequired", "MemberDisabled"})
_PASSPORT: Final = ("BadJwt", "JwtExpired", "MissingJwt")
"""What our own server wrote to the labeler for us was not accepted: no password helps against it."""


def refused(status: int, headers: Mapping[str, str], raw: bytes, name: str, now: datetime) -> PlatformError:
    """As `refusal`, in which a labeler's own words stand for what they mean."""
    complaint = complaint_of(raw)
    if not name.startswith(THEIRS) or status not in {400, 401, 403}:
        return refusal(status, headers, raw, name, now)
    said = _SAID.get(complaint.message)
    if said is not None:
        kind, words = said
        return kind(words)
    if complaint.error == "DuplicateExternalId":
        return AlreadySo("This order was carried out before.")
    if complaint.error in _ROLES:
        return NoRole(NO_ROLE)
    if complaint.error.startswith(_PASSPORT):
        return TryLater(f"{name}: the labeler does not accept what the account's server says for it.")
    return refusal(status, headers, raw, name, now)
