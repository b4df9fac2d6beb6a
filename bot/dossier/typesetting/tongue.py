"""How things are said in one language, for one zone: names of sentences, moments, numbers, sizes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.alerts.wording import Wording, texts_of

KILO: Final = 1000
MEGA: Final = 1000 * KILO
Law = Mapping[str, str]
"""What names of bot/law are called: of a law, of `LAW.ELEMENT`, of a clock, in the language of the dossier."""


@cache
def spoken(language: str) -> Wording:
    """The texts of a dossier in one language."""
    return Wording(texts_of("bot.dossier.typesetting", language))


class Tongue:
    """The words of a language, and the clock of a person."""

    def __init__(self, language: str, zone: str, law: Law) -> None:
        self.language = language
        self.zone = zone
        self.law = law
        self._clock = ZoneInfo(zone)
        self._words = spoken(language)

    def say(self, key: str, **values: str | int) -> str:
        """The text of a key, filled in."""
        return self._words.say(key, **values)

    def count(self, key: str, n: int, **values: str | int) -> str:
        """The text of a key in the form that goes with a number."""
        return self._words.count(key, n, **values)

    def named(self, kind: str, name: str) -> str:
        """What a name of a sentence stands for; a name that nobody has put into words is said as it is."""
        return str(self._words.texts.get(f"{kind}.{name}") or name.replace("_", " "))

    def called(self, name: str) -> str:
        """A law, an element, a clock, by the words that bot/law has for it."""
        return self.law.get(name) or name.rsplit(".", 1)[-1].replace("_", " ")

    def known(self, name: str, what: str) -> str:
        """What else bot/law has of it: `source`, `article`, …; empty where it has none."""
        return self.law.get(f"{name}.{what}", "")

    def every(self, kind: str, names: Iterable[str]) -> str:
        """Several names, in one line."""
        return self.listed(self.named(kind, name) for name in names)

    def listed(self, said: Iterable[str]) -> str:
        """Several things in one line."""
        return self.say("grammar.list").join(said)

    def moment(self, at: datetime) -> str:
        """`mardi 3 mars 2026 à 14 h 05 min 12 s (UTC+01:00)`."""
        local = at.astimezone(self._clock)
        return f"{self._at('grammar.moment', local)} (UTC{_offset(local)})"

    def brief(self, at: datetime) -> str:
        """`3 mars 2026, 14 h 05`; of an hour that comes twice, with how far it is from UTC."""
        local = at.astimezone(self._clock)
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        return self._at("grammar.brief", local) + f" (UTC{_offset(local)})" * twice

    def both(self, at: datetime) -> str:
        """To the minute by the person's clock, and in UTC to the second."""
        return f"{self.brief(at)} ({self.utc(at)})"

    def local_day(self, at: datetime) -> str:
        """The day of a moment by the person's clock."""
        return self.day(self.day_of(at))

    def day_of(self, at: datetime) -> date:
        """The same, not put into words."""
        return at.astimezone(self._clock).date()

    def clock(self, at: datetime) -> str:
        """The hour of a moment by the person's clock."""
        return f"{at.astimezone(self._clock):%H:%M:%S}"

    def day(self, day: date) -> str:
        """`3 mars 2026`."""
        return self.say("grammar.date", day=self._numbered(day), month=self._month(day), year=day.year)

    def month(self, day: date) -> str:
        """`mars 2026`, shortened."""
        short: Sequence[str] = self._words.texts["grammar.short"]
        return self.say("grammar.month_of", month=short[day.month - 1], year=day.year)

    def utc(self, at: datetime) -> str:
        """`2026-03-03 13:05:12 UTC`."""
        return self.say("fact.utc", utc=self.stamp(at))

    def stamp(self, at: datetime) -> str:
        """`2026-03-03 13:05:12`, in UTC, where the head of a column says so."""
        return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"

    def number(self, n: int) -> str:
        """`12 345`, as the language groups."""
        return f"{n:,}".replace(",", self.say("grammar.group"))

    def size(self, octets: int) -> str:
        """`12,3 ko`."""
        for least, key in ((MEGA, "grammar.mega"), (KILO, "grammar.kilo")):
            if octets >= least:
                return self.say(key, n=f"{octets / least:.1f}".replace(".", self.say("grammar.decimal")))
        return self.say("grammar.bytes", n=octets)

    def share(self, part: float) -> str:
        """`93 %`."""
        return self.say("grammar.percent", n=round(part * 100))

    def _at(self, key: str, local: datetime) -> str:
        weekdays: Sequence[str] = self._words.texts["grammar.weekdays"]
        return self.say(
            key,
            weekday=weekdays[local.weekday()],
            day=self._numbered(local),
            month=self._month(local),
            year=local.year,
            hour=local.hour if self.language == "fr" else f"{local.hour:02}",
            minute=f"{local.minute:02}",
            second=f"{local.second:02}",
        )

    def _month(self, day: date) -> str:
        months: Sequence[str] = self._words.texts["grammar.months"]
        return months[day.month - 1]

    def _numbered(self, day: date) -> str:
        return self.say("grammar.first") if day.day == 1 else str(day.day)


def _offset(local: datetime) -> str:
    return local.isoformat(timespec="minutes")[-6:]
