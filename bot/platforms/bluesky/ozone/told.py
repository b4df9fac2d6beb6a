"""The events of a labeler's Ozone that are read, and no others: what is about a conversation is passed over unseen."""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from bot.model.reason import Reason
from bot.platforms.bluesky import mending
from bot.platforms.bluesky.post import authority
from bot.platforms.bluesky.report import NAMES

_DEFS: Final = "tools.ozone.moderation.defs#modEvent"
REPORT: Final = f"{_DEFS}Report"
RESOLVED: Final = f"{_DEFS}ResolveAppeal"
SETTLING: Final = (f"{_DEFS}Acknowledge", f"{_DEFS}Takedown", RESOLVED)
"""After which what was reported of a subject is settled; the last settles its appeals alone."""
READ: Final = (REPORT, *SETTLING)
ACCOUNT: Final = "com.atproto.admin.defs#repoRef"
RECORD: Final = "com.atproto.repo.strongRef"
_PRIVATE: Final = "chat.bsky."
"""Ozone writes messages and conversations as records of such collections where it wants a URI."""
_DID: Final = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,250}")
_APPEAL: Final = "Appeal"
_OTHER: Final[Mapping[str, Reason]] = {
    "Rude": Reason.HARASSMENT_TARGETED,
    "Spam": Reason.SPAM,
    "HarassmentTroll": Reason.HARASSMENT_TARGETED,
    "HarassmentOther": Reason.HARASSMENT_TARGETED,
    "SexualNCII": Reason.SEXUAL_HARASSMENT,
    "SexualDeepfake": Reason.SEXUAL_HARASSMENT,
    "MisleadingScam": Reason.SPAM,
}
"""What others say, beside what we do."""
_REASONS: Final[Mapping[str, Reason]] = {
    **_OTHER,
    **{ozone: reason for reason, (ozone, _) in NAMES.items() if reason is not Reason.SEXUAL_HARASSMENT},
}
"""By what stands behind `#reason`; Ozone has one word for harassment, sexual or not."""


class _What(msgspec.Struct, frozen=True, omit_defaults=True, rename={"type": "$type", "report_type": "reportType"}):
    type: str = ""
    report_type: str = ""


class _Subject(msgspec.Struct, frozen=True, rename={"type": "$type", "convo_id": "convoId", "message_id": "messageId"}):
    type: str = ""
    did: str = ""
    uri: str = ""
    convo_id: object = None
    message_id: object = None
    """What only a conversation has."""


class Told(msgspec.Struct, frozen=True, rename="camel"):
    """One event, as far as it is read."""

    id: int
    event: _What
    subject: _Subject
    created_by: str
    created_at: str = ""
    subject_handle: str = ""

    @property
    def kind(self) -> str:
        """What it is."""
        return self.event.type

    @property
    def report(self) -> bool:
        """Whether somebody reports."""
        return self.event.type == REPORT

    @property
    def subject_did(self) -> str:
        """The account that it is about."""
        return authority(self.subject.uri) if self.subject.type == RECORD else self.subject.did

    @property
    def named(self) -> str:
        """Its subject as questions name it: a URI or a DID."""
        return self.subject.uri or self.subject.did

    @property
    def reason(self) -> Reason | None:
        """Why it was reported; None: for something else."""
        return _REASONS.get(self.event.report_type.partition("#reason")[2])

    @property
    def appeal(self) -> bool:
        """Whether its author asks that what was done be looked at again."""
        return self.event.report_type.partition("#reason")[2] == _APPEAL


def read(raw: bytes) -> Told | None:
    """The event; None where it is none of those that are read, or not about an account or what it published."""
    told = _told(raw)
    if told is None or told.kind not in READ or told.subject.type not in {ACCOUNT, RECORD}:
        return None
    if told.subject.convo_id is not None or told.subject.message_id is not None:
        return None
    if not _DID.fullmatch(told.subject_did) or not _DID.fullmatch(told.created_by):
        return None
    if told.subject.type == ACCOUNT:
        return None if told.subject.uri else told
    collection = told.subject.uri.removeprefix(f"at://{told.subject_did}/").partition("/")[0]
    return None if collection.startswith(_PRIVATE) else told


def _told(raw: bytes) -> Told | None:
    for attempt in (bytes, mending.mend):
        try:
            return msgspec.json.decode(attempt(raw), type=Told)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
    return None
