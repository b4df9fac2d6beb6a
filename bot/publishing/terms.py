"""What people chose for a list of their own: what it says of itself, whom rules put forward, and for how long."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Final

import msgspec

from bot.alerts.wording import LANGUAGES, one_line
from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Policy
from bot.model.noun import Noun
from bot.model.reason import Reason, Severity
from bot.publishing.refusing import Cannot

SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
TITLE: Final = 64
"""Characters of a title, which is as much as Bluesky takes."""
DESCRIPTION: Final = 2_000
CONTEST: Final = 300
ACCOUNT: Final = 300
NAMED: Final = 50
"""Rules that one list names."""


class Terms(Noun, frozen=True, kw_only=True):
    """`Blocklist.settings` of a list of one's own."""

    description: str = ""
    """Who comes into it and why, for everybody to read."""
    contest: str = ""
    """How else than by its page somebody listed can object."""
    language: str = "fr"
    rules: tuple[str, ...] = ()
    """What puts somebody forward; none: only what a human chooses."""
    reasons: tuple[Reason, ...] = ()
    """Of what those rules found, only this; none: all of it."""
    least: Severity = Severity.HIGH
    review_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 180
    """After so many days somebody should look at an entry again."""
    expiry_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 365
    """After so many days an entry goes by itself."""
    floor: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 20
    """Accounts with fewer followers are held back for a human."""
    policy: Policy = Policy.REJECT
    """What is recommended of those whom a human chooses."""
    bluesky: str = ""
    """The handle, or the key, of the person's account in whose name it stands at Bluesky too; empty: none."""

    def review_at(self, now: datetime) -> datetime:
        """When somebody should look again at what is published now."""
        return now + timedelta(days=self.review_days)

    def expires_at(self, now: datetime) -> datetime:
        """When what is published now goes by itself."""
        return now + timedelta(days=self.expiry_days)


def terms(of: Blocklist) -> Terms:
    """What was chosen for a list."""
    return msgspec.json.decode(of.settings, type=Terms)


def said(of: Blocklist) -> dict[str, str]:
    """What a list says of itself to everybody, and where, by the names of the parts."""
    chosen = terms(of)
    return {
        "title": of.title,
        "description": chosen.description,
        "contest": chosen.contest,
        "language": chosen.language,
        "bluesky": chosen.bluesky,
    }


def checked_slug(written: str) -> str:
    """A name for a list. Raises Refused."""
    if not SLUG.fullmatch(written):
        raise Cannot("slug", "a list is called by 1 to 40 lower-case letters, digits and hyphens")
    return written


def checked_title(written: str) -> str:
    """A title, on one line. Raises Refused where nothing is left of it."""
    title = one_line(written, TITLE)
    if not title:
        raise Cannot("title", "a list needs a title")
    return title


def checked(terms: Terms) -> Terms:
    """The same, its texts cleaned and bounded. Raises Refused."""
    if len(terms.description) > DESCRIPTION or len(terms.contest) > CONTEST:
        raise Cannot("long", f"a description has {DESCRIPTION} characters at most, how to contest {CONTEST}")
    if terms.language not in LANGUAGES or len(terms.rules) > NAMED or len(terms.bluesky) > ACCOUNT:
        raise Cannot("terms", f"a list speaks one of {', '.join(LANGUAGES)}, and names {NAMED} rules at most")
    if terms.review_days > terms.expiry_days:
        raise Cannot("order", "an entry is reviewed before it expires: write fewer days for the review")
    lines = "\n".join(one_line(line, DESCRIPTION) for line in terms.description.splitlines()).strip()
    try:
        changed = msgspec.structs.replace(terms, description=lines, contest=one_line(terms.contest, CONTEST))
        return msgspec.convert(msgspec.to_builtins(changed), type=Terms)
    except msgspec.ValidationError as error:
        raise Cannot("terms", str(error)) from error
