"""Everything that is kept for one person, let go of at once."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, delete, func, select, update

from bot.blocklists.follower import Phase
from bot.store import doors, portraits, schema
from bot.store.proposals import YES

LISTS: Final = (
    "blocklist",
    "change",
    "listing",
    "edition",
    "placement",
    "placed",
    "adoption",
    "subscription",
    "exempt",
    "follower",
    "effect",
    "appeal",
    "candidate",
)
"""Tables about lists, which go whole with a person too."""
ABOUT_PERSON: Final = (
    "mention",
    "author",
    "casefile",
    "member",
    "noted",
    "restriction",
    "portrait",
    "face",
    "link",
    "relation",
    "watched",
    "look",
    "medium",
    "sketch",
    "aside",
    "coverage",
    "crowd",
    "thread",
    "tide",
    "raid",
    "support",
    "half",
    "reviewed",
    "proposal",
    "work",
    "seat",
    "urgent",
    "token",
    "channel",
    "dossier",
    "handover",
    "proceeding",
    "dealt",
    "departed",
    "warned",
    "roll",
    "letter",
    "flag",
    "docket",
    "toll",
    "kin",
    "statement",
    "share",
    *LISTS,
)
"""Tables whose rows go whole with a person, beside those that hang on them."""

OF_CROWDS: Final = ("crowd", "thread", "tide", "raid")
"""Tables where a community's name may be followed by that of a crowd of its own."""


def empty(connection: Connection, person: str) -> dict[str, int]:
    """Let go of everything kept for a person but the chain, its checkpoints and the digests; how many rows of what."""
    box, key = schema.exhibit, schema.exhibit_key
    theirs = select(box.c.id).where(box.c.person == person)
    gone = {"exhibit": int(connection.execute(delete(key).where(key.c.id.in_(theirs))).rowcount)}
    connection.execute(update(box).where(box.c.person == person).values(box=b""))
    seats = select(doors.seat.c.id).where(doors.seat.c.person == person)
    for beside in (doors.session, doors.entrance, doors.glance, doors.passkey):
        connection.execute(delete(beside).where(beside.c.seat.in_(seats)))
    gone["portrait_key"] = portraits.unfind(connection, schema.portrait.c.person == person)
    follows = schema.given.follower.c
    tokens = [f"follower:{one}" for one in connection.scalars(select(follows.id).where(follows.person == person))]
    proposed = connection.scalars(select(doors.proposal.c.id).where(doors.proposal.c.person == person))
    yeses = [YES + one for one in proposed]
    for name in (*ABOUT_PERSON, "delivery"):
        table = schema.metadata.tables[name]
        own = table.c.person == person
        if name in OF_CROWDS:
            own |= table.c.person.startswith(f"{person}/", autoescape=True)
        gone[name] = int(connection.execute(delete(table).where(own)).rowcount)
    connection.execute(delete(schema.moderated.share).where(schema.moderated.share.c.community == person))
    secrets = schema.safe
    names = [f"{kind}:{person}" for kind in ("vault", "vault-keys", "signature")]
    connection.execute(delete(secrets).where(secrets.c.name.in_([*names, *tokens, *yeses])))
    row = schema.person
    connection.execute(update(row).where(row.c.name == person).values(salt=b"", paused_until=None))
    return gone


def elsewhere(connection: Connection, person: str) -> dict[str, int]:
    """What lists did at accounts, of others and of the person, that nobody could take back once their rows are gone:
    how many `followers`, lists of others (`followed`, `adopted`), and lists at a platform (`placed`).
    """
    follower, adoption, placement = schema.given.follower, schema.given.adoption, schema.given.placement
    stays = (follower.c.person == person) & (follower.c.phase != Phase.LEFT.value)
    asked = {
        "followers": select(func.count()).where(stays & (follower.c.own == "")),
        "followed": select(func.count(follower.c.list.distinct())).where(stays & (follower.c.own != "")),
        "adopted": select(func.count()).where(adoption.c.person == person),
        "placed": select(func.count()).where(placement.c.person == person),
    }
    found = {what: int(connection.scalar(query) or 0) for what, query in asked.items()}
    return {what: count for what, count in found.items() if count}


def boxes(connection: Connection, person: str) -> Iterator[str]:
    """All exhibits of a person that still have a key."""
    box, key = schema.exhibit, schema.exhibit_key
    query = select(box.c.id).join(key, box.c.id == key.c.id).where(box.c.person == person).order_by(box.c.id)
    yield from connection.scalars(query, execution_options={"yield_per": 1000})
