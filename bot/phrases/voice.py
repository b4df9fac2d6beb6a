"""The words in which rules are said: those of alerts, and those of texts/ beside this file."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from typing import Final

from bot.alerts.wording import Wording, texts_of, wording
from bot.model.noun import Noun

UNITS: Final = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))


class Voice(Noun, frozen=True, kw_only=True):
    """One language, and whether what a rule seeks is named or only counted: words that hurt don't travel."""

    wording: Wording
    reveal: bool = False

    def say(self, key: str, **values: str | int) -> str:
        """The text of a key, filled in."""
        return self.wording.say(key, **values)

    def count(self, key: str, n: int, **values: str | int) -> str:
        """The text of a key in the form that goes with `n`."""
        return self.wording.count(key, n, **values)

    def either(self, parts: Iterable[str]) -> str:
        """`a, b or c`."""
        return self._listed(tuple(parts), "or")

    def both(self, parts: Iterable[str]) -> str:
        """`a, b and c`."""
        return self._listed(tuple(parts), "and")

    def named(self, table: str, names: Iterable[str]) -> tuple[str, ...]:
        """What a table of the texts calls each of these; KeyError where it lacks one."""
        return tuple(self.say(f"{table}.{name}") for name in names)

    def quoted(self, words: Iterable[str]) -> tuple[str, ...]:
        """Each between quotation marks."""
        return tuple(self.say("grammar.quoted", words=word) for word in words)

    def span(self, span: timedelta) -> str:
        """A span in the largest unit that holds it whole: `30 jours`."""
        for name, unit in UNITS:
            n, rest = divmod(span, unit)
            if n and not rest:
                return self.count(f"span.{name}", n)
        return self.count("span.second", int(span.total_seconds()))

    def clock(self, minutes: int) -> str:
        """A time of day, from minutes since midnight: `22 h`, `22 h 30`."""
        hour, minute = divmod(minutes, 60)
        if not minute:
            return self.say("joining.clock_whole", hour=hour)
        return self.say("joining.clock", hour=hour, minute=f"{minute:02}")

    def number(self, number: float) -> str:
        """With the language's decimal sign, as few digits as it needs."""
        return f"{number:g}".replace(".", self.say("joining.decimal"))

    def bounds(self, key: str, under: str | None, over: str | None, **said: str) -> str:
        """The text of a key for what is limited below, above or on both sides; `said` fills what else it has."""
        if under is None:
            return self.say(f"{key}.over", over=str(over), **said)
        if over is None:
            return self.say(f"{key}.under", under=under, **said)
        return self.say(f"{key}.both", under=under, over=over, **said)

    def clauses(self, clauses: Sequence[str], word: str) -> str:
        """Clauses after the language's *if*, joined by `and` or `or`: `si A, si B, et si C`."""
        said = [f"{self.say('joining.if')} {clause}" for clause in clauses]
        if len(said) == 1:
            return said[0]
        return self.say(f"joining.last_{word}", before=", ".join(said[:-1]), last=said[-1])

    def _listed(self, parts: Sequence[str], word: str) -> str:
        if len(parts) < 2:  # noqa: PLR2004 - one, or none
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.say(f'joining.{word}')} {parts[-1]}"


@cache
def phrases(language: str) -> Wording:
    """The words of a language, those of alerts among them; ConfigError if there are none."""
    return Wording({**wording(language).texts, **texts_of("bot.phrases", language)})
