"""A trail of Camille's with exhibits and checkpoints, made in a moment, and what may be done to it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from bot.audit import Audit, Known, audit
from bot.evidence.chain import Entry
from bot.evidence.master import MasterKey
from bot.store import read, write
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.trail.checkpoints import round_of_checkpoints
from bot.trail.depositing import round_of_deposits

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PERSON = "camille"
LAST = "(SELECT max(number) FROM entry)"


class Trail:
    """The database, and the clock that goes on hour by hour."""

    def __init__(self, url: str) -> None:
        self.store = Store(url, MasterKey.new())
        migrate(self.store)
        with self.store.writing() as connection:
            write.salt(connection, self.store.master, PERSON)
        self.now = BEGAN
        self.places = {}

    def live(self, hours: int = 3, mentions: int = 2) -> None:
        """Some hours, each with mentions that are kept, and a checkpoint at its end."""
        for _ in range(hours):
            for number in range(mentions):
                self.keep(f"what was written at {self.now} as number {number}".encode())
            self.now += HOUR
            self.seal()

    def keep(self, content: bytes) -> None:
        with self.store.writing() as connection:
            (box,) = write.take(connection, self.store.master, PERSON, "mention", [(content, self.now)])
            said = {"mention": "ab" * 16, "exhibit": box.id, "digest": box.digest}
            write.append(connection, PERSON, [(self.now, "mention:judged", said)])

    def seal(self) -> None:
        kinds = {name: place.kind for name, place in self.places.items()}
        round_of_checkpoints(self.store, [PERSON], kinds, self.now)

    async def leave(self) -> None:
        await round_of_deposits(self.store, self.places, self.now)

    def change(self, statement: str, **values: object) -> int:
        with self.store.writing() as connection:
            return connection.execute(text(statement), values).rowcount

    def ask(self, statement: str) -> list[tuple]:
        with self.store.reading() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    def entries(self) -> list[Entry]:
        with self.store.reading() as connection:
            return list(read.chain(connection, PERSON))

    def audit(self, known: Known | None = None) -> Audit:
        (found,) = audit(self.store, known=known or Known())
        return found

    def events(self) -> list[str]:
        return [entry.event for entry in self.entries()]
