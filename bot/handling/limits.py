"""What bounds acting and telling in one transaction: budgets, pauses, and what was told lately."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.model.shield import Shield
from bot.rules.plan import Allowance
from bot.store import outbox, pauses
from bot.telling.tell import Lately

DAY = timedelta(days=1)


class Limits:
    """What is left of each person's budget, whether they paused the shield, and what they know already."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self.now = now
        self._period = (now, now)  # event times of whatever weighs on a budget
        self._allowances: dict[str, Allowance] = {}
        self._paused: dict[str, bool] = {}
        self._lately: dict[str, Lately] = {}

    def cover(self, moments: Iterable[datetime]) -> None:
        """What is judged happened at these moments."""
        every = list(moments)
        self._period = (min(every, default=self.now) - DAY, max(every, default=self.now) + DAY)

    def allowance(self, shield: Shield) -> Allowance:
        """What is left of the person's budget."""
        if shield.name not in self._allowances:
            spent = outbox.spent(self._connection, shield.name, *self._period)
            self._allowances[shield.name] = Allowance(shield.budget, spent)
        return self._allowances[shield.name]

    def paused(self, person: str) -> bool:
        """Whether nothing is to be done automatically."""
        if person not in self._paused:
            self._paused[person] = pauses.paused(self._connection, person, self.now)
        return self._paused[person]

    def lately(self, person: str) -> Lately:
        """What the person was told lately."""
        if person not in self._lately:
            self._lately[person] = Lately.read(self._connection, person, self.now)
        return self._lately[person]
