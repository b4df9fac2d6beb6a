"""Dockets as the desk's pages have them: named by nothing that anybody chose, found again, and taken page by page."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot.model.account import KEY
from bot.model.docket import Docket, Standing
from bot.store import boards, dockets, seats
from bot.store.dockets import rank
from bot.web.veils import nicknames
from bot.web.visit import Visit

PAGE: Final = 50
LONGEST: Final = 100
"""Signs of a rule's name."""
_PLACE: Final = re.compile(r"[\w-]{4,1400}", re.ASCII)
_AFTER: Final = re.compile(r"(\d{1,19})\.([\w-]{4,1400})", re.ASCII)


class Row(NamedTuple):
    """A docket as it stands in a list."""

    docket: Docket
    place: str
    name: str
    """Ours, for the account."""
    taken_by: str
    """Whose seat it is; empty: nobody's here."""


class Looking(NamedTuple):
    """Which part of the desk somebody looks at."""

    standing: Standing
    rule: str
    """Only what it found; empty: all."""
    after: str
    """Where the page before ended; empty: it is the first."""

    def path(self, **others: str) -> str:
        """Its address; `others` stand there too, or instead."""
        asked = {"standing": self.standing.value, "rule": self.rule, "after": self.after} | others
        return "/desk?" + urlencode({name: value for name, value in asked.items() if value})


class Desk(NamedTuple):
    """One page of the desk."""

    rows: tuple[Row, ...]
    after: str
    """Where the next page begins; empty: there is none."""
    counts: Mapping[Standing, int]
    rules: Sequence[str]
    """Which found something that stands so."""


def place(subject: str) -> str:
    """By what an account (`Account.key`) is named in addresses."""
    return urlsafe_b64encode(subject.encode(errors="surrogatepass")).decode().rstrip("=")


def subject(written: str) -> str:
    """The inverse; empty where it is no account."""
    if not _PLACE.fullmatch(written):
        return ""
    try:
        found = urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode()
    except ValueError:
        return ""
    return found if KEY.fullmatch(found) else ""


def docket(visit: Visit) -> Docket:
    """The docket that the path names. 404 where there is none."""
    key = subject(str(visit.path["place"]))
    with visit.store.reading() as connection:
        found = dockets.docket(connection, visit.community.name, key) if key else None
    if found is None:
        raise HTTPException(404)
    return found


def looking(sent: Callable[[str, str], str]) -> Looking:
    """What an address or a form asks for; what is open where it asks for nothing that there is."""
    standing, after = sent("standing", ""), sent("after", "")
    return Looking(
        Standing(standing) if standing in set(Standing) else Standing.OPEN,
        sent("rule", "")[:LONGEST],
        after if _after(after) else "",
    )


def desk(visit: Visit, where: Looking) -> Desk:
    """One page of those that are looked at, the worst first."""
    person = visit.community.name
    with visit.store.reading() as connection:
        found = dockets.page(connection, person, where.standing, _after(where.after), PAGE + 1, where.rule)
        rows = _rows(connection, visit, found[:PAGE])
        counts = boards.standing(connection, person, where.rule)
        rules = boards.rules(connection, person, where.standing)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Desk(tuple(rows), f"{rank(last)}.{place(last.subject)}" if last else "", counts, rules)


def row(visit: Visit, one: Docket) -> Row:
    """One docket as it stands in a list."""
    with visit.store.reading() as connection:
        return _rows(connection, visit, [one])[0]


def _rows(connection: Connection, visit: Visit, some: Sequence[Docket]) -> list[Row]:
    called = nicknames(connection, visit.store.master, visit.community.name, [one.subject for one in some])
    ours = {each.id: each.name for each in seats.every(connection, visit.community.name)}
    return [Row(one, place(one.subject), called[one.subject], ours.get(one.taken_by, "")) for one in some]


def _after(written: str) -> tuple[int, str] | None:
    """Where a page ended, as it was sent; None where that is no place."""
    found = _AFTER.fullmatch(written)
    key = subject(found[2]) if found else ""
    return (min(int(found[1]), 2**63 - 1), key) if found and key else None
