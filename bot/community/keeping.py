"""What of a community's talk is kept: what was noticed, with its author; of the rest no word, no name, no trace."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.handling.copies import Copies
from bot.links.finding import Links
from bot.model.community import Keeps
from bot.model.mention import UNADDRESSED, Kind, Mention
from bot.model.reason import Severity
from bot.model.shield import Shield
from bot.recording.judged import Judged
from bot.store import sketches


def noticed(one: Judged, shield: Shield) -> bool:
    """Whether it is kept: a rule found something in it, or it was reported; whatever comes to a person is."""
    decision = one.decision
    reported = one.facts.mention.kind is Kind.POST
    return shield.keeps is Keeps.ALL or reported or decision.severity > Severity.NONE or bool(decision.matches)


class Sketches(Copies):
    """As `Copies`; of a community's talk only where a rule asks for copies, and no more than a search looks through."""

    desks: frozenset[str] = frozenset()
    """Communities whose texts are compared."""

    def take(self, texts: Iterable[tuple[Mention, str]], asked: Callable[[str], bool]) -> None:
        """As `Copies`, of those for whom a rule asks."""
        every = list(texts)
        super().take((one for one in every if not one[0].desk or asked(one[0].person)), asked)
        self.desks |= {mention.person for mention, _ in every if mention.desk and asked(mention.person)}

    def record(self, now: datetime) -> None:
        """Keep them, and of a community's let go of those that no search reaches any more."""
        super().record(now)
        for person in self.desks:
            sketches.trim(self._connection, person)


class Newcomers(Links):
    """As `Links`; in a community's talk nobody is looked at ahead who has not come to the desk, or to its notice."""

    def watches(self, person: str) -> bool:
        """Whether there is anybody to whom newcomers could be compared."""
        return person in self._watched

    def _foresee(self, person: str, theirs: Sequence[Mention]) -> None:
        super()._foresee(person, [one for one in theirs if not one.desk or one.kind in UNADDRESSED])
