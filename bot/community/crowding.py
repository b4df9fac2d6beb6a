"""Who comes to a community at once: to hurt its members, to sign up, to report; each told as one thing."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.model.account import Account
from bot.model.decision import Decision
from bot.model.facts import Facts
from bot.model.mention import Kind, Mention
from bot.model.raid import FLAGS, SIGN_UPS, whose
from bot.model.reason import Severity
from bot.raids.crowd import Crowd
from bot.raids.crowds import Crowds
from bot.store.flags import Filed


class Crowding(Crowds):
    """As `Crowds`; of a community's talk, of which nothing is kept, only what a rule found something in counts.

    All that hurts its members is one crowd, so that a raid on many of them is told once; a member stands where a person
    has the root of a thread, so that a raid on one of them is seen as such.
    """

    def __init__(self, connection: Connection, secret: Callable[[str], bytes]) -> None:
        super().__init__(connection, lambda name: secret(whose(name)))

    def met(self, facts: Facts, folded: str, *, hostile: bool) -> Facts:
        """As `Crowds`; the raid, or the wave of sign-ups, in the middle of which it came, if it belongs to it."""
        mention = facts.mention
        if not mention.desk:
            return super().met(facts, folded, hostile=hostile)
        if mention.kind is Kind.POST or not (hostile or mention.kind is Kind.SIGN_UP):
            return facts
        raid = _crowd(self, mention).lasting(mention.received_at)
        return facts if raid is None else replace(facts, raid=raid)

    def hurt(self, facts: Facts) -> None:
        """A member was written what a rule found something in: of what only sounds so nothing is kept."""
        if not facts.relation.close:
            seen = replace(facts, mention=replace(facts.mention, root=facts.mention.to))
            self.of(facts.mention.person).meet(seen, hostile=True, stranger=True)

    def signed_up(self, facts: Facts) -> None:
        """Somebody asked for an account: that many do at once is told by their number alone."""
        mention = replace(facts.mention, root=None, parent=None)
        seen = replace(facts, mention=mention)
        self.of(mention.person + SIGN_UPS).meet(seen, hostile=True, stranger=True)

    def flagged(self, person: str, fresh: Iterable[Filed]) -> None:
        """Reports came: who reports is who comes, and whom they report is where they come to."""
        for one in fresh:
            mention = Mention(
                person=person,
                to="",
                uri=f"flag:{one.id}",
                revision="",
                kind=Kind.POST,
                author=Account(platform="flag", id=one.reporter or one.id),
                text="",
                received_at=one.at,
                root=one.subject,
            )
            self.of(person + FLAGS).meet(Facts(mention=mention), hostile=True, stranger=True)

    def raided(self, person: str) -> bool:
        """As `Crowds`, or whether a wave goes on."""
        crowds = [name for name in self.every if whose(name) == person] or [person]
        return any(super(Crowding, self).raided(name) for name in crowds)

    def tells(self, facts: Facts, decision: Decision) -> bool:
        """As `Crowds`; a desk is told of a raid as one, threats and all."""
        if not facts.mention.desk:
            return super().tells(facts, decision)
        alerting = decision.severity >= Severity.HIGH or any(match.alert for match in decision.matches)
        reached = facts.conduct is not None and facts.conduct.reached
        if not alerting or reached:
            return False
        crowd = _crowd(self, facts.mention)
        return facts.raid is not None or crowd.gathers(facts.mention.received_at)


def _crowd(crowds: Crowds, mention: Mention) -> Crowd:
    return crowds.of(mention.person + SIGN_UPS if mention.kind is Kind.SIGN_UP else mention.person)
