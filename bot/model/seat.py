"""Who may look at what is kept for a person, and do what about it."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.model.noun import Noun


class Grant(StrEnum):
    """One thing that somebody may see or do."""

    COUNTS = "counts"
    """How the shield stands and how many of what came: never what, nor by whom."""
    TRIAGE = "triage"
    """What waits for a human, veiled until asked for."""
    DIRECTS = "directs"
    """Direct messages among it."""
    ACT = "act"
    """Mute, approve, undo, trust, pause."""
    CASES = "cases"
    """One person's conduct over time; confirm and reject links."""
    RULES = "rules"
    """Change rules and modes."""
    TRAIL = "trail"
    """What was done, by whom, and who looked."""
    EXPORT = "export"
    """Take evidence out."""
    PUBLISH = "publish"
    """Make lists, and give them to others."""
    PEOPLE = "people"
    """Invite, pause and revoke others."""
    DESK = "desk"
    """What was reported to a community, and by whom."""
    MEASURE = "measure"
    """Ask for grave measures, and agree to them."""
    KIN = "kin"
    """By what e-mail and addresses accounts come, as their server knows them."""


class Role(StrEnum):
    """What somebody is to a protected person."""

    HOLDER = "holder"
    """The person, or who answers for the shield."""
    DELEGATE = "delegate"
    OBSERVER = "observer"
    MODERATOR = "moderator"


GIVEN: Final = {
    Role.HOLDER: frozenset(Grant),
    Role.DELEGATE: frozenset({Grant.COUNTS, Grant.TRIAGE, Grant.ACT, Grant.CASES}),
    Role.OBSERVER: frozenset({Grant.COUNTS}),
    Role.MODERATOR: frozenset({Grant.COUNTS, Grant.TRIAGE, Grant.ACT, Grant.CASES, Grant.TRAIL, Grant.DESK}),
}
"""What comes with each role; the vault is for nobody to see."""
BESIDE: Final = frozenset(
    {Grant.DIRECTS, Grant.RULES, Grant.TRAIL, Grant.EXPORT, Grant.PUBLISH, Grant.MEASURE, Grant.KIN}
)
"""What may be granted to somebody beside their role."""
OF_DESKS: Final = frozenset({Grant.DESK, Grant.MEASURE, Grant.KIN})
"""What there is at the desk of a community alone."""


class Seat(Noun, frozen=True, kw_only=True):
    """One person's place beside a protected person."""

    id: str
    person: str
    """The protected person."""
    name: str
    """Who has it."""
    role: Role
    also: frozenset[Grant] = frozenset()
    """What was granted beside the role."""
    language: str = ""
    """Empty: the protected person's."""
    until: datetime | None = None
    """When it ends by itself."""
    resting_until: datetime | None = None
    """Until when work goes to others."""
    by: str = ""
    """Who invited them."""
    at: datetime | None = None
    handed_at: datetime | None = None
    """When somebody last gave them a right, or a way in."""
    revoked_at: datetime | None = None

    def may(self, grant: Grant) -> bool:
        """Whether they may see or do this."""
        return grant in GIVEN[self.role] or grant in self.also

    def holds(self, now: datetime) -> bool:
        """Whether it was neither revoked nor has come to its end."""
        return self.revoked_at is None and (self.until is None or now < self.until)

    def rests(self, now: datetime) -> bool:
        """Whether work goes to others now."""
        return self.resting_until is not None and now < self.resting_until


def alike(one: Seat | None, other: Seat) -> bool:
    """Whether two seats are of one name, and so of one person as far as anybody can tell."""
    return one is not None and one.name.strip().casefold() == other.name.strip().casefold()


class Session(Noun, frozen=True, kw_only=True):
    """Somebody who came in, by a browser."""

    id: str
    """Digest of the token that the browser has."""
    seat: str
    agent: str
    """What browser it is, in a few words."""
    began: datetime
    seen: datetime


class Passkey(Noun, frozen=True, kw_only=True):
    """A key that never leaves somebody's device, by which they come in without a link."""

    id: str
    """The credential's id, base64url."""
    seat: str
    key: bytes
    """Its public part, as WebAuthn writes it."""
    counter: int
    """How often it signed, where the device counts; else 0."""
    name: str
    at: datetime
    used_at: datetime | None = None
