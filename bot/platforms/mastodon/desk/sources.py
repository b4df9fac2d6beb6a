"""All that is read for a desk, by what its configuration and its server have."""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from bot.platforms.desk import Roll
from bot.platforms.mastodon.desk.bringing import Bringing
from bot.platforms.mastodon.desk.letters import Letters, Waiting
from bot.platforms.mastodon.desk.publics import Publics
from bot.platforms.mastodon.desk.reports import Note, Reports
from bot.platforms.mastodon.desk.sign_ups import SignUps
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.options import Clock
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.wire import Wire
from bot.platforms.port import Source

ALONE: Final = 60.0
"""Seconds between two looks at reports and sign-ups where the server sends none by itself."""
BESIDE: Final = 600.0
"""The same where it does: for what may have been lost."""


class Asked(NamedTuple):
    """What a community wants read."""

    community: str
    home: str
    roll: Roll
    posts: Literal["none", "local", "all"]
    note: Note
    letters: Waiting | None
    """What the pages took in; None where there is no webhook."""


class Reached(NamedTuple):
    """How its server is reached, in the name of the moderator's account."""

    rest: Rest
    instance: Instance
    wire: Wire


def sources(asked: Asked, reached: Reached, clock: Clock) -> tuple[Source, ...]:
    """Each once; building them touches no network."""
    return tuple(_sources(asked, reached, Bringing(community=asked.community, home=asked.home, clock=clock)))


def _sources(asked: Asked, reached: Reached, bringing: Bringing) -> Iterator[Source]:
    rest, instance, wire = reached

    if asked.letters is not None:
        yield Letters(bringing, asked.letters)
        yield Reports(bringing, rest, asked.note, BESIDE)
    else:
        yield Reports(bringing, rest, asked.note, ALONE)
        yield SignUps(bringing, rest, instance, asked.note, ALONE)
    if asked.posts != "none":
        yield Publics(bringing, rest, instance, wire, asked.roll, asked.posts)
