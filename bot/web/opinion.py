"""What the rules say of a mention, for people who ask why: engines are compiled once, and only when somebody asks."""

import threading
from collections.abc import Iterable

from bot.backtest.ready import arming, compiled, policies_of
from bot.explaining.lines import Teller
from bot.model.noun import Noun
from bot.people.inquiry import judged
from bot.rules.engine import Engine
from bot.rules.policy import Policy
from bot.store.read import Kept
from bot.web.visit import Visit


class Opinion(Noun, frozen=True, kw_only=True):
    """Why, and why not, what else is known, and what was done, line by line."""

    why: tuple[str, ...]
    """The words in which something was found stand in it veiled."""
    named: tuple[str, ...]
    """The same with those words; nothing where nobody asked for them."""
    why_not: tuple[str, ...]
    """First how many rules found nothing, then each."""
    besides: tuple[str, ...]
    done: tuple[str, ...]


class Opinions:
    """Keeps the engine of the rules as they are."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._policies: dict[str, Policy] = {}
        self._engine: Engine | None = None

    def of(self, visit: Visit, kept: Kept, *, reveal: bool) -> Opinion:
        """What is said of it; `reveal` shows the words of rules, which may be those that hurt."""
        engine = self._compiled(visit)
        with visit.store.reading() as connection:
            found = judged(connection, visit.store, engine, frozenset(self._policies), kept, visit.now)
        zones = {person.name: person.zone for person in visit.config.shielded}
        teller, veiled = (
            Teller(visit.said, zones, reveal=shows, called=lambda name: visit.rules([name]))
            for shows in (reveal, False)
        )
        return Opinion(
            why=_lines(veiled.pro(found)),
            named=_lines(teller.pro(found)) if reveal else (),
            why_not=_lines(teller.contra(found)),
            besides=_lines(teller.besides(found)),
            done=_lines(line for line, _ in teller.deeds(found)),
        )

    def _compiled(self, visit: Visit) -> Engine:
        with self._lock:
            policies, _ = arming(visit.store, visit.config).look(policies_of(visit.config))
            if self._engine is None or policies != self._policies:
                self._policies, self._engine = dict(policies), compiled(policies)
            return self._engine


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, lines))
