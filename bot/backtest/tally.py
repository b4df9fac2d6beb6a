"""Counts what rules find in a past: it grows with days and with people found, never with the number of mentions."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from bot.backtest.outcome import CLOSE, RANK, Author, Day, Effect, Found, Outcome, Standing, effect, standing
from bot.model.decision import Decision
from bot.model.facts import Facts

TRIED: Final = ("mentions", "then", "now", "newly", "no_longer")


class Seen(msgspec.Struct):
    """One author so far."""

    account: str
    handle: str
    standing: Standing
    newly: int = 0
    no_longer: int = 0
    still: int = 0
    now: dict[str, int] = msgspec.field(default_factory=dict)
    rules: dict[str, int] = msgspec.field(default_factory=dict)
    lost: dict[str, int] = msgspec.field(default_factory=dict)


class Tally:
    """One person's past, so far."""

    def __init__(self, person: str, zone: str) -> None:
        self.person = person
        self.zone = ZoneInfo(zone)
        self.erased = 0
        self.unreadable = 0
        self._counts: Counter[str] = Counter()
        self._days: dict[date, Counter[str]] = {}
        self._seen: dict[str, Seen] = {}

    def add(self, facts: Facts, then: Decision, now: Decision) -> None:
        """Count one mention, as it was decided and as it would be."""
        day = self._days.setdefault(facts.mention.received_at.astimezone(self.zone).date(), Counter())
        before, after = effect(then), effect(now)
        told = {
            "then": before > Effect.NOTHING,
            "now": after > Effect.NOTHING,
            "newly": after > before,
            "no_longer": after < before,
            "hit_then": before is Effect.HIT,
            "hit_now": after is Effect.HIT,
        }
        held = ["mentions", *(name for name, holds in told.items() if holds)]
        day.update(held)
        self._counts.update(held)
        if before or after:
            self._notice(facts, then, now, before, after)

    def outcome(self, rules: Iterable[str]) -> Outcome:
        """What was found; `rules` are the names of those of now, in their order."""
        counts = self._counts
        return Outcome(
            person=self.person,
            mentions=counts["mentions"],
            erased=self.erased,
            unreadable=self.unreadable,
            then=counts["then"],
            now=counts["now"],
            hit_then=counts["hit_then"],
            hit_now=counts["hit_now"],
            newly=counts["newly"],
            no_longer=counts["no_longer"],
            authors=tuple(self._authors()),
            rules=tuple(self._found(rules)),
            days=tuple(
                Day(day=day, **{name: counted[name] for name in TRIED}) for day, counted in sorted(self._days.items())
            ),
        )

    def _notice(self, facts: Facts, then: Decision, now: Decision, before: Effect, after: Effect) -> None:
        author, stood = facts.mention.author, standing(facts.relation)
        one = self._seen.setdefault(author.key, Seen(author.key, author.handle, stood))
        one.standing = min(one.standing, stood, key=RANK.__getitem__)
        one.newly += after > before
        one.no_longer += after < before
        one.still += after is before
        for rule in now.rules:
            one.now[rule] = one.now.get(rule, 0) + 1
        for changed, names in ((one.rules, _beyond(now, then)), (one.lost, _beyond(then, now))):
            for rule in names:
                changed[rule] = changed.get(rule, 0) + 1

    def _authors(self) -> Iterator[Author]:
        changed = [one for one in self._seen.values() if one.newly or one.no_longer]
        changed.sort(key=lambda one: (RANK[one.standing], -one.newly - one.no_longer, one.account))
        for one in changed:
            yield Author(
                account=one.account,
                handle=one.handle,
                standing=one.standing,
                newly=one.newly,
                no_longer=one.no_longer,
                still=one.still,
                rules=one.rules,
                lost=one.lost,
            )

    def _found(self, rules: Iterable[str]) -> Iterator[Found]:
        counts: dict[str, Counter[str]] = {rule: Counter() for rule in rules}
        for one in self._seen.values():
            for rule, mentions in one.now.items():
                counts[rule].update(mentions=mentions, people=1, close=int(one.standing in CLOSE))
            for rule, mentions in one.rules.items():
                counts[rule].update(newly=mentions)
            for rule, mentions in one.lost.items():
                counts.setdefault(rule, Counter()).update(no_longer=mentions)
        for rule, counted in counts.items():
            yield Found(rule=rule, **counted)


def _beyond(these: Decision, those: Decision) -> Iterator[str]:
    """The rules that one decision names and the other does not."""
    known = set(those.rules)
    return (rule for rule in these.rules if rule not in known)
