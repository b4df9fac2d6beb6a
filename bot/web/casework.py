"""What people write down of cases on the pages, by their seat's name."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.exceptions import HTTPException

from bot.cases.keeping import Casework
from bot.errors import Refused
from bot.model.account import KEY
from bot.model.shield import Shield
from bot.shield.live import shields
from bot.store import cases, read
from bot.store.cases import Casefile
from bot.web.visit import Visit

LONGEST = 1_000
"""Signs of what names an account."""


def shield(visit: Visit) -> Shield:
    """That of the person whose pages these are."""
    return shields(visit.config, {})[visit.person.name]


@contextmanager
def casework(visit: Visit) -> Iterator[Casework]:
    """What is written down within is one transaction."""
    with visit.store.writing() as connection:
        yield Casework(connection, visit.store.master, shield(visit), visit.seat.name, visit.now)


def casefile(visit: Visit) -> Casefile:
    """The case that the path names. 404 where it is not this person's."""
    with visit.store.reading() as connection:
        found = cases.of_person(connection, visit.person.name, str(visit.path["id"]))
    if found is None:
        raise HTTPException(404)
    return found


def account_of(visit: Visit, written: str) -> str:
    """`Account.key` of whom is meant: by their key, or by the URI of a mention of theirs. Raises Refused."""
    named = written.strip()
    if len(named) <= LONGEST and KEY.fullmatch(named):
        return named
    with visit.store.reading() as connection:
        found = {one.author for one in read.mention(connection, named) if one.person == visit.person.name}
    if len(found) != 1:
        raise Refused(visit.said.say("web.case.refused.account"))
    return found.pop()


def members(visit: Visit, case: Casefile) -> list[str]:
    """The accounts of a case."""
    with visit.store.reading() as connection:
        return cases.members(connection, case.person, [case.id]).get(case.id, [])
