"""From what two accounts have in common to how probable it is that one person has both, with the grounds.

A logistic model of few inputs. Its weights were first reasoned (what each ground says alone, in logits), then moved
where the tuning half of tests/links showed them wrong; tests/links/README.md tells how far they carry on the other.
The base stands for newcomers, most of whom are nobody's second account, and not for the halves of that collection.
"""

from collections.abc import Iterator, Mapping
from math import exp, inf, log
from operator import mul
from typing import Final

from bot.model.link import Ground, Said
from bot.signals.likeness.grounds import Compared, Measure

SUGGESTED: Final = 0.7
"""From this score on a link is suggested to a human."""
BASE: Final = -3.4
WEIGHTS: Final[Mapping[Ground, float]] = {
    Ground.DECLARED: 8.0,
    Ground.AVATAR: 4.6,
    Ground.HANDLE: 3.0,
    Ground.NAME: 1.3,
    Ground.BIO: 2.4,
    Ground.TEXTS: 1.7,
    Ground.STYLE: 2.0,
    Ground.HOURS: 0.6,
    Ground.AFTER: 0.45,
    Ground.NEW: 1.3,
    Ground.TARGETS: 0.5,
}
"""In logits, for each unit of `inputs`."""
BESIDE: Final = -2.5
"""Where both accounts were there before the measure: two people, or two accounts of one, which is much rarer."""
SAME_BIO: Final = 0.6
COPIES: Final = 2
"""Copied texts that count at most."""
UNIT: Final = 3.0
"""So much of the logarithm that habits give is one unit; they speak for up to two, and against for one: habits can be
put off, a face or a name that is the same cannot be explained by that.
"""
USUAL: Final = 0.91
"""How alike the runs of characters of two people who write to the same person are, at the most usual."""
STEEP: Final = 30.0
USED: Final = 4
"""Runs of words that say nothing yet: as many as there are in one opening out of courtesy, which any two may share."""
FORMULAS: Final = 4
"""Those beyond that count at most."""
HABITS: Final = frozenset({Ground.STYLE, Ground.HOURS})
"""What somebody can put off who has reason to. Where one may not come back, that these are another's makes a link less
probable, down to the least that is suggested, and no less: an alert told it, and only a human takes it back."""
SPEAKS: Final[Mapping[Ground, float]] = {
    Ground.AVATAR: 0.5,
    Ground.HANDLE: 0.5,
    Ground.NAME: 0.5,
    Ground.STYLE: 0.5,
    Ground.HOURS: 0.7,
    Ground.TARGETS: 0.4,
}
"""How much of a ground must be there to be named; else anything of it."""
OF_SOMEBODY: Final = frozenset(Ground) - {Ground.HOURS, Ground.AFTER, Ground.NEW, Ground.TARGETS}
"""Grounds that are about who somebody is; without one of them a coincidence of time suggests nothing."""
_OF_SOMEBODY: Final = tuple(SPEAKS.get(ground, 0.0) if ground in OF_SOMEBODY else inf for ground in WEIGHTS)
"""From where on each of them speaks, in the order of WEIGHTS."""


def score(found: Compared) -> float:
    """From 0 to 1."""
    known = inputs(found)
    if not any(value >= least and value > 0 for value, least in zip(known, _OF_SOMEBODY, strict=True)):
        return 0.0
    logit = BASE + BESIDE * found.beside + sum(map(mul, WEIGHTS.values(), known))
    if not found.forbidden:
        return _probable(logit)
    against = sum(
        WEIGHTS[ground] * min(0.0, value) for ground, value in zip(WEIGHTS, known, strict=True) if ground in HABITS
    )
    return max(_probable(logit), min(SUGGESTED, _probable(logit - against)))


def _probable(logit: float) -> float:
    return 1 / (1 + exp(-logit))


def grounds(found: Compared, measure: Measure) -> tuple[Said, ...]:
    """What speaks for it, the strongest first."""
    return tuple(
        said
        for _, said in sorted(_said(found, measure), key=lambda each: (-each[0], list(Ground).index(each[1].ground)))
    )


def inputs(found: Compared) -> tuple[float, ...]:
    """Each ground in its unit, in the order of WEIGHTS: below 0 it speaks against."""
    return (
        found.declared,
        found.avatar,
        found.handle,
        found.name,
        found.bio if found.bio >= SAME_BIO else 0.0,
        float(min(found.texts, COPIES)),
        max(-1.0, min(2.0, (found.style + _by_runs(found.runs) + _by_formulas(found.formulas)) / UNIT)),
        found.hours,
        max(0.0, found.after - log(found.rivals) / WEIGHTS[Ground.AFTER]),  # one of so many, by chance
        found.new,
        found.targets,
    )


def _by_runs(alike: float) -> float:
    """What runs of characters add to the habits: up to 1 for and 1 against; nothing where they were not compared."""
    return max(-1.0, min(1.0, (alike - USUAL) * STEEP)) if alike else 0.0


def _by_formulas(shared: int) -> float:
    """What turns of phrase add to the habits; that they are not shared says nothing."""
    return float(max(0, min(shared - USED, FORMULAS)))


def _said(found: Compared, measure: Measure) -> Iterator[tuple[float, Said]]:
    amounts = {Ground.AFTER: max(0, found.minutes), Ground.TEXTS: found.texts}
    for ground, value in zip(WEIGHTS, inputs(found), strict=True):
        if _speaks(ground, value):
            amount = amounts.get(ground, 0)
            why = {"why": measure.why} if ground in {Ground.AFTER, Ground.NEW} else {}
            yield WEIGHTS[ground] * value, Said(ground=ground, amount=amount, **why)


def _speaks(ground: Ground, value: float) -> bool:
    return value > 0 and value >= SPEAKS.get(ground, 0.0)
