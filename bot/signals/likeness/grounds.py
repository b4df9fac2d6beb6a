"""What speaks for, and against, one person behind two accounts, each as a number."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.model.link import Why
from bot.model.noun import Noun
from bot.signals.likeness import avatars, hours, said, style
from bot.signals.likeness.names import SHORTEST, holds, resemblance
from bot.signals.likeness.portrait import Portrait

ALIKE: Final = 0.75
"""Resemblance of handles or names from which on it speaks."""
SOON: Final = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
"""Within an hour, a day, a week of the measure."""
AGED: Final = timedelta(days=30)
"""An account that was so old at the measure was not made because of it."""
ROUNDED: Final = timedelta(days=1)
"""Mastodon tells the day on which an account was made, and no more."""


class Measure(Noun, frozen=True, kw_only=True):
    """What was done against the known account, and when."""

    at: datetime
    why: Why = Why.MUTED


class Crowd(NamedTuple):
    """What tells nobody apart, since too many have it."""

    faces: Collection[int] = ()
    """Pictures that many show, and those of the protected person."""
    names: Collection[str] = ()
    """Skeletons of handles, and names, that many have."""
    texts: Collection[int] = ()
    """Runs of texts that many wrote."""
    targets: Collection[str] = ()


class Compared(NamedTuple):
    """What two accounts have in common; 0 where nothing is known, unless said otherwise."""

    declared: float
    avatar: float
    handle: float
    name: float
    bio: float
    texts: int
    style: float
    """Above 0 for the same hand, below for another."""
    runs: float
    formulas: int
    """Turns of phrase of the one that the other has too."""
    hours: float
    """From -1 (never at the same hours) to 1."""
    after: int
    """3 within an hour of the measure, 2 within a day, 1 within a week."""
    minutes: int
    """From the measure to the first contact; negative where it came first."""
    rivals: int
    """Against how many a measure was taken as shortly before: the newcomer may be any of them."""
    forbidden: bool
    """Whether the known one may not come back at all, and knows it."""
    new: float
    """1 for an account made after the measure, -1 for one that was old by then."""
    beside: float
    """1 where both were there before the measure."""
    targets: float


def compare(known: Portrait, measure: Measure, coming: Portrait, crowd: Crowd = Crowd()) -> Compared:  # noqa: B008
    """What the newcomer has in common with somebody against whom a measure was taken."""
    since = coming.first_at - measure.at
    known_own, coming_own = _own(known, crowd), _own(coming, crowd)
    return Compared(
        declared=float(_declares(known, coming) or _declares(coming, known) or known.account == coming.account),
        avatar=_avatar(known, coming, crowd),
        handle=_best(known.handles, coming.handles, crowd),
        name=_best(known.called, coming.called, crowd),
        bio=max((said.shared(one, other) for one in known.bios for other in coming.bios), default=0.0),
        texts=said.copies(coming_own, known_own),
        style=style.weight_of_habits(known.style, known.written, coming.style, coming.written),
        runs=_runs(known, coming),
        formulas=said.formulas(known_own, coming_own),
        hours=_hours(known, coming),
        after=sum(timedelta() <= since <= within for within in SOON),
        minutes=int(since.total_seconds() // 60),
        rivals=1,
        forbidden=False,
        new=_new(known, measure, coming),
        beside=float(since < timedelta()),
        targets=_targets(known, coming, crowd),
    )


def _declares(one: Portrait, other: Portrait) -> bool:
    own = {*other.names}
    return any(name in own or name.rstrip("/").rpartition("/")[2].removeprefix("@") in own for name in one.declares)


def _avatar(known: Portrait, coming: Portrait, crowd: Crowd) -> float:
    shown = [one for one in known.faces if one not in crowd.faces]
    others = [one for one in coming.faces if one not in crowd.faces]
    return max((avatars.likeness(one, other) for one in shown for other in others), default=0.0)


def _best(some: tuple[str, ...], others: tuple[str, ...], crowd: Crowd) -> float:
    own, its = ([one for one in each if len(one) >= SHORTEST and one not in crowd.names] for each in (some, others))
    pairs = [(one, other) for one in own for other in its]
    found = max(
        (0.9 if holds(*pair) and pair[0] != pair[1] else resemblance(*pair, ALIKE) for pair in pairs), default=0.0
    )
    return found if found >= ALIKE else 0.0


def _own(one: Portrait, crowd: Crowd) -> list[said.Runs]:
    return [text for text in one.texts if set(text[: said.SKETCH]).isdisjoint(crowd.texts)]


def _runs(known: Portrait, coming: Portrait) -> float:
    if min(known.written, coming.written) < style.LEAST:
        return 0.0
    return style.likeness_of_runs(known.runs, coming.runs)


def _hours(known: Portrait, coming: Portrait) -> float:
    both = hours.overlap(known.hours, coming.hours)
    return 0.0 if both is None else 2 * both - 1


def _new(known: Portrait, measure: Measure, coming: Portrait) -> float:
    if coming.created_at is None:
        return 0.0
    since = (
        coming.created_at - measure.at
    )  # where it claims to be of the last day there is, nothing can be added to that
    if since > -ROUNDED:
        return 1.0
    old = since < -AGED and coming.platform == known.platform
    return -1.0 if old else 0.0  # on another platform, one may have been for years


def _targets(known: Portrait, coming: Portrait, crowd: Crowd) -> float:
    one, other = set(known.targets) - set(crowd.targets), set(coming.targets) - set(crowd.targets)
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
