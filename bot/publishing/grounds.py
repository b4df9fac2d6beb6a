"""What holds somebody back from a list until a human says it again."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.blocklists.change import Change, Type
from bot.blocklists.entity import Kind
from bot.model.account import Account
from bot.model.facts import Relation
from bot.model.noun import Noun

ADULT: Final = 18
AGE: Final = re.compile(r"\b(1[0-7])\s*(?:ans?|yo|y/o|yrs?|years?)\b|\b(?:age|aged|âge)\s*:?\s*(1[0-7])\b")
MINOR: Final = re.compile(
    r"\bmineure?\b|\bmineur[·.(]e\)?|\bminor\b|\bunderage\b|\bcoll[ée]gien(?:ne)?\b|\blyc[ée]en(?:ne)?\b"
)
BORN: Final = re.compile(r"\b(?:née?|born)\b[^0-9\n]{0,12}((?:19|20)[0-9]{2})\b")


class Ground(StrEnum):
    """Why a human must say it again."""

    FOLLOWED = "followed"
    TRUSTED = "trusted"
    DELEGATE = "delegate"
    LIFTED = "lifted"
    """A human lifted what had been done about them."""
    SMALL = "small"
    """Fewer followers than the floor: few would speak for them."""
    MINOR = "minor"
    """Their profile says, or seems to say, that they are under 18."""
    UNKNOWN = "unknown"
    """How the person stands to them, or how many follow them, is not known: unknown is not zero."""
    LISTED = "listed"
    """What was done rests on what another list says."""
    DOMAIN = "domain"
    """A whole server: everybody on it."""
    BEFORE = "before"
    """They were taken off this list before."""


class About(Noun, frozen=True, kw_only=True):
    """What is known of somebody."""

    kind: Kind
    account: Account | None = None
    """As they last were seen; None: never."""
    relation: Relation | None = None
    """None where it is not known which account it is."""
    conditions: frozenset[str] = frozenset()
    """What held of what they wrote, by the names of conditions."""
    said: Change | None = None
    """The latest that the list says of them."""


def grounds(about: About, floor: int, now: datetime) -> tuple[Ground, ...]:
    """All that speaks against it."""
    return tuple(dict.fromkeys((*_standing(about), *_known(about, floor, now), *_past(about))))


def close(relation: Relation) -> Iterator[Ground]:
    """What the person did that speaks for somebody."""
    found = {
        Ground.FOLLOWED: relation.following,
        Ground.TRUSTED: relation.trusted,
        Ground.DELEGATE: relation.delegate,
        Ground.LIFTED: relation.lifted,
    }
    yield from (ground for ground, holds in found.items() if holds)


def is_minor(account: Account, now: datetime) -> bool:
    """Whether a profile says, or seems to say, that its owner is under 18: more often than it is true, on purpose.

    Platforms tell nobody's age: an age, a year of birth or the word, in French or English, is all there is to go by;
    of who says nothing it is not known.
    """
    text = unicodedata.normalize("NFKC", f"{account.display_name}\n{account.bio}").casefold()
    born = [int(one) for one in BORN.findall(text)]
    return bool(AGE.search(text) or MINOR.search(text) or any(0 <= now.year - year < ADULT for year in born))


def _standing(about: About) -> Iterator[Ground]:
    if about.kind is Kind.DOMAIN:
        yield Ground.DOMAIN
    elif about.relation is None:
        yield Ground.UNKNOWN
    else:
        yield from close(about.relation)


def _known(about: About, floor: int, now: datetime) -> Iterator[Ground]:
    if about.account is None:
        if about.kind is Kind.ACTOR:
            yield Ground.UNKNOWN
        return
    if floor and about.account.followers is None:
        yield Ground.UNKNOWN
    elif about.account.followers is not None and about.account.followers < floor:
        yield Ground.SMALL
    if is_minor(about.account, now):
        yield Ground.MINOR


def _past(about: About) -> Iterator[Ground]:
    if "listed" in about.conditions:
        yield Ground.LISTED
    yield from before(about.said)


def before(said: Change | None) -> Iterator[Ground]:
    """Whether the latest that a list says of somebody is that they are off it."""
    if said is not None and said.type in {Type.RETRACTION, Type.TOMBSTONE}:
        yield Ground.BEFORE


def words(some: Collection[Ground]) -> tuple[str, ...]:
    """As they are kept."""
    return tuple(one.value for one in some)
