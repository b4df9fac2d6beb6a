"""What stands beside the text of a mention, as far as rules read it: descriptions of pictures, and its author's name.

What is found there is for humans to look at, and counts in no case: who was threatened describes what pictures show of
it, too, and a name stands on everything that somebody writes.
"""

from array import array
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

import re2
from msgspec.structs import replace

from bot.model.decision import Match
from bot.model.facts import Facts
from bot.model.mention import NAME, TEXT, Kind, Mention
from bot.model.reason import Severity
from bot.rules.conditions.leak import Leak
from bot.rules.effect import Word
from bot.rules.policy import Rule
from bot.signals.contexts.persons import SECOND
from bot.signals.contexts.shown import shown_from
from bot.signals.leaks.mentioned import texts
from bot.signals.reading import Reading
from bot.signals.text import fold

LEAST: Final = Severity.MEDIUM
DOUBTFUL: Final = Severity.HIGH
"""What is less nobody need look at because of a picture, or of a name; of what even a text is held for, this."""
PICTURES: Final = 16
"""Descriptions that are read: as many as platforms show, and no more than keep the shield busy."""
NAMES: Final = 8_192
"""Places in which is remembered that a name says nothing to a person: in a raid, and of those who write often."""
LONG: Final = 640
"""Characters of a name that are read: no platform we know takes more."""
SHORT: Final = 2
"""Letters up to which a part of the person's name is not looked for: it is in many a sentence."""
RELAYED: Final = ("testimony", "counter_speech")
"""Where the text is that, a picture shows what its author was done, or stands against."""


class Beside(NamedTuple):
    """What was said beside the text, and what that is called in a `Match`."""

    within: str
    reading: Reading


class Looking:
    """Reads what stands beside texts; most names and descriptions say nothing."""

    def __init__(self, read: Callable[[str, str | None], Reading]) -> None:
        """Take what reads a text with its tag."""
        self._read = read
        self._silent = array("q", bytes(8 * NAMES))
        """At the place that its hash says, that of the last such name that said nothing: it never grows."""

    def around(self, facts: Facts, reading: Reading) -> Iterator[Beside]:
        """All of it in which something was found; `reading` is that of the text. Of whom the person knows, nothing."""
        mention = facts.mention
        if facts.relation.close or mention.kind is Kind.SIGN_UP:  # what signs up says is its name
            return
        if mention.media:
            yield from self._described(mention, reading)
        name = mention.author.display_name
        if name and not facts.name_told:
            yield from self._named(name[:LONG], mention.person)

    def _described(self, mention: Mention, reading: Reading) -> Iterator[Beside]:
        descriptions = [one for one in texts(mention) if one[0] != TEXT][:PICTURES]
        found = [(within, said) for within, alt in descriptions if not (said := self._read(alt, mention.lang)).empty]
        if not found or any(reading.contexts.of(kind) for kind in RELAYED):
            return
        for within, said in found:
            own = said.before(shown_from(said.text, said.readings[0]))
            if not own.empty:
                yield Beside(within, own)

    def _named(self, name: str, person: str) -> Iterator[Beside]:
        hashed = hash((name, person))
        if self._silent[hashed % NAMES] == hashed:
            return
        said = self._read(name, None) if _speaks(name, person) else None
        if said is None or said.empty:
            self._silent[hashed % NAMES] = hashed
        else:
            yield Beside(NAME, said)


def _speaks(name: str, person: str) -> bool:
    """Whether a name speaks to somebody, or of the person: many who mean no harm call themselves names."""
    if name.isalnum() and not name.isalpha():  # `marie75`, as most are called in a raid
        return False
    said = fold(name).text
    return not _called(person).isdisjoint(said.split()) or _to_somebody().search(said.encode()) is not None


@lru_cache
def _called(person: str) -> frozenset[str]:
    return frozenset(part for part in fold(person).text.split() if len(part) > SHORT)


@cache
def _to_somebody() -> Any:
    return re2.compile("|".join(mark.pattern for mark in SECOND).encode())


def asks(rule: Rule) -> bool:
    """Whether a rule is asked of it: for words, of this mention alone."""
    if rule.severity < (DOUBTFUL if Word.HOLD in rule.then else LEAST) or rule.of_past:
        return False
    asked = (*rule.all, *rule.any)
    return any(one.of_text for one in asked) and not any(isinstance(one, Leak) for one in asked)


def held(match: Match, within: str) -> Match:
    """What was found there: for a human to look at."""
    return replace(match, within=within, review=True)
