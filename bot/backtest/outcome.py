"""What a backtest found: whom other rules would have hit, and whom they no longer would."""

from datetime import date
from enum import IntEnum, StrEnum

from bot.model.decision import Decision
from bot.model.facts import Relation
from bot.model.noun import Noun
from bot.rules.aim import bites


class Effect(IntEnum):
    """How far a decision goes, once its rules are armed."""

    NOTHING = 0
    NOTICED = 1
    """A rule holds: it is counted, told, or held for a human."""
    HIT = 2
    """A rule holds that does something to the author by itself."""


def effect(decision: Decision) -> Effect:
    """The furthest that any of its matches goes, in whatever mode; that the author may be spared does not count."""
    if not decision.matches:
        return Effect.NOTHING
    return Effect.HIT if any(map(bites, decision.matches)) else Effect.NOTICED


class Standing(StrEnum):
    """Who the author was to the person when it was decided, the closest first."""

    FOLLOWED = "followed"
    DELEGATE = "delegate"
    TRUSTED = "trusted"
    FOLLOWER = "follower"
    STRANGER = "stranger"
    UNKNOWN = "unknown"
    """The platform had not told whom the person follows."""


CLOSE = frozenset({Standing.FOLLOWED, Standing.DELEGATE, Standing.TRUSTED})
"""Those on whom nothing is ever done, whatever a rule says."""
RANK = {standing: place for place, standing in enumerate(Standing)}


def standing(relation: Relation) -> Standing:
    """The closest of what is known."""
    known = (
        (relation.following, Standing.FOLLOWED),
        (relation.delegate, Standing.DELEGATE),
        (relation.trusted, Standing.TRUSTED),
        (relation.followed_by, Standing.FOLLOWER),
        (relation.following is None, Standing.UNKNOWN),
    )
    return next((one for holds, one in known if holds), Standing.STRANGER)


class Author(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """One author whom the rules then or the rules now notice; counts are of mentions."""

    account: str
    """`Account.key`"""
    handle: str
    standing: Standing
    newly: int
    """Nothing, or less, was found then."""
    no_longer: int
    """More was found then."""
    still: int
    rules: dict[str, int]
    """The rules that would find what was not found then, and how often."""
    lost: dict[str, int]
    """The rules that found what would not be found now, and how often."""


class Found(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """What one rule would find, by its name; counts are of mentions but for `people` and `close`."""

    rule: str
    mentions: int = 0
    people: int = 0
    close: int = 0
    """How many of the people are followed, trusted, or delegates."""
    newly: int = 0
    no_longer: int = 0


class Day(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """One day of the person's clock; counts are of mentions that happened on it."""

    day: date
    mentions: int
    then: int
    """How many were noticed or hit as it was decided."""
    now: int
    """How many would be."""
    newly: int
    no_longer: int


class Outcome(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """A backtest of one person's rules."""

    person: str
    mentions: int
    """Those that could be tried; versions of one count each."""
    erased: int
    """Their content was erased: nothing can be tried on them."""
    unreadable: int
    """Their content does not open, or is of a form that this release does not read."""
    then: int
    now: int
    hit_then: int
    """How many of `then` had something done to their author, or would have, had it been armed."""
    hit_now: int
    newly: int
    no_longer: int
    authors: tuple[Author, ...]
    """Those for whom anything changes: the closest first, then those most often concerned."""
    rules: tuple[Found, ...]
    """Every rule of now in its order, then those of then that are gone."""
    days: tuple[Day, ...]

    def found(self, rule: str) -> Found:
        """What a rule would find."""
        return next((one for one in self.rules if one.rule == rule), Found(rule=rule))
