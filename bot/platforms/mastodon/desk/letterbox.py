"""What a server sends by itself: whether it is really the server, whether it is of now, and what may be kept. Pure."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import msgspec

from bot.errors import Malformed, RempartError
from bot.model.letter import Letter
from bot.model.noun import Noun
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.desk import sieve
from bot.platforms.mastodon.desk.entities import Admitted
from bot.platforms.mastodon.desk.sieve import Kin
from bot.platforms.mastodon.normalise import moment

BEHIND: Final = timedelta(days=3)
"""How old a letter may be: an honest server tries again for two days."""
AHEAD: Final = timedelta(minutes=5)
REPORTS: Final = frozenset({"report.created", "report.updated"})
POSTS: Final = frozenset({"status.created", "status.updated"})
SIGN_UP: Final = "account.created"
SCHEME: Final = "sha256="


class Stale(RempartError):
    """It tells of another time: somebody may have kept it to send it again."""


class Early(RempartError):
    """It tells of a moment to come: the clock of its server is ahead, or ours is behind."""


class Unwanted(RempartError):
    """Nothing of it is for us; `withheld` of it was private."""

    def __init__(self, withheld: int = 0) -> None:
        super().__init__("nothing of it is for us")
        self.withheld = withheld


class _Envelope(Noun, frozen=True, kw_only=True):
    event: str
    created_at: str
    object: msgspec.Raw


def signed(secret: bytes, header: str, body: bytes) -> bool:
    """Whether who sent this body knows the secret; it takes as long whatever is wrong."""
    ours = SCHEME + hmac.new(secret, body, sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(ours.encode(), header.encode(errors="replace"))


def admit(body: bytes, now: datetime) -> Letter:
    """What may be kept of a signed body. Raises Malformed, Stale, Early or Unwanted."""
    envelope = decode(body, _Envelope)
    at = moment(envelope.created_at)
    if at is None:
        raise Malformed("a letter without a moment")
    if at > now + AHEAD:
        raise Early("a letter of a moment to come")
    if at < now - BEHIND:
        raise Stale("a letter of another time")
    kept, about, kin = _kept(envelope.event, bytes(envelope.object))
    return Letter(
        event=envelope.event,
        at=at,
        digest=sha256(body).digest(),
        kept=msgspec.json.encode(kept),
        about=about,
        kin=kin,
    )


def _kept(event: str, raw: bytes) -> tuple[Admitted, str, Kin]:
    if event in REPORTS:
        found = sieve.report(raw)
        return Admitted(report=found.kept), found.about, found.kin
    if event == SIGN_UP:
        who = sieve.newcomer(raw)
        return Admitted(newcomer=who.kept), who.kept.id, who.kin
    if event in POSTS:
        post = sieve.post(raw)
        if post is None:
            raise Unwanted(withheld=1)
        if post.mentions or post.quote or post.in_reply_to_account_id:
            return Admitted(post=post), "", ()
    raise Unwanted
