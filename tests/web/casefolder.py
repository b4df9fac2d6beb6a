"""People who kept at it, as the pages of cases show them: written into a shield's own tables by its own commands."""

import re
from datetime import UTC, datetime, timedelta

from bot.cases.keeping import Casework
from bot.cases.marking import mark
from bot.evidence.pseudonym import nickname
from bot.model.conduct import Level
from bot.model.link import Ground, Said
from bot.shield.live import shields
from bot.store import cases, links, write
from bot.store.links import Link

HE, BACK, GRUMBLER = (f"bluesky:did:plc:{name}" for name in ("rancunier", "suiveur", "grincheux"))
LETTER = "Une lettre sans timbre, avec mon prénom"
FIGURES = re.compile(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>")
CELLS = re.compile(r"<td>(.*?)</td>")


def written(world, account=HE, by="lea"):
    """A case of somebody; its id."""
    return noted(world, lambda work: work.add(account).id, by)


def noted(world, say, by="lea"):
    """What is said of cases, in one transaction."""
    with world.store.writing() as connection:
        shield = shields(world.house.config, {})["camille"]
        return say(Casework(connection, world.store.master, shield, by, datetime.now(UTC)))


def letters(world, account, *ages, level=Level.HIGH):
    """Letters, so many days ago."""
    for days in ages:
        at = datetime.now(UTC) - timedelta(days=days)
        noted(world, lambda work, at=at: work.note(account, "letter", at, level, LETTER))


def marked(world):
    """As the shield's clock would."""
    return mark(world.store, ["camille"])


def suggested(world, score=0.93):
    """A link between two who wrote."""
    said = (Said(ground=Ground.AVATAR), Said(ground=Ground.AFTER, amount=40))
    one = Link(person="camille", account=BACK, other=HE, score=score, grounds=said, at=datetime.now(UTC))
    with world.store.writing() as connection:
        links.keep_links(connection, [one])
    return one


def called(world, account):
    """What an account is called where nobody asked for its name."""
    with world.store.reading() as connection:
        return nickname(write.salt(connection, world.store.master, "camille"), account)


def of(world, *accounts):
    """The ids of the cases to which these belong."""
    with world.store.reading() as connection:
        found = cases.of_accounts(connection, [("camille", account) for account in accounts])
    return [found["camille", account].id for account in accounts]


def events(world):
    return [(entry.event, entry.payload.get("by")) for entry in world.chain()]
