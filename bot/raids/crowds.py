"""What one transaction knows of the crowds about each person: what a mention met, and what an alert on a raid tells."""

from collections.abc import Callable

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.model.decision import Decision
from bot.model.facts import Facts
from bot.model.reason import Severity
from bot.raids.crowd import Crowd, known
from bot.signals.support import support
from bot.telling.tell import PRESSING


class Crowds:
    """The crowds of all people of one transaction."""

    def __init__(self, connection: Connection, secret: Callable[[str], bytes]) -> None:
        """`secret` gives that under which a person's authors are named."""
        self._connection = connection
        self._secret = secret
        self.every: dict[str, Crowd] = {}

    def of(self, person: str) -> Crowd:
        """The crowd about a person."""
        if person not in self.every:
            self.every[person] = Crowd(self._connection, person, self._secret(person))
        return self.every[person]

    @property
    def begun(self) -> bool:
        """Whether a raid was recognised in this transaction."""
        return any(crowd.begun for crowd in self.every.values())

    def raided(self, person: str) -> bool:
        """Whether a raid on a person is going on, whose alerts tell of what waits, too."""
        return any(one.ended_at is None for one in self.of(person).raids.values())

    def met(self, facts: Facts, folded: str, *, hostile: bool) -> Facts:
        """The facts with the raid in the middle of which the mention came, and what it says in support."""
        kind = None if hostile or not _welcome(facts) else support(folded)
        if kind is not None:
            facts = replace(facts, support=kind)
        stranger = not facts.relation.close
        raid = self.of(facts.mention.person).meet(facts, hostile=hostile, stranger=stranger)
        return facts if raid is None else replace(facts, raid=raid)

    def tells(self, facts: Facts, decision: Decision) -> bool:
        """Whether an alert about a raid tells of a mention, or may soon, so that none of its own leaves."""
        alerting = decision.severity >= Severity.HIGH or any(match.alert for match in decision.matches)
        reached = facts.conduct is not None and facts.conduct.reached
        if not alerting or reached or PRESSING.intersection(decision.reasons):
            return False
        if facts.raid is not None:
            return facts.raid.within
        apart = facts.relation.following or facts.relation.trusted or known(facts) or facts.relation.muted
        return not apart and self.of(facts.mention.person).gathers(facts.mention.received_at)


def _welcome(facts: Facts) -> bool:
    """Whether nothing speaks against taking kind words for kind: no rule ever matched what the author wrote, nothing
    private is told in it, and they are nobody who is likely to come back."""
    return not (facts.history.matches or facts.relation.muted or facts.leaks or facts.likely)
